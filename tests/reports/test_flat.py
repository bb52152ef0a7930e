from __future__ import annotations

from dataclasses import dataclass

from pydantic import BaseModel

from busta.reports.flat import flat_metrics, flat_parameters, tracked_metrics
from tests.reports.samples import document


class _Typed(BaseModel):
    depth: int = 3
    names: tuple[str, ...] = ("a", "b")


@dataclass(frozen=True)
class _Settings:
    seasons: int


def test_typed_parameters_are_opened_like_plain_ones() -> None:
    flat = flat_parameters({"modeling": _Typed(), "league": _Settings(2), "plain": {"seed": 7}})
    assert flat == {
        "league.seasons": "2",
        "modeling.depth": "3",
        "modeling.names": "('a', 'b')",
        "plain.seed": "7",
    }


def test_elements_of_a_list_are_named_by_what_they_are_about() -> None:
    gates = [{"name": "ece", "measured": 0.01, "is_passed": True, "meaning": "text"}]
    assert flat_metrics({"ats": {"gates": gates}}) == {
        "ats.gates.ece.is_passed": 1.0,
        "ats.gates.ece.measured": 0.01,
    }


def test_numbers_that_do_not_exist_are_no_metrics() -> None:
    assert flat_metrics({"a": float("nan"), "b": None, "c": [1, 2], "d": {"value": 2, "low": 1}}) == {
        "d": 2.0,
        "d.low": 1.0,
    }


def test_a_run_is_followed_by_its_pooled_scores_gates_and_ablation() -> None:
    metrics = tracked_metrics(document())
    assert {
        "moneyline.model.brier_score",
        "moneyline.market.brier_score",
        "moneyline.model.brier_score.difference",
        "moneyline.gates.brier_score.is_passed",
        "moneyline.ablation.elo",
        "moneyline.information.tip_off.informed_minus_evening",
    } <= set(metrics)
    assert not any("2001-02" in name for name in metrics)
