"""The roster of markets as it stands in the configuration."""

from __future__ import annotations

import copy
from typing import Any

import pytest
import yaml

from busta.markets import RosterError, load_roster, validate_roster
from busta.pipeline_registry import ROSTER

# Other tools know the markets by these names; a derived market (a half, an alternative line) may be added.
FIXED = (
    "moneyline",
    "ats",
    "total",
    "points",
    "rebounds",
    "assists",
    "threes",
    "steals",
    "blocks",
    "points_rebounds_assists",
    "points_rebounds",
    "points_assists",
    "rebounds_assists",
)


@pytest.fixture
def content() -> dict[str, Any]:
    return copy.deepcopy(yaml.safe_load(ROSTER.read_text(encoding="utf-8")))


def test_the_game_markets_have_their_fixed_names() -> None:
    names = list(load_roster(ROSTER).markets)
    assert names[:3] == list(FIXED[:3])


def test_every_market_of_the_evening_uses_features_of_the_evening() -> None:
    late = [market.id for market in load_roster(ROSTER) if market.information != "evening"]
    assert late == []


def test_the_moneyline_says_what_knowing_more_on_the_day_is_worth() -> None:
    informed = {market.id: market.informed for market in load_roster(ROSTER) if market.informed}
    assert informed == {"moneyline": ("morning", "tip_off")}


def test_an_ablation_ends_with_the_features_of_its_market() -> None:
    for market in load_roster(ROSTER):
        if market.ablation:
            assert list(market.ablation.values())[-1] == market.feature_groups


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("learners", ["ridge", "oracle"]),
        ("feature_groups", ["elo", "crystal_ball"]),
        ("calibrators", ["hope"]),
        ("refit", "hourly"),
        ("learnrs", ["ridge"]),
    ],
)
def test_a_wrong_word_in_a_block_is_an_error_that_names_market_key_and_word(
    content: dict[str, Any], key: str, value: Any
) -> None:
    content["markets"]["ats"][key] = value
    wrong = value[-1] if isinstance(value, list) else value
    with pytest.raises(RosterError) as error:
        validate_roster(content)
    assert [word for word in ("'ats'", key, "expected", wrong) if word not in str(error.value)] == []


def test_a_new_market_is_one_block(content: dict[str, Any]) -> None:
    block = copy.deepcopy(content["markets"]["total"]) | {"id": "first_half_total"}
    block |= {"quantity": "first_half_points", "quotes": None}
    block["line"] = {"market": "total", "moment": "close", "scale": 0.5, "round_to": 0.5}
    content["markets"]["first_half_total"] = block
    assert "first_half_total" in validate_roster(content).markets
