"""The verdicts in words."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from busta.evaluation.bootstrap import Estimate
from busta.evaluation.judge import NOWHERE, Comparison, Sides
from busta.evaluation.suspicion import Suspicion
from busta.evaluation.verdicts import verdict
from tests.picks_world import judge_rules

RULES = judge_rules()
NO_SIDES = Sides(NOWHERE, NOWHERE, NOWHERE, float("nan"))


def _found(**changes: Any) -> Comparison:
    plain = Comparison(
        days=100,
        sides=NO_SIDES,
        sides_wide=NOWHERE,
        brier=Estimate(0.005, 0.003, 0.007, 900),
        coin=Estimate(-0.03, -0.04, -0.02, 900),
        area=Estimate(0.7, 0.68, 0.72, 900),
        distance=0.06,
        likeness=0.9,
    )
    return replace(plain, **changes)


def _said(found: Comparison, *reasons: Suspicion) -> tuple[str, str]:
    said = verdict(found, reasons, RULES, "120 more bets needed")
    return said.kind, said.sentence


def test_an_honest_forecast_is_behind_the_close_by_so_much() -> None:
    kind, sentence = _said(_found())
    assert kind == "behind_close"
    assert sentence == "honest, behind the close by 0.0050 [0.0030, 0.0070] of Brier score on 900 games"


def test_one_alarm_is_enough_and_a_note_is_not() -> None:
    assert _said(_found(), Suspicion("a", "b", is_alarm=True)) == ("leak", "too good: look for a leak")
    assert _said(_found(), Suspicion("a", "b", is_alarm=False))[0] == "behind_close"


def test_the_closing_line_is_named_whether_it_moves_or_says_one_half() -> None:
    assert (
        "this is the closing line (mean distance 0.0080" in _said(_found(distance=0.008, likeness=0.999))[1]
    )
    still = _found(distance=0.0, likeness=float("nan"))
    assert "this is the closing line, which is a coin at its own line" in _said(still)[1]
    assert _said(_found(distance=0.008, likeness=0.9))[0] == "behind_close"


def test_better_than_the_close_says_how_many_bets_are_needed() -> None:
    kind, sentence = _said(_found(brier=Estimate(-0.002, -0.003, -0.001, 900)))
    assert kind == "beats_close"
    assert sentence == (
        "beats the close by 0.0020 [0.0010, 0.0030] of Brier score on 900 games: 120 more bets needed"
    )


def test_a_coin_is_a_coin_and_a_bad_one_is_worse() -> None:
    coin = _found(area=Estimate(0.5, 0.48, 0.52, 900), coin=Estimate(0.0, -0.01, 0.01, 900))
    assert _said(coin)[0] == "coin"
    assert "worse" not in _said(coin)[1]
    assert "worse than saying one half" in _said(replace(coin, coin=Estimate(0.02, 0.01, 0.03, 900)))[1]


def test_what_cannot_be_told_from_the_close_is_level_with_it() -> None:
    kind, sentence = _said(_found(brier=Estimate(0.001, -0.001, 0.003, 900)))
    assert kind == "level"
    assert sentence.startswith("indistinguishable from the close")


@pytest.mark.parametrize(
    ("value", "low", "high", "kind"),
    [(0.05, 0.01, 0.09, "beats_close"), (0.0, -0.02, 0.02, "coin"), (-0.05, -0.09, -0.01, "behind_close")],
)
def test_sides_alone_are_told_by_their_wins_above_what_the_close_expects(
    value: float, low: float, high: float, kind: str
) -> None:
    above = Estimate(value, low, high, 900)
    sides = replace(NO_SIDES, above_close=above)
    assert _said(_found(brier=NOWHERE, sides=sides, sides_wide=above))[0] == kind


def test_few_games_or_none_have_no_verdict() -> None:
    assert _said(_found(days=5))[1] == "too few to say what they are: 900 games on 5 days"
    assert _said(_found(brier=Estimate(0.1, 0.1, 0.1, 3)))[0] == "nothing"
    assert "nothing to grade" in _said(_found(brier=NOWHERE))[1]
