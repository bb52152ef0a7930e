from pathlib import Path

import pytest
import yaml
from pydantic import ValidationError

from busta.features.registry import FEATURE_GROUPS
from busta.params.features import FeatureParams


@pytest.fixture
def written(repository: Path) -> dict:
    return yaml.safe_load((repository / "conf/base/parameters_features.yml").read_text())["features"]


def test_every_group_of_the_registry_has_its_settings(written) -> None:
    params = FeatureParams(**written)
    assert all(params.settings_of(name) is not None for name in FEATURE_GROUPS)
    assert params.settings_of("elo") is params.elo
    assert params.settings_of("players") is params.players.lineup
    assert params.settings_of("tip_off").lineup is params.players.lineup
    assert params.settings_of("morning").morning_hour == params.availability.morning_hour


def test_a_group_without_settings_is_refused_by_name(written) -> None:
    with pytest.raises(ValueError, match="expected one with settings in features:, was 'moon'"):
        FeatureParams(**written).settings_of("moon")


@pytest.mark.parametrize(
    ("block", "change", "message"),
    [
        ("players", {"state": {"minutes_decay": 3}}, "minutes_decay: expected 0 to 1, was 3"),
        ("players", {"kalman": {"noise_sd": 0}}, "noise_sd: expected more than 0, was 0"),
        ("players", {"play": {"depth": 1}}, r"players\.play\.depth"),
        ("past_lines", {"penalty": 0}, "penalty: expected more than 0, was 0"),
        ("availability", {"morning_hour": 30}, "morning_hour: expected 0 to 23, was 30"),
        ("availability", {"unlikely_below": 0.9}, r"expected at most likely_from 0\.7, was 0\.9"),
    ],
)
def test_settings_of_players_and_lines_are_checked_when_they_are_read(
    written, block, change, message
) -> None:
    changed = written[block] | {
        name: written[block][name] | value if isinstance(value, dict) else value
        for name, value in change.items()
    }
    with pytest.raises(ValidationError, match=message):
        FeatureParams(**written | {block: changed})


def test_an_unknown_setting_is_refused_by_name(written) -> None:
    with pytest.raises(ValidationError, match=r"elo\.speed"):
        FeatureParams(**written | {"elo": written["elo"] | {"speed": 1}})


def test_an_unknown_block_is_refused_by_name(written) -> None:
    with pytest.raises(ValidationError, match="moon"):
        FeatureParams(**written, moon={})


def test_a_setting_out_of_range_is_refused_in_words(written) -> None:
    with pytest.raises(ValidationError, match="season_carry: expected 0 to 1, was 3"):
        FeatureParams(**written | {"elo": written["elo"] | {"season_carry": 3}})
