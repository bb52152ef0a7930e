"""Typed parameters of ingestion."""

from __future__ import annotations

import pytest
import yaml
from pydantic import ValidationError

from busta.params.ingestion import DataParams, IngestionParams


def _given(**changes: object) -> dict[str, object]:
    return {
        "career_margin_days": 1,
        "page_horizon_days": 1,
        "report_delay_minutes": 15,
        "longest_text": {"title": 100, "article": 1000, "tweet": 200},
        "max_refused_share": {"default": 0.02},
        **changes,
    }


def test_the_parameters_of_the_project_are_valid(repository) -> None:
    given = yaml.safe_load((repository / "conf" / "base" / "parameters_ingestion.yml").read_text())
    ingestion = IngestionParams(**given["ingestion"])
    assert ingestion.max_refused_share.default == 0.02
    assert DataParams(**given["data"]).fabricated is False


@pytest.mark.parametrize(
    ("key", "value"),
    [("page_horizon_days", -1), ("max_refused_share", {"default": 2}), ("max_refused", 1)],
)
def test_a_wrong_or_unknown_parameter_is_named(key: str, value: object) -> None:
    with pytest.raises(ValidationError, match=key):
        IngestionParams(**_given(**{key: value}))


def test_sources_have_limits_of_their_own() -> None:
    limits = IngestionParams(
        **_given(max_refused_share={"default": 0, "by_source": {"odds": 1}})
    ).max_refused_share
    assert limits.by_source == {"odds": 1}
