"""One table for all checks, and the gate behind it."""

from __future__ import annotations

import math

import pytest

from busta.monitoring.quality_table import (
    QUALITY_TYPES,
    DataQualityError,
    at_least,
    join_tables,
    measured,
    percent,
    quality_table,
    require_quality,
    told_count,
)
from busta.params.quality import Limits

LIMITS = Limits(warning=0.1, error=0.5)


def _row(bad: int, limits: Limits = LIMITS, check: str = "missing") -> dict[str, object]:
    return measured(check, "games", "points", (10, bad), limits, f"{bad} are bad.")


@pytest.mark.parametrize(
    ("bad", "severity", "limit"), [(0, "info", 0.1), (1, "info", 0.1), (2, "warning", 0.1), (6, "error", 0.5)]
)
def test_a_share_beyond_a_limit_is_a_warning_or_an_error(bad: int, severity: str, limit: float) -> None:
    row = _row(bad)
    assert (row["severity"], row["limit"], row["share"]) == (severity, limit, bad / 10)
    assert row["is_breached"] == (severity != "info")


def test_a_limit_that_is_not_set_is_never_breached() -> None:
    row = _row(10, Limits(warning=None, error=None))
    assert (row["severity"], math.isnan(float(str(row["limit"])))) == ("info", True)
    assert _row(10, Limits(warning=None, error=0.2))["severity"] == "error"
    assert _row(1, Limits(warning=None, error=0.2))["limit"] == 0.2


def test_nothing_looked_at_is_nothing_bad() -> None:
    assert measured("sums", "games", "", (0, 0), Limits(warning=0, error=0), "none")["severity"] == "info"


def test_the_worst_finding_stands_first() -> None:
    table = join_tables(quality_table([_row(0), _row(6)]), quality_table([_row(2), _row(2, check="dates")]))
    assert table["severity"].tolist() == ["error", "warning", "warning", "info"]
    assert table["check"].tolist() == ["missing", "dates", "missing", "missing"]
    assert {name: str(kind) for name, kind in table.dtypes.items()} == QUALITY_TYPES


def test_no_findings_are_a_table_too() -> None:
    table = join_tables(quality_table([]))
    assert {name: str(kind) for name, kind in table.dtypes.items()} == QUALITY_TYPES
    require_quality(table, "warning")


@pytest.mark.parametrize(("stop_at", "stopped"), [("error", 1), ("warning", 2), ("never", 0), ("info", 3)])
def test_the_severity_decides_whether_the_run_goes_on(stop_at: str, stopped: int) -> None:
    table = join_tables(quality_table([_row(0), _row(2), _row(6)]))
    assert len(at_least(table, stop_at)) == stopped
    if not stopped:
        require_quality(table, stop_at)
        return
    with pytest.raises(DataQualityError, match=rf"was {stopped}:\n- 6 are bad\.") as error:
        require_quality(table, stop_at)
    assert str(error.value).count("\n- ") == stopped
    assert "08_reporting/data_quality.html" in str(error.value)


def test_warnings_alone_stop_no_run_that_stops_at_errors() -> None:
    require_quality(join_tables(quality_table([_row(2), _row(0)])), "error")


def test_shares_are_told_with_what_they_need() -> None:
    shares = [percent(share) for share in (0.0, 0.00001, 0.0021, 0.1, 1.0)]
    assert shares == ["0.00 %", "under .01 %", "0.21 %", "10.0 %", "100.0 %"]
    assert told_count(1330, 12836) == "1,330 of 12,836 (10.4 %)"
    assert told_count(0, 0) == "0 of 0 (0.00 %)"
