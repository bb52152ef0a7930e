"""Parameters of the blend at the lines of players, and the groups of markets that share one."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from pydantic import ValidationError

from busta.markets import load_roster
from busta.params.prop_blend import PropBlendParams
from busta.probability.prop_blend import PropBlendRules


def _block(repository: Path) -> dict[str, object]:
    text = (repository / "conf/base/parameters_prop_blend.yml").read_text(encoding="utf-8")
    return yaml.safe_load(text)["prop_blend"]


def test_the_rules_are_those_of_the_file(repository: Path) -> None:
    assert PropBlendParams.model_validate(_block(repository)).rules == PropBlendRules(1000, 100.0)


def test_a_blend_without_a_pull_is_refused(repository: Path) -> None:
    with pytest.raises(ValidationError, match="ridge"):
        PropBlendParams.model_validate(_block(repository) | {"ridge": 0})


def test_points_and_what_holds_them_share_a_blend(repository: Path) -> None:
    players = load_roster(repository / "conf/base/parameters_markets.yml").of_players
    for market in players:
        assert market.blend_group == ("scoring" if "points" in market.parts else "counting")
