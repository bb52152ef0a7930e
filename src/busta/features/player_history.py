"""What was known of somebody's past games before a day: one engine for all features made of past rows.

The rows of a table (box scores of players, of teams, ...) are sorted by owner and day once. Each question (owner, day)
then knows by binary search which rows are its past: those of earlier days, never its own. Windows, sums and fading
means are taken from there, for all questions at once.

Every number depends on the rows of its own owner up to its own day alone, bit for bit: sums that run through owners
one after the other would be faster and would round differently when somebody else's later games change.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.lib.stride_tricks import sliding_window_view
from scipy.signal import lfilter

from busta.features import windows
from busta.features.windows import ratio

_DAYS = 1 << 20
_YEARS = 1 << 12
_WINDOWS = 1 << 13


class History:
    """Rows of a table, sorted by owner and day.

    Parameters
    ----------
    rows
        A table with ``season``, ``game_date``, ``game_id`` and the columns ``by``.
    by
        Columns that say whose row it is, e.g. ``["player_id"]`` or ``["player_id", "opponent_id"]``.

    Attributes
    ----------
    rows
        The table sorted by owner, ``game_date`` and ``game_id``; statistics are taken from it, in this order.
    """

    def __init__(self, rows: pd.DataFrame, by: Sequence[str]) -> None:
        self.by = list(by)
        self.rows = rows.sort_values([*self.by, "game_date", "game_id"], ignore_index=True)
        keys = _keys(self.rows, self.by)
        self._owners = keys.unique()
        self._owner = self._owners.get_indexer(keys).astype(np.int64)
        self._day_key = self._owner * _DAYS + _days(self.rows["game_date"])
        season_key = self._owner * _YEARS + _years(self.rows["season"])
        self._seasons, starts = np.unique(season_key, return_index=True)
        self._season_starts = np.append(starts, len(self.rows))
        self._first = np.searchsorted(self._owner, np.arange(len(self._owners) + 1))
        self._blocks = _blocks(self._first)
        self._totalled: tuple[np.ndarray, np.ndarray] | None = None

    def values(self, column: str) -> np.ndarray:
        """A column of `rows` as floats."""
        return self.rows[column].to_numpy(dtype=float, na_value=np.nan)

    def before(self, questions: pd.DataFrame, by: Sequence[str] | None = None) -> Past:
        """Find the past of every question.

        Parameters
        ----------
        questions
            Rows with ``season``, ``game_date`` and the columns ``by``.
        by
            Columns of the questions that name the owner, in the order of this history's; the same names if none
            are given.

        Returns
        -------
        Past
            In the order of the questions; rows of earlier days only.
        """
        keys = _keys(questions, list(by or self.by))
        owner = self._owners.get_indexer(keys).astype(np.int64)
        known = owner >= 0
        at = np.where(known, owner, 0)
        year = _years(questions["season"])
        day_key = at * _DAYS + _days(questions["game_date"])
        end = np.searchsorted(self._day_key, day_key)
        first = np.minimum(self._first[at] if len(self._owners) else end, end)
        season, previous = (
            self._season_starts[np.searchsorted(self._seasons, at * _YEARS + wanted)]
            for wanted in (year, year - 1)
        )
        # Somebody without rows has an empty past at the front of the table.
        found = (np.where(known, place, 0) for place in (first, end, season, previous))
        first, end, season, previous = found
        return Past(self, first, end, np.minimum(season, end), np.minimum(previous, end))

    def scan(self, values: np.ndarray, function: Callable[[np.ndarray], np.ndarray]) -> np.ndarray:
        """Apply a running function to the rows of every owner.

        Parameters
        ----------
        values
            One finite value per row of `rows`.
        function
            Takes an array (owners, rows of an owner in order, zeros after the last) and gives one of the same
            shape whose column ``i`` depends on the columns up to ``i`` only.

        Returns
        -------
        numpy.ndarray
            One value per row.
        """
        out = np.empty(len(values))
        for place, is_row in self._blocks:
            out[place[is_row]] = function(np.where(is_row, values[place], 0.0))[is_row]
        return out

    def running_total(self, values: np.ndarray) -> np.ndarray:
        """Sum of the known values of every owner's rows up to each row."""
        # A statistic is summed over many windows in a row: the last running total is kept.
        if self._totalled is None or self._totalled[0] is not values:
            total = self.scan(np.nan_to_num(values), lambda x: np.cumsum(x, axis=1))
            self._totalled = (values, total)
        return self._totalled[1]


@dataclass(frozen=True)
class Past:
    """The earlier rows of every question: positions in the sorted rows of a `History`.

    Attributes
    ----------
    history
        The rows.
    first, end
        Position of the owner's first row, and of the first row that is not earlier than the question's day.
    season, previous
        Position of the first row of the question's season, and of the season before it; at most ``end``.
    """

    history: History
    first: np.ndarray
    end: np.ndarray
    season: np.ndarray
    previous: np.ndarray

    @property
    def count(self) -> np.ndarray:
        """Number of earlier rows of each question."""
        return self.end - self.first

    def from_last(self, rows: int) -> np.ndarray:
        """Position of the first of the last so many rows of each question; of fewer if there are not as many."""
        return np.maximum(self.end - rows, self.first)

    def days_since_last(self, dates: pd.Series) -> np.ndarray:
        """Days from the owner's last row to each question's date; null without one."""
        days = _days(self.history.rows["game_date"]).astype(float)
        return _days(dates) - self._at_end(days)

    def last(self, values: np.ndarray) -> np.ndarray:
        """Value of the last row; null without one."""
        return self._at_end(values)

    def total(
        self, values: np.ndarray, first: np.ndarray | None = None, end: np.ndarray | None = None
    ) -> np.ndarray:
        """Sum of the known values of the rows from ``first`` (the owner's first) to before ``end`` (the day)."""
        first, end = self.first if first is None else first, self.end if end is None else end
        running = self.history.running_total(values)
        return self._before(running, end) - self._before(running, first)

    def mean(
        self, values: np.ndarray, first: np.ndarray | None = None, end: np.ndarray | None = None
    ) -> np.ndarray:
        """Mean of the known values of these rows; null where there is none."""
        first, end = self.first if first is None else first, self.end if end is None else end
        known = np.isfinite(values)
        n = (end - first) if known.all() else self.total(known.astype(float), first, end)
        return ratio(self.total(values, first, end), n)

    def previous_season_mean(self, values: np.ndarray) -> np.ndarray:
        """Mean over the season before the question's; null where there is none."""
        return self.mean(values, self.previous, self.season)

    def faded_total(self, values: np.ndarray, decay: float) -> np.ndarray:
        """Sum of the known values, the last row counting 1, the one before it ``decay``, and so on."""

        def fade(x: np.ndarray) -> np.ndarray:
            return np.asarray(lfilter([1.0], [1.0, -decay], x, axis=1))

        return np.nan_to_num(self._at_end(self.history.scan(np.nan_to_num(values), fade)))

    def faded_weight(self, values: np.ndarray, decay: float) -> np.ndarray:
        """Weight behind `faded_total`: the same sum of ones where a value is known."""
        known = np.isfinite(values)
        if not known.all():
            return self.faded_total(known.astype(float), decay)
        weights = np.cumsum(decay ** np.arange(self.count.max(initial=0)))
        return np.concatenate([[0.0], weights])[self.count]

    def ema(self, values: np.ndarray, alpha: float) -> np.ndarray:
        """Exponential moving mean: weights fall by ``1 - alpha`` a row and add up to one; null without a row."""
        return ratio(self.faded_total(values, 1 - alpha), self.faded_weight(values, 1 - alpha))

    def windows(
        self, values: np.ndarray, rows: int, function: Callable[[np.ndarray], np.ndarray]
    ) -> np.ndarray:
        """Summarise the last so many values of each question by a function of `busta.features.windows`.

        Parameters
        ----------
        values
            One value per row of the history.
        rows
            Length of the windows.
        function
            Takes an array (questions, rows), null before the first row, and gives one number a question.

        Returns
        -------
        numpy.ndarray
            One number per question.
        """
        view = sliding_window_view(np.concatenate([np.full(rows, np.nan), values]), rows)
        count, out = self.count, np.empty(len(self.end))
        # As many windows at a time as stay near the processor.
        for start in range(0, len(out), _WINDOWS):
            part = slice(start, start + _WINDOWS)
            window = view[self.end[part]]
            short = np.flatnonzero(count[part] < rows)
            is_missing = np.arange(rows) < rows - count[part][short, None]
            window[short] = np.where(is_missing, np.nan, window[short])
            out[part] = function(window)
        return out

    def median(self, values: np.ndarray, rows: int) -> np.ndarray:
        """Median of the known ones of the last so many values; null where there is none."""
        return self.windows(values, rows, windows.median)

    def std(self, values: np.ndarray, rows: int) -> np.ndarray:
        """Standard deviation (n - 1) of the last so many known values; null with fewer than two."""
        return self.windows(values, rows, windows.standard_deviation)

    def minimum(self, values: np.ndarray, rows: int) -> np.ndarray:
        """Least of the last so many known values; null where there is none."""
        return self.windows(values, rows, windows.minimum)

    def maximum(self, values: np.ndarray, rows: int) -> np.ndarray:
        """Greatest of the last so many known values; null where there is none."""
        return self.windows(values, rows, windows.maximum)

    def slope(self, values: np.ndarray, rows: int) -> np.ndarray:
        """Least-squares slope per row over the last so many known values; null with fewer than two."""
        return self.windows(values, rows, windows.slope)

    def weighted_mean(self, values: np.ndarray, rows: int) -> np.ndarray:
        """Mean of the last so many known values, the latest weighing ``rows``, the one before ``rows - 1``, ..."""
        return self.windows(values, rows, windows.weighted_mean)

    def _at_end(self, values: np.ndarray) -> np.ndarray:
        padded = np.concatenate([[np.nan], values])
        return np.where(self.count > 0, padded[self.end], np.nan)

    def _before(self, running: np.ndarray, end: np.ndarray) -> np.ndarray:
        padded = np.concatenate([[0.0], running])
        return np.where(end > self.first, padded[end], 0.0)


def _keys(rows: pd.DataFrame, by: list[str]) -> pd.Index:
    return pd.Index(rows[by[0]]) if len(by) == 1 else pd.MultiIndex.from_frame(rows[by])


def _days(dates: pd.Series) -> np.ndarray:
    return dates.to_numpy().astype("datetime64[D]").astype(np.int64)


def _years(seasons: pd.Series) -> np.ndarray:
    codes, names = pd.factorize(seasons)
    return np.asarray(names.str[:4], dtype=np.int64)[codes] if len(names) else codes.astype(np.int64)


def _blocks(first: np.ndarray) -> list[tuple[np.ndarray, np.ndarray]]:
    # Owners with about as many rows as each other become one array: at most half of it is padding.
    lengths = np.diff(first)
    sizes = np.ceil(np.log2(np.maximum(lengths, 1))).astype(int)
    blocks = []
    for size in np.unique(sizes):
        owners = np.flatnonzero((sizes == size) & (lengths > 0))
        columns = np.arange(lengths[owners].max(initial=0))
        is_row = columns < lengths[owners][:, None]
        blocks.append((np.where(is_row, first[owners][:, None] + columns, 0), is_row))
    return blocks
