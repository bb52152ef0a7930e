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
