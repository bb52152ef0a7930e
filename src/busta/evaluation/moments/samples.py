"""The rows that moments are measured on: one set of draws of the days of a league for all of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import pandas as pd

from busta.evaluation.bootstrap import BootstrapRules, DayDraws, Estimate, draw_days

COLUMNS = ["group", "moment", "unit", "n", "value", "low", "high"]
# Name, unit, how it is estimated, and the columns it is estimated from.
Spec: TypeAlias = "tuple[str, str, Callable[..., Estimate], *tuple[str, ...]]"


@dataclass(frozen=True)
class Moment:
    """One number of a league.

    Attributes
    ----------
    group, name : str
        Theme, and what is measured.
    unit : str
    estimate : Estimate
        Value, interval and rows.
    """

    group: str
    name: str
    unit: str
    estimate: Estimate


@dataclass(frozen=True)
class Calendar:
    """All days of a league and how often each occurs in every draw: one set of draws for all moments.

    Attributes
    ----------
    days : ndarray, shape (days,)
        Ascending, each once.
    draws : DayDraws
        One row per day.
    """

    days: np.ndarray
    draws: DayDraws


@dataclass(frozen=True)
class Sample:
    """Rows, and how they are drawn.

    Attributes
    ----------
    rows : DataFrame
        Numeric columns; a row counts for a moment where all the columns it needs are known.
    draws : DayDraws
        Of exactly these rows.
    """

    rows: pd.DataFrame
    draws: DayDraws

    def where(self, mask: pd.Series) -> Sample:
        """The rows for which the mask holds; a missing mark does not hold."""
        keep = mask.fillna(value=False).to_numpy(dtype=bool)
        return Sample(self.rows[keep], drawn_rows(self.draws, self.draws.day_of_row[keep]))


def draw_calendar(dates: Iterable[pd.Series], rules: BootstrapRules) -> Calendar:
    """Draw the days of a league once.

    Parameters
    ----------
    dates : iterable of Series
        Days of all tables; at least one day.
    rules : BootstrapRules

    Returns
    -------
    Calendar
    """
    days = np.unique(np.concatenate([each.to_numpy(dtype="datetime64[us]") for each in dates]))
    return Calendar(days, draw_days(days, rules))


def sample_days(rows: pd.DataFrame, calendar: Calendar) -> Sample:
    """Take rows as a sample that is drawn by day.

    Parameters
    ----------
    rows : DataFrame
        With ``game_date``, all of them in the calendar.
    calendar : Calendar

    Returns
    -------
    Sample
    """
    day = np.searchsorted(calendar.days, rows["game_date"].to_numpy(dtype="datetime64[us]"))
    return Sample(rows, drawn_rows(calendar.draws, day))


def sample_rows(rows: pd.DataFrame, rules: BootstrapRules) -> Sample:
    """Take rows as a sample that is drawn row by row, where no day is shared (seasons of teams).

    Parameters
    ----------
    rows : DataFrame
        At least one row.
    rules : BootstrapRules

    Returns
    -------
    Sample
    """
    return Sample(rows, draw_days(np.arange(len(rows)), rules))


def measure(group: str, sample: Sample, specs: Sequence[Spec]) -> list[Moment]:
    """Estimate one moment after the other on the same sample.

    Parameters
    ----------
    group : str
        Theme.
    sample : Sample
    specs : sequence of tuple
        Name, unit, estimator (a function of a sample and names of columns), and the names of those columns.

    Returns
    -------
    list of Moment
    """
    return [Moment(group, name, unit, of(sample, *columns)) for name, unit, of, *columns in specs]


def moment_table(moments: Iterable[Moment]) -> pd.DataFrame:
    """Put moments under each other.

    Parameters
    ----------
    moments : iterable of Moment

    Returns
    -------
    DataFrame
        One row per moment that exists on its rows: group, moment, unit, n, value, low, high.
    """
    rows = [
        (m.group, m.name, m.unit, m.estimate.n, m.estimate.value, m.estimate.low, m.estimate.high)
        for m in moments
        if m.estimate.n > 0 and not np.isnan(m.estimate.value)
    ]
    kinds = {"group": "str", "moment": "str", "unit": "str", "n": "int64"}
    numbers = dict.fromkeys(["value", "low", "high"], "float64")
    return pd.DataFrame(rows, columns=COLUMNS).astype(kinds | numbers)


def drawn_rows(draws: DayDraws, day_of_row: np.ndarray) -> DayDraws:
    """Use the same draws of days for other rows.

    Parameters
    ----------
    draws : DayDraws
    day_of_row : ndarray of int, shape (rows,)
        Position of the day of each of the other rows.

    Returns
    -------
    DayDraws
    """
    return DayDraws(weights=draws.weights, day_of_row=day_of_row, level=draws.level)
