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
    assert [name for name in FEATURE_GROUPS if not hasattr(params, name)] == []


def test_an_unknown_setting_is_refused_by_name(written) -> None:
    with pytest.raises(ValidationError, match=r"elo\.speed"):
        FeatureParams(**written | {"elo": written["elo"] | {"speed": 1}})


def test_an_unknown_block_is_refused_by_name(written) -> None:
    with pytest.raises(ValidationError, match="moon"):
        FeatureParams(**written, moon={})


def test_a_setting_out_of_range_is_refused_in_words(written) -> None:
    with pytest.raises(ValidationError, match="season_carry: expected 0 to 1, was 3"):
        FeatureParams(**written | {"elo": written["elo"] | {"season_carry": 3}})
