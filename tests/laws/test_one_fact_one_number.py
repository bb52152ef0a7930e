"""A fact that two rooms have to be told stands twice in the configuration, with the same number."""

from __future__ import annotations

import pandas as pd
import pytest

from tests.laws.project_run import parameters


@pytest.mark.parametrize("environment", ["local", "demo", "test"])
def test_the_morning_ends_at_one_hour_for_odds_and_for_line_ups(environment: str) -> None:
    given = parameters(environment)
    of_odds = pd.Timedelta(f"{given['odds']['morning_until']}:00")
    of_line_ups = pd.Timedelta(hours=given["features"]["availability"]["morning_hour"])
    assert of_odds == of_line_ups
