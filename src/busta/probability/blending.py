"""Putting forecasters together in log-odds: the mean of learners, and the blend with the market."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from busta.probability.choice import CalibratorRules, SeasonCalibrators, fit_season_calibrators, naming
from busta.probability.logistic import fit_logistic
from busta.probability.logits import Floats, ProbabilityError, as_outcomes, from_logit, logit


def logit_mean(probabilities: ArrayLike) -> Floats:
    """Forecast whose log-odds are the mean of the members' log-odds.

    Parameters
    ----------
    probabilities : array-like, shape (rows, members)
        Strictly inside (0, 1).

    Returns
    -------
    ndarray of float, shape (rows,)

    Raises
    ------
    ProbabilityError
        When there is no member, or a probability is missing or certain.
    """
    columns = np.asarray(probabilities, dtype=np.float64)
    if columns.ndim != 2 or columns.shape[1] == 0:
        raise ProbabilityError(f"Expected rows of at least one member, was shape {columns.shape}.")
    # Summed member by member, so that a row does not depend on how many rows stand beside it.
    total = sum(logit(columns[:, member], "member's probability") for member in range(columns.shape[1]))
    return from_logit(np.asarray(total) / columns.shape[1])


@dataclass(frozen=True)
class LogitBlend:
    """``logit(q) = intercept + market_weight * logit(market) + model_weight * logit(model)``.

    The default is the market itself: what is believed before anything has been seen.
    """

    intercept: float = 0.0
    market_weight: float = 1.0
    model_weight: float = 0.0
    rows: int = 0

    @classmethod
    def fit(cls, market: ArrayLike, model: ArrayLike, outcome: ArrayLike, ridge: float) -> LogitBlend:
        """Maximum likelihood, pulled towards the market alone by ``ridge / 2 * |b - (0, 1, 0)|^2``.

        The model's weight is never below 0: that a forecast is right where it says the opposite is not believed.

        Parameters
        ----------
        market, model : array-like, shape (rows,)
            Strictly inside (0, 1).
        outcome : array-like, shape (rows,)
            0 or 1.
        ridge : float
            Above 0: without a pull, a market that always says one half leaves its weight undecided. It is one over
            the square of how far from the market alone the weights are expected to be.

        Returns
        -------
        LogitBlend

        Raises
        ------
        ProbabilityError
            When a value is missing or out of range, or the ridge is not above 0.
        """
        if not ridge > 0:
            raise ProbabilityError(f"Expected a ridge above 0, was {ridge}.")
        x_market, x_model = logit(market, "market probability"), logit(model, "model probability")
        y = as_outcomes(outcome, len(x_market))
        prior = np.array([cls.intercept, cls.market_weight, cls.model_weight])
        columns = np.column_stack([np.ones_like(x_market), x_market, x_model])
        intercept, on_market, on_model = fit_logistic(columns, y, prior=prior, ridge=ridge)
        if on_model < 0:
            intercept, on_market = fit_logistic(columns[:, :2], y, prior=prior[:2], ridge=ridge)
            on_model = 0.0
        return cls(float(intercept), float(on_market), float(on_model), len(y))

    def predict(self, market: ArrayLike, model: ArrayLike) -> Floats:
        """The blend where there is a market probability, the model alone where it is missing."""
        quoted = np.asarray(market, dtype=np.float64)
        alone = np.asarray(model, dtype=np.float64)
        is_quoted = ~np.isnan(quoted)
        x_market = logit(np.where(is_quoted, quoted, 0.5), "market probability")
        blended = self.intercept + self.market_weight * x_market + self.model_weight * logit(alone)
        return np.where(is_quoted, from_logit(blended), alone)


@dataclass(frozen=True)
class BlendRules:
    """How the members are put together.

    Attributes
    ----------
    recalibration : CalibratorRules
        Of the mean of the members; the candidate `none` leaves it as it is.
    min_rows : int
        Fewer quoted and decided rows than this in earlier seasons leave the blend at the market itself.
    ridge : float
        As in `LogitBlend.fit`.
    """

    recalibration: CalibratorRules
    min_rows: int
    ridge: float


@dataclass(frozen=True)
class Stack:
    """All that is needed to make one probability of the members', for any season.

    Attributes
    ----------
    members : tuple of str
        Learners, in order.
    recalibration : SeasonCalibrators
        Of the members' mean.
    blends : mapping of season to LogitBlend
        Each fitted on earlier seasons.
    latest : LogitBlend
        For seasons after all of them.
    """

    members: tuple[str, ...]
    recalibration: SeasonCalibrators
    blends: Mapping[str, LogitBlend]
    latest: LogitBlend

    def apply(self, table: pd.DataFrame) -> pd.DataFrame:
        """Probabilities without and with the market.

        Parameters
        ----------
        table : DataFrame
            One row per forecast: `season`, `market_probability` (null where there is no quote) and one column
            per member, named as the member.

        Returns
        -------
        DataFrame
            `probability_model` and `probability_stacked`, on the index of `table`.

        Raises
        ------
        ProbabilityError
            When a member's column is absent, missing a value, or certain.
        """
        absent = [name for name in self.members if name not in table]
        if absent:
            raise ProbabilityError(f"Expected a column for each member of {self.members}, lacks {absent}.")
        mean = logit_mean(table[list(self.members)].to_numpy())
        model = self.recalibration.apply(mean, table["season"])["probability_calibrated"]
        stacked = pd.Series(np.nan, index=table.index)
        for season, rows in table.groupby("season", sort=True).groups.items():
            blend = self.blends.get(str(season), self.latest)
            stacked[rows] = blend.predict(table.loc[rows, "market_probability"], model[rows])
        return pd.DataFrame({"probability_model": model, "probability_stacked": stacked}, index=table.index)


def fit_stack(table: pd.DataFrame, members: tuple[str, ...], rules: BlendRules) -> Stack:
    """Fit the recalibration of the mean and the blend with the market, forward in time.

    Parameters
    ----------
    table : DataFrame
        One row per out-of-fold forecast, unique index: `season`, `game_date`, `outcome`,
        `market_probability`, one column per member, and `is_calibrated`. Rows whose members were not
        calibrated (no earlier season) are not fitted on: an unshrunk edge would teach the wrong weight.
    members : tuple of str
    rules : BlendRules

    Returns
    -------
    Stack
        For each season, what the seasons before it gave.

    Raises
    ------
    ProbabilityError
        When a value is missing or out of range, or nothing can be fitted; the sentence names members and season.
    """
    together = ", ".join(members)
    # So named for the errors of its fits.
    column = f"mean of {together}"
    mean = logit_mean(table[list(members)].to_numpy())
    usable = table.assign(outcome=table["outcome"].where(table["is_calibrated"]))
    usable[column] = mean
    recalibration = fit_season_calibrators(usable, column, rules.recalibration)
    model = recalibration.apply(mean, table["season"])["probability_calibrated"]
    seen = usable.assign(model=model)
    seen = seen[seen["outcome"].notna() & seen["market_probability"].notna()]
    seasons = sorted(table["season"].unique())
    name = f"blend of {together} with the market for the season"
    blends = {
        season: _fit_blend(seen[seen["season"] < season], rules, f"{name} {season}") for season in seasons
    }
    return Stack(members, recalibration, blends, _fit_blend(seen, rules, f"{name} to come"))


def _fit_blend(earlier: pd.DataFrame, rules: BlendRules, name: str) -> LogitBlend:
    if len(earlier) < rules.min_rows:
        return LogitBlend()
    outcome = earlier["outcome"].to_numpy(dtype=np.float64)
    with naming(name):
        return LogitBlend.fit(earlier["market_probability"], earlier["model"], outcome, rules.ridge)
