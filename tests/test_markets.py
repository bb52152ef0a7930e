"""The roster: what is a market, and what the reader says of a roster that is none."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from busta.markets import Roster, RosterError, load_roster, validate_roster

FIRST_HALF_TOTAL = """
markets:
  first_half_total:
    id: first_half_total
    subject: game
    quantity: first_half_points
    line: {market: total, moment: close, scale: 0.5, round_to: 0.5}
    quotes: null
    is_push_possible: true
    combine: sum
    feature_groups: [elo, efficiency, schedule, four_factors]
    learners: [ridge, lightgbm]
    refit: month
    calibrators: [none, platt]
"""


def block(**changes: Any) -> dict[str, Any]:
    market = yaml.safe_load(FIRST_HALF_TOTAL)["markets"]["first_half_total"]
    return {"markets": {"first_half_total": {**market, **changes}}}


PLAYER = {
    "id": "points_assists",
    "subject": "player",
    "quantity": "points_assists",
    "parts": ["points", "assists"],
    "line": {"market": "points_assists", "moment": "morning"},
    "quotes": "points_assists",
    "moment": "morning",
    "is_push_possible": True,
    "feature_groups": ["form", "minutes"],
    "learners": ["tweedie_lightgbm", "poisson"],
    "weights": {"tweedie_lightgbm": 0.6, "poisson": 0.4},
    "refit": "season",
}


def player_block(**changes: Any) -> dict[str, Any]:
    return {"markets": {"points_assists": {**PLAYER, **changes}}}


def message(content: Any) -> str:
    with pytest.raises(RosterError) as caught:
        validate_roster(content)
    return str(caught.value)


def test_the_roster_of_the_project_is_valid(repository: Path) -> None:
    roster = load_roster(repository / "conf" / "base" / "parameters_markets.yml")
    assert [market.id for market in roster][:3] == ["moneyline", "ats", "total"]
    assert roster["ats"].quantity == "home_margin"


def test_a_first_half_total_is_one_block_of_yaml(tmp_path: Path) -> None:
    path = tmp_path / "roster.yml"
    path.write_text(FIRST_HALF_TOTAL, encoding="utf-8")
    market = load_roster(path)["first_half_total"]
    assert (market.line.scale, market.line.round_to, market.quotes) == (0.5, 0.5, None)


def test_an_unknown_learner_is_named_with_the_known_ones() -> None:
    said = message(block(learners=["catboost"]))
    assert said == (
        "roster: market 'first_half_total', key 'learners': "
        "expected learners among elastic_net, lightgbm, logistic, poisson, random_forest, ridge, tweedie_by_position, "
        "tweedie_lightgbm, tweedie_xgboost, xgboost, was 'catboost'"
    )


def test_an_unknown_feature_group_is_named_wherever_it_stands() -> None:
    assert "key 'feature_groups': expected feature groups among" in message(block(feature_groups=["moon"]))
    assert "key 'ablation': expected feature groups among" in message(block(ablation={"a": ["moon"]}))


def test_a_learner_twice_is_refused() -> None:
    assert "expected each of the learners once" in message(block(learners=["ridge", "ridge"]))


def test_an_unknown_key_is_answered_with_the_known_ones() -> None:
    assert "key 'quantiti': expected one of the keys id, subject, quantity" in message(block(quantiti="x"))
    assert "key 'line.odd': expected one of the keys constant" in message(
        block(line={"odd": 1, "constant": 0})
    )
    assert "roster: expected one of the keys markets" in message({**block(), "extra": 1})


def test_a_missing_key_is_named() -> None:
    content = block()
    del content["markets"]["first_half_total"]["quantity"]
    assert "market 'first_half_total', key 'quantity': expected a value" in message(content)


def test_a_wrong_value_is_quoted() -> None:
    said = message(block(refit="week"))
    assert "key 'refit': expected 'season' or 'month', was 'week'" in said


def test_every_defect_gets_its_own_sentence() -> None:
    assert len(message(block(refit="week", combine="product")).splitlines()) == 2


@pytest.mark.parametrize("line", [{}, {"constant": 0, "market": "total"}])
def test_a_line_is_a_constant_or_taken_never_both_or_neither(line: dict[str, Any]) -> None:
    assert "key 'line': expected exactly one of 'constant' and 'market'" in message(block(line=line))


def test_a_learner_for_one_line_is_refused_where_the_line_moves() -> None:
    assert "the learner 'logistic' answers for one line only" in message(
        block(learners=["ridge", "logistic"])
    )
    assert validate_roster(block(learners=["logistic"], line={"constant": 0}))


def test_game_markets_combine_two_teams_and_no_others_do() -> None:
    assert "expected 'combine' for the subject 'game'" in message(block(combine=None))
    assert "expected 'combine' for the subject 'game'" in message(player_block(combine="sum"))
    assert validate_roster(player_block())


def test_a_market_of_a_player_is_a_sum_of_statistics_forecast_by_weighted_learners() -> None:
    market = validate_roster(player_block())["points_assists"]
    assert market.quantity == "points_assists"
    assert "points_assists_mean_10" in market.feature_names
    assert market.information == "evening"
    said = message(player_block(parts=["points", "dunks"]))
    assert "dunks" in said
    assert "expected the quantity 'points_assists' of its parts, was 'points'" in message(
        player_block(quantity="points")
    )
    assert "expected 'weights' that sum to 1, was 0.9" in message(
        player_block(weights={"poisson": 0.5, "tweedie_lightgbm": 0.4})
    )
    assert "a number from 0 up for each of tweedie_lightgbm, poisson" in message(
        player_block(weights={"poisson": 1.0})
    )
    assert "expected 'parts' and 'weights' for the subject 'player'" in message(block(parts=["points"]))
    assert "expected 'parts' and 'weights' for the subject 'player'" in message(player_block(weights={}))


def test_a_theme_of_players_is_known_or_says_which_file_it_wants() -> None:
    assert "expected one of form" in message(player_block(feature_groups=["form", "elo"]))
    assert "contracts/*.csv" in message(player_block(feature_groups=["form", "contract_year"]))
    assert "expected each of the feature groups once" in message(
        player_block(feature_groups=["form", "form"])
    )
    assert "expected feature groups among" in message(block(feature_groups=["form"]))


def test_what_cannot_occur_is_named_only_where_a_push_is_possible() -> None:
    assert validate_roster(block(impossible=[0]))["first_half_total"].impossible == (0.0,)
    said = message(block(impossible=[0], is_push_possible=False))
    assert "expected 'impossible' only where a push is possible, was [0.0]" in said


@pytest.mark.parametrize(
    ("groups", "latest"),
    [
        (["elo", "players"], "evening"),
        (["morning", "elo"], "morning"),
        (["elo", "tip_off", "morning"], "tip_off"),
    ],
)
def test_a_market_needs_what_the_latest_of_its_groups_needs(groups: list[str], latest: str) -> None:
    assert validate_roster(block(feature_groups=groups))["first_half_total"].information == latest


def test_the_id_of_a_block_is_its_key() -> None:
    assert "market 'first_half_total', key 'id': expected 'first_half_total'" in message(block(id="total"))


def test_a_roster_without_markets_is_refused() -> None:
    assert "roster" in message({"markets": {}})
    assert "roster" in message(None)


def test_an_absent_roster_is_named(tmp_path: Path) -> None:
    with pytest.raises(RosterError, match=r"none\.yml: expected the roster of markets, was no such file"):
        load_roster(tmp_path / "none.yml")


def test_a_roster_that_is_no_yaml_is_named(tmp_path: Path) -> None:
    path = tmp_path / "broken.yml"
    path.write_text("markets: [", encoding="utf-8")
    with pytest.raises(RosterError, match=r"broken\.yml: expected YAML"):
        load_roster(path)


def test_a_roster_keeps_the_order_of_its_file() -> None:
    one = block()["markets"]["first_half_total"]
    two = {"markets": {"b": {**one, "id": "b"}, "a": {**one, "id": "a"}}}
    assert [market.id for market in Roster.model_validate(two)] == ["b", "a"]


def test_information_of_the_day_is_named_by_groups_that_are_not_of_the_evening() -> None:
    line = {"constant": 0}
    groups = ["elo", "players"]
    market = validate_roster(block(line=line, feature_groups=groups, informed=["morning", "tip_off"]))
    assert market["first_half_total"].informed == ("morning", "tip_off")
    said = message(block(line=line, feature_groups=groups, informed=["players"]))
    assert said == (
        "roster: market 'first_half_total', key 'informed': "
        "expected feature groups of later information among morning, tip_off, was 'players'"
    )
    twice = message(block(line=line, feature_groups=groups, informed=["morning", "morning"]))
    assert "key 'informed': expected each of the feature groups of later information once" in twice


def test_information_of_the_day_is_refused_where_the_line_moves_or_nothing_is_known_better() -> None:
    assert "expected 'informed' for the subject 'game' and a constant line" in message(
        block(feature_groups=["players"], informed=["morning"])
    )
    assert "expected feature groups that 'morning' holds anew, was elo" in message(
        block(line={"constant": 0}, feature_groups=["elo"], informed=["morning"])
    )


def test_a_direction_is_given_to_a_feature_of_the_market() -> None:
    assert "was moon_sum" in message(block(monotone={"moon_sum": 1}))
    roster = validate_roster(block(monotone={"elo_rating_sum": 1, "efficiency_game_pace": 1}))
    assert set(roster["first_half_total"].monotone) == {"elo_rating_sum", "efficiency_game_pace"}


def test_an_ablation_ends_with_all_groups_of_its_market() -> None:
    said = message(block(ablation={"elo": ["elo"]}))
    assert "market 'first_half_total'" in said
    assert "expected the last step of 'ablation'" in said
