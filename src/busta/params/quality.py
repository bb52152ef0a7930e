"""Typed parameters of the checks of data quality."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

Severity = Literal["info", "warning", "error"]
SEVERITIES: tuple[Severity, ...] = ("info", "warning", "error")


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Limits(_Strict):
    """From which share on a finding is a warning or an error.

    Attributes
    ----------
    warning, error
        A larger share (0 to 1) of what was looked at is one; None: never.
    """

    warning: float | None = Field(None, ge=0, le=1)
    error: float | None = Field(None, ge=0, le=1)

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.warning is not None and self.error is not None and self.warning > self.error:
            raise ValueError(f"expected warning of at most error, was {self.warning} and {self.error}")
        return self


class AllLimits(_Strict):
    """The limits of every check.

    Attributes
    ----------
    missing
        Empty values of a column, and games without what belongs to them.
    types
        Columns that are of another type than the contract of their table says.
    ranges
        Values outside the range of what can be.
    outliers
        Values more than so many standard deviations from the mean of their season.
    duplicates
        Rows that repeat the key of another.
    sums
        Box scores that do not add up.
    unmatched
        Rows of a source that met no game or no player.
    freshness
        Sources that nobody asked for too long.
    failures
        Calls to a source that failed.
    new_columns, lost_columns, renamed_columns, changed_columns
        Files of a source whose columns are no more those of earlier files.
    """

    missing: Limits
    types: Limits
    ranges: Limits
    outliers: Limits
    duplicates: Limits
    sums: Limits
    unmatched: Limits
    freshness: Limits
    failures: Limits
    new_columns: Limits
    lost_columns: Limits
    renamed_columns: Limits
    changed_columns: Limits


class Known(_Strict):
    """A gap that is known, and why it is there: it is told, and no warning as long as it does not grow.

    Attributes
    ----------
    share
        The largest share (0 to 1) that is expected.
    because
        Why, in words.
    """

    share: float = Field(ge=0, le=1)
    because: str = Field(min_length=1)


class OutlierRules(_Strict):
    """Which values count as far away.

    Attributes
    ----------
    standard_deviations
        How far from the mean of the season.
    least_rows
        A season of fewer values is passed over.
    columns
        Table to the columns that are looked at.
    """

    standard_deviations: float = Field(gt=0)
    least_rows: int = Field(ge=2)
    columns: dict[str, list[str]]


class FreshnessRules(_Strict):
    """When what was fetched is old.

    Attributes
    ----------
    hours
        After so many hours without a call that was answered.
    season_begins, season_ends
        Month and day (``10-15``) between which anybody need ask at all.
    """

    hours: float = Field(gt=0)
    season_begins: str = Field(pattern=r"^\d\d-\d\d$")
    season_ends: str = Field(pattern=r"^\d\d-\d\d$")


class FailureRules(_Strict):
    """Which calls the failure rate counts.

    Attributes
    ----------
    days
        Calls of so many days before now.
    least_attempts
        Of fewer attempts no rate is told.
    """

    days: float = Field(gt=0)
    least_attempts: int = Field(ge=1)


class AlertRules(_Strict):
    """Whom to tell.

    Attributes
    ----------
    enabled
        Whether findings are sent to the webhook of the credentials.
    from_severity
        The least severity that is worth a message.
    most_findings
        So many findings at most stand in a message, the worst first.
    """

    enabled: bool
    from_severity: Severity
    most_findings: int = Field(ge=1)


class QualityParams(_Strict):
    """How data are checked.

    Attributes
    ----------
    stop_at
        The severity at which a run fails, after the reports were written; ``never`` is one, too.
    accept_columns
        Take changed columns of raw files for right, and remember them.
    minutes_tolerance
        The league rounds minutes of players: a team's may differ by so much from their sum.
    limits
        By check.
    known_gaps
        Table to column to the gap that is known there.
    ranges
        Table to column to the least and the largest value that can be.
    outliers, freshness, failures, alerts
        Rules of single checks.
    """

    stop_at: Literal["warning", "error", "never"]
    accept_columns: bool
    minutes_tolerance: float = Field(ge=0)
    limits: AllLimits
    known_gaps: dict[str, dict[str, Known]]
    ranges: dict[str, dict[str, tuple[float, float]]]
    outliers: OutlierRules
    freshness: FreshnessRules
    failures: FailureRules
    alerts: AlertRules
