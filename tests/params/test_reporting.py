from __future__ import annotations

import pytest
import yaml
from pydantic import ValidationError

from busta.params.reporting import ReportingParams, Target
from tests.project import CONF


def test_the_configuration_is_as_the_reports_expect_it() -> None:
    content = yaml.safe_load((CONF / "base" / "parameters_reporting.yml").read_text(encoding="utf-8"))
    params = ReportingParams.model_validate(content["reporting"])
    asked = {(target.market, target.metric) for target in params.targets}
    assert {("moneyline", "brier_score"), ("ats", "hit_rate"), ("moneyline", "ece")} <= asked


def test_a_target_that_asks_for_nothing_is_refused() -> None:
    with pytest.raises(ValidationError, match="market 'ats': expected 'at_least' or 'at_most', was neither"):
        Target(market="ats", metric="hit_rate", context="")


def test_every_number_that_was_asked_for_is_in_the_configuration() -> None:
    content = yaml.safe_load((CONF / "base" / "parameters_reporting.yml").read_text(encoding="utf-8"))
    targets = ReportingParams.model_validate(content["reporting"]).targets
    ends = {(t.metric, t.at_least, t.at_most) for t in targets}
    assert {("brier_score", None, limit) for limit in (0.25, 0.20, 0.18)} <= ends
    assert {("hit_rate", 0.52, None), ("ece", None, 0.10), ("accuracy", 0.70, 0.85)} <= ends
    assert {("roi", 0.05, None), ("roi", 0.15, None), ("change", None, -0.03)} <= ends


@pytest.mark.parametrize("told", [{"source": "backtest"}, {"where": {"strategy": "value"}}])
def test_a_number_of_a_table_names_its_row_and_a_score_does_not(told: dict[str, object]) -> None:
    with pytest.raises(ValidationError, match="expected 'where' for a number of a backtest or of tuning"):
        Target.model_validate({"market": "ats", "metric": "roi", "at_least": 0.05, "context": "", **told})
