"""The blend of model and market at the lines of players: by moment, anew every week."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from busta.probability.blending import LogitBlend
from busta.probability.choice import naming
from busta.probability.logits import Floats, logit

BLEND_COLUMNS = [
    "probability_stacked",
    "stacked_se",
    "blend_rows",
    "blend_intercept",
    "market_weight",
    "model_weight",
]


@dataclass(frozen=True)
class PropBlendRules:
    """How the blends are fitted.

    Attributes
    ----------
    min_rows : int
        Fewer decided rows of earlier weeks leave the market itself.
    ridge : float
        As in `LogitBlend.fit`.
    """

    min_rows: int
    ridge: float


@dataclass(frozen=True)
class WeekBlends:
    """The blends of one moment.

    Attributes
    ----------
    weeks : ndarray of datetime64, ascending
        Mondays from which each blend counts.
    blends : tuple of LogitBlend
        Each fitted on the rows before its Monday; the last one counts for all weeks to come.
    covariances : tuple of ndarray, shape (3, 3)
        Of intercept, market's and model's weight of each; zeros where nothing was fitted.
    """

    weeks: np.ndarray
    blends: tuple[LogitBlend, ...]
    covariances: tuple[Floats, ...]

    def numbers(self, dates: pd.Series) -> np.ndarray:
        """Which blend counts on each day; -1 before the first."""
        return np.searchsorted(self.weeks, dates.to_numpy("datetime64[s]"), side="right") - 1


@dataclass(frozen=True)
class PropStack:
    """The blends of a market.

    Attributes
    ----------
    by_moment : mapping of moment to WeekBlends
    """

    by_moment: Mapping[str, WeekBlends]

    def blend_of(self, moment: str, date: pd.Timestamp) -> LogitBlend:
        """The blend that counts at a moment of a day."""
        number = self._numbers(moment, pd.Series([date]))[0]
        return LogitBlend() if number < 0 else self.by_moment[moment].blends[number]

    def apply(self, rows: pd.DataFrame) -> pd.DataFrame:
        """Blend the rows of the market.

        Parameters
        ----------
        rows : DataFrame
            `game_date`, `moment`, `market_probability`, `probability_model`.

        Returns
        -------
        DataFrame
            On the index of `rows`: `probability_stacked`, its standard error by that of the blend (`stacked_se`, 0
            where nothing was fitted), the decided rows behind it (`blend_rows`, 0 where the market itself stands) and
            the three numbers of the blend.
        """
        made = pd.DataFrame(np.nan, index=rows.index, columns=BLEND_COLUMNS)
        for moment, of_moment in rows.groupby("moment", sort=True):
            numbers = self._numbers(str(moment), of_moment["game_date"])
            for number in np.unique(numbers):
                own = of_moment[numbers == number]
                made.loc[own.index] = self._blended(own, str(moment), int(number))
        return made.astype({"blend_rows": "int64"})

    def _blended(self, rows: pd.DataFrame, moment: str, number: int) -> Floats:
        known = self.by_moment.get(moment) if number >= 0 else None
        blend = LogitBlend() if known is None else known.blends[number]
        told = blend.predict(rows["market_probability"], rows["probability_model"])
        spread = np.zeros(len(rows))
        if known is not None:
            columns = _columns(rows)
            spread = np.sqrt(np.einsum("ri,ij,rj->r", columns, known.covariances[number], columns))
        weights = np.array([blend.rows, blend.intercept, blend.market_weight, blend.model_weight])
        numbers = np.broadcast_to(weights, (len(rows), len(weights)))
        return np.column_stack([told, told * (1 - told) * spread, numbers])

    def _numbers(self, moment: str, dates: pd.Series) -> np.ndarray:
        known = self.by_moment.get(moment)
        return np.full(len(dates), -1) if known is None else known.numbers(dates)


def fit_prop_stack(rows: pd.DataFrame, rules: PropBlendRules) -> PropStack:
    """Fit the blends of a market at every moment, forward by week.

    Parameters
    ----------
    rows : DataFrame
        Of one market: `game_date`, `moment`, `market_probability`, `probability_model`, `outcome`.
    rules : PropBlendRules

    Returns
    -------
    PropStack
        The blend of a week knows the decided rows of earlier weeks at its moment.
    """
    by_moment = rows.groupby("moment", sort=True)
    return PropStack({str(moment): _forward(own, rules, str(moment)) for moment, own in by_moment})


def _forward(rows: pd.DataFrame, rules: PropBlendRules, place: str) -> WeekBlends:
    rows = rows.assign(week=_mondays(rows["game_date"]))
    mondays = np.sort(rows["week"].unique())
    # One week more: what has been seen of the last one counts from the Monday after it.
    weeks = np.append(mondays, mondays[-1] + np.timedelta64(7, "D"))
    decided = rows[rows["outcome"].notna()]
    starts = pd.DatetimeIndex(weeks)
    blends = [
        _fit(decided[decided["week"] < week], rules, f"{place} from {week:%Y-%m-%d}") for week in starts
    ]
    spreads = [
        _covariance(decided[decided["week"] < week], blend, rules.ridge)
        for week, blend in zip(starts, blends, strict=True)
    ]
    return WeekBlends(weeks.astype("datetime64[s]"), tuple(blends), tuple(spreads))


def _mondays(dates: pd.Series) -> pd.Series:
    return dates - pd.to_timedelta(dates.dt.day_of_week, unit="D")


def _fit(earlier: pd.DataFrame, rules: PropBlendRules, name: str) -> LogitBlend:
    if len(earlier) < rules.min_rows:
        return LogitBlend()
    outcome = earlier["outcome"].to_numpy(dtype=np.float64)
    with naming(f"blend with the market for {name}"):
        return LogitBlend.fit(
            earlier["market_probability"], earlier["probability_model"], outcome, rules.ridge
        )


def _columns(rows: pd.DataFrame) -> Floats:
    market, model = (logit(rows[name]) for name in ("market_probability", "probability_model"))
    return np.column_stack([np.ones(len(rows)), market, model])


def _covariance(earlier: pd.DataFrame, blend: LogitBlend, ridge: float) -> Floats:
    # Inverse of the curvature of what the fit maximises, the pull included.
    if not blend.rows:
        return np.zeros((3, 3))
    columns = _columns(earlier)
    told = blend.predict(earlier["market_probability"], earlier["probability_model"])
    curvature = (columns * (told * (1 - told))[:, None]).T @ columns + ridge * np.eye(3)
    return np.asarray(np.linalg.inv(curvature), dtype=np.float64)
