from pathlib import Path

import pytest
import yaml
from pydantic import ValidationError

from busta.params.player_features import PlayerFeatureParams


@pytest.fixture
def written(repository: Path) -> dict:
    return yaml.safe_load((repository / "conf/base/parameters_features.yml").read_text())["player_features"]


def test_every_theme_finds_its_settings(written) -> None:
    params = PlayerFeatureParams(**written)
    assert params.settings_of("pace") is params.pace
    assert params.settings_of("form").minutes is params.minutes
    assert params.settings_of("teammates") == params.settings_of("form")
    assert params.settings_of("opponent_ranks") is params.matchups
    assert params.settings_of("lineup") is None
    assert params.settings_of("lineup_tip_off").morning_hour == params.availability.morning_hour


@pytest.mark.parametrize(
    ("block", "change", "message"),
    [
        ("form", {"rate_decay": 2}, "rate_decay: expected 0 to 1, was 2"),
        ("form", {"prior_minutes": {"points": 0}}, "prior_minutes points: expected above 0, was 0"),
        ("minutes", {"prior_games": 0}, "prior_games: expected more than 0, was 0"),
        ("availability", {"morning_hour": 30}, "morning_hour: expected 0 to 23, was 30"),
        ("pace", {"speed": 1}, r"pace\.speed"),
    ],
)
def test_settings_are_checked_when_they_are_read(written, block, change, message) -> None:
    with pytest.raises(ValidationError, match=message):
        PlayerFeatureParams(**written | {block: written[block] | change})


def test_an_unknown_block_is_refused_by_name(written) -> None:
    with pytest.raises(ValidationError, match="moon"):
        PlayerFeatureParams(**written, moon={})
