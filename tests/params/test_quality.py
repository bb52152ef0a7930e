"""Parameters of the checks are refused when they make no sense."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from pydantic import ValidationError

from busta.params.quality import Known, Limits, QualityParams

CONF = Path(__file__).parents[2] / "conf" / "base" / "parameters_quality.yml"


def _configured() -> dict[str, Any]:
    return dict(yaml.safe_load(CONF.read_text(encoding="utf-8"))["quality"])


def test_the_parameters_as_configured_hold_what_was_asked_for() -> None:
    params = QualityParams(**_configured())
    assert params.limits.missing.warning == 0.10
    assert params.limits.failures.warning == 0.05
    assert (params.freshness.hours, params.outliers.standard_deviations) == (24, 3)
    assert (params.stop_at, params.alerts.enabled, params.accept_columns) == ("error", False, False)


def test_a_warning_comes_before_an_error() -> None:
    with pytest.raises(ValidationError, match="expected warning of at most error"):
        Limits(warning=0.2, error=0.1)


def test_a_known_gap_has_its_reason() -> None:
    with pytest.raises(ValidationError):
        Known(share=0.1, because="")


def test_an_unknown_name_is_refused() -> None:
    with pytest.raises(ValidationError, match="freshnes"):
        QualityParams(**(_configured() | {"freshnes": {}}))
