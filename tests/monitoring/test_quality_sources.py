"""What sources refuse, miss, delay and fail at is counted."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pandas as pd
import pytest

from busta.monitoring.quality_sources import check_failures, check_freshness, check_refused, check_unmatched
from busta.params.quality import FailureRules, FreshnessRules, Known, Limits

NOW = datetime(2024, 1, 15, 12, tzinfo=UTC)
ZERO = Limits(warning=0, error=None)
FRESH = FreshnessRules(hours=24, season_begins="10-15", season_ends="06-25")
FIVE = Limits(warning=0.05, error=None)
WEEK = FailureRules(days=7, least_attempts=10)


def _logs() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "source": ["sbr_odds", "props_pra"],
            "file": ["a.xlsx", "b.csv"],
            "read": [100, 50],
            "refused": [3, 0],
        }
    )


def _refused(*rows: tuple[str, str, str, str]) -> pd.DataFrame:
    table = pd.DataFrame(list(rows), columns=["source", "column", "value", "expected"])
    return table.assign(file="a.xlsx", row=range(2, len(table) + 2))


def test_lines_that_were_refused_are_counted_by_source_and_by_what_was_expected() -> None:
    refused = _refused(
        ("sbr_odds", "Open", "1955.5", "a total from 140 to 290"),
        ("sbr_odds", "Open", "47", "a total from 145 to 290"),
        ("sbr_odds", "ML", "NL", "American odds"),
    )
    found = check_refused(_logs(), refused, 0.02, {})
    told = {(row["table"], row["column"]): (row["n"], row["n_bad"], row["severity"]) for row in found}
    assert told == {
        ("sbr_odds", ""): (100, 3, "error"),
        ("props_pra", ""): (50, 0, "info"),
        ("sbr_odds", "Open"): (100, 2, "info"),
        ("sbr_odds", "ML"): (100, 1, "info"),
    }
    (of_open,) = [str(row["sentence"]) for row in found if row["column"] == "Open"]
    assert of_open == (
        "sbr_odds: 2 cells of Open refused: expected a total from 140 to 290, was for example '1955.5' in a.xlsx."
    )


def test_a_source_has_its_own_limit_on_refused_lines() -> None:
    found = check_refused(_logs(), _refused(), 0.02, {"sbr_odds": 0.05})
    assert {row["table"]: row["severity"] for row in found} == {"sbr_odds": "info", "props_pra": "info"}


@pytest.mark.parametrize(
    ("expected", "check"),
    [
        ("one row for a moment, player, market, book and line", "duplicates"),
        ("one line-up per page and team", "duplicates"),
        ("one of the two teams, then its number", "types"),
    ],
)
def test_a_row_that_was_refused_because_it_stands_there_already_is_a_duplicate(
    expected: str, check: str
) -> None:
    refused = _refused(("props_pra", "player_name", "A", expected))
    (found,) = [row for row in check_refused(_logs(), refused, 0.02, {}) if row["column"]]
    assert found["check"] == check


def _coverage(read: int, reason: str) -> pd.DataFrame:
    rows = [("odds_feed", "rows", read, reason), ("odds_feed", "rows", 50, ""), ("other", "rows", 10, None)]
    return pd.DataFrame(rows, columns=["source", "what", "read", "reason"])


def test_rows_that_met_no_game_are_counted_and_others_are_not() -> None:
    reason = "at or after tip-off: 20; no league game of that day between these teams: 10; no player of that name: 6"
    (found,) = check_unmatched(_coverage(100, reason), Limits(warning=0.10, error=None), {})
    assert (found["table"], found["n"], found["n_bad"], found["severity"]) == (
        "odds_feed",
        150,
        16,
        "warning",
    )
    assert "no league game of that day between these teams, 10; no player of that name, 6." in str(
        found["sentence"]
    )


def test_a_source_of_which_some_rows_meet_nothing_has_its_own_limit() -> None:
    coverage = _coverage(100, "no game of that team on the day of the page: 30")
    known = {"odds_feed": Known(share=0.3, because="the page stands on idle days, too")}
    (found,) = check_unmatched(coverage, Limits(warning=0.10, error=None), known)
    assert (found["severity"], found["limit"]) == ("info", 0.3)
    assert str(found["sentence"]).endswith("Known: the page stands on idle days, too.")
    assert check_unmatched(_coverage(100, "no games known of this season: 30"), ZERO, {}) == []


def _answers(hours: float) -> pd.DataFrame:
    old, new = NOW - timedelta(hours=hours + 500), NOW - timedelta(hours=hours)
    return pd.DataFrame(
        {
            "source": ["stats_nba", "stats_nba", "odds_api"],
            "endpoint": ["a", "b", "odds"],
            "checked_at_utc": pd.to_datetime([old, new, NOW]),
        }
    )


@pytest.mark.parametrize(("hours", "severity"), [(23.9, "info"), (24.1, "warning"), (300, "warning")])
def test_a_source_that_did_not_answer_for_a_day_is_old(hours: float, severity: str) -> None:
    found = {row["table"]: row for row in check_freshness(_answers(hours), NOW, FRESH, ZERO)}
    assert found["stats_nba"]["severity"] == severity
    assert found["odds_api"]["severity"] == "info"
    if severity == "warning":
        assert "run `kedro run --env local --pipelines fetching`" in found["stats_nba"]["sentence"]


def test_nothing_is_old_in_summer_and_nothing_where_nothing_was_fetched() -> None:
    summer = datetime(2024, 8, 1, tzinfo=UTC)
    found = check_freshness(_answers(30), summer, FRESH, ZERO)
    assert {row["severity"] for row in found} == {"info"}
    assert "no season is being played" in found[0]["sentence"]
    assert check_freshness(_answers(1).head(0), NOW, FRESH, ZERO) == []


def test_a_season_within_one_year_has_its_ends_too() -> None:
    rules = FreshnessRules(hours=24, season_begins="03-01", season_ends="09-30")
    assert {row["severity"] for row in check_freshness(_answers(30), NOW, rules, ZERO)} == {"info"}


def _history(attempts: int, failed: int, days: float = 1) -> pd.DataFrame:
    moments = [NOW - timedelta(days=days), NOW - timedelta(days=30)]
    return pd.DataFrame(
        {
            "source": "stats_nba",
            "started_at_utc": moments,
            "attempts": [attempts, 100],
            "failed_attempts": [failed, 100],
        }
    )


@pytest.mark.parametrize(("failed", "severity"), [(5, "info"), (6, "warning")])
def test_more_than_one_call_in_twenty_that_fails_is_a_warning(failed: int, severity: str) -> None:
    (found,) = check_failures(_history(100, failed), NOW, WEEK, FIVE)
    assert (found["n"], found["n_bad"], found["severity"]) == (100, failed, severity)
    assert ("fetch_log.csv" in str(found["sentence"])) == (severity == "warning")


def test_of_few_calls_and_of_old_ones_no_rate_is_told() -> None:
    (found,) = check_failures(_history(4, 4), NOW, WEEK, FIVE)
    assert (found["severity"], "too few calls to judge by" in str(found["sentence"])) == ("info", True)
    assert check_failures(_history(50, 50, days=8), NOW, WEEK, FIVE) == []
    assert check_failures(pd.DataFrame(), NOW, WEEK, FIVE) == []
