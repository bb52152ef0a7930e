from __future__ import annotations

import pytest

from busta.params.reporting import Target
from busta.reports.targets import target_rows


def _document(metric: str, value: float | None, low: float | None, high: float | None) -> dict[str, object]:
    score = {"value": value, "low": low, "high": high}
    close = {"value": 0.66, "low": 0.65, "high": 0.67}
    return {"markets": {"moneyline": {"scores": {"model": {metric: score}, "market": {metric: close}}}}}


def _target(metric: str = "accuracy", **bounds: float) -> Target:
    return Target(market="moneyline", metric=metric, context="Context.", **bounds)


@pytest.mark.parametrize(
    ("value", "low", "high", "verdict"),
    [
        (0.72, 0.71, 0.73, "Reached. The closing line does not reach it."),
        (0.72, 0.69, 0.75, "Reached on these games, not beyond chance."),
        (0.64, 0.63, 0.65, "Not reached."),
        (None, None, None, "Not measurable on these games."),
    ],
)
def test_reached_means_with_the_whole_interval(
    value: float | None, low: float | None, high: float | None, verdict: str
) -> None:
    rows = target_rows(_document("accuracy", value, low, high), [_target(at_least=0.70, at_most=0.85)])
    assert rows[0][1] == "accuracy 70.0 % to 85.0 %"
    assert rows[0][4].startswith(verdict)
    assert rows[0][4].endswith("Context.")


def test_one_sided_targets_say_their_side() -> None:
    document = _document("brier_score", 0.2, 0.19, 0.21)
    at_most = target_rows(document, [_target("brier_score", at_most=0.25)])
    at_least = target_rows(document, [_target("brier_score", at_least=0.1)])
    assert at_most[0][1] == "Brier score at most 0.2500"
    assert at_least[0][1] == "Brier score at least 0.1000"


def test_a_calibration_error_is_told_with_what_chance_gives() -> None:
    document = _document("ece", 0.02, 0.01, 0.03)
    document["markets"]["moneyline"]["scores"]["model"]["ece"] |= {"null_low": 0.01, "null_high": 0.024}
    document["markets"]["moneyline"]["scores"].pop("market")
    (row,) = target_rows(document, [_target("ece", at_most=0.1)])
    assert row[3] == "–"
    assert "Chance alone gives 0.0100 to 0.0240." in row[4]


def test_a_target_of_a_market_without_scores_is_passed_over() -> None:
    assert target_rows({"markets": {}}, [_target(at_least=0.5)]) == []
