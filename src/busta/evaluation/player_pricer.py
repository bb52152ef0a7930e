"""The price of a line on one player, from models that were fitted before his game."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from busta.evaluation.bootstrap import EvaluationError
from busta.learners.fold_models import FoldModels
from busta.probability.blending import LogitBlend
from busta.probability.prop_blend import PropStack
from busta.probability.season_distributions import SeasonDistributions

PRICE_COLUMNS = [
    "mean", "median", "sd", "low", "high", "line", "over", "push", "under", "probability_model",
    "market_probability", "probability_stacked",
]  # fmt: skip
_MEDIAN = 0.5


@dataclass(frozen=True)
class PricedDay:
    """What counts on the day of a game.

    Attributes
    ----------
    season
        Whose distributions are asked: they know earlier seasons only.
    game_date
        Day of the game.
    fold
        Name of the fold that tests its games: its models know earlier games only.
    league_ratio
        Of what the league did to what was forecast, in the days before.
    """

    season: str
    game_date: pd.Timestamp
    fold: str
    league_ratio: float


def priced_day(means: pd.DataFrame, game_id: str) -> PricedDay:
    """Find what counted on the day of a game.

    Parameters
    ----------
    means
        ``{market}.means``.
    game_id
        A game that a fold tests, played or not.

    Returns
    -------
    PricedDay

    Raises
    ------
    EvaluationError
        When no fold tests the game: no model was fitted before it.
    """
    rows = means.loc[means["game_id"] == game_id, ["season", "game_date", "fold", "league_ratio"]]
    if rows.empty:
        raise EvaluationError(
            f"expected a game from {means['season'].min()} on, the first season that models were fitted before, "
            f"was {game_id}"
        )
    season, date, fold, ratio = rows.iloc[0]
    return PricedDay(str(season), pd.Timestamp(date), str(fold), float(ratio))


@dataclass(frozen=True)
class PlayerPricer:
    """All that a price of one market needs, loaded once.

    Attributes
    ----------
    models
        Learner to its fitted folds, ``{market}.model_<learner>``.
    weights
        Learner to its share of the mean.
    distributions
        ``{market}.distributions``.
    stack
        ``{market}.stack``; null for a market that nobody quotes.
    moment
        Moment of the blend with the market.
    clip
        The model's probability is moved into ``[clip, 1 - clip]``.
    """

    models: Mapping[str, FoldModels]
    weights: Mapping[str, float]
    distributions: SeasonDistributions
    stack: PropStack | None
    moment: str
    clip: float

    def means(self, features: pd.DataFrame, day: PricedDay) -> np.ndarray:
        """Forecast the mean of each row, as ``{market}.means`` has it.

        Parameters
        ----------
        features
            One row per question of the day, at least the features of the market.
        day
            As from `priced_day`.

        Returns
        -------
        numpy.ndarray
            In units of the quantity, above 0.
        """
        plain = sum(
            weight * self.models[name].predict(features, day.fold).mean
            for name, weight in self.weights.items()
        )
        return np.asarray(plain) * day.league_ratio

    def price(
        self, features: pd.DataFrame, lines: ArrayLike, day: PricedDay, market_probability: ArrayLike = np.nan
    ) -> pd.DataFrame:
        """Price a line on each row.

        Parameters
        ----------
        features
            As of `means`; the same man may stand in several rows.
        lines
            L, one for each row or one for all.
        day
            As from `priced_day`.
        market_probability
            What the market says of over, without its margin; missing where nobody quotes the line.

        Returns
        -------
        pandas.DataFrame
            On the index of ``features``, columns `PRICE_COLUMNS`: ``low`` and ``high`` are the ends of the conformal
            interval, both inside; ``over``, ``push`` and ``under`` sum to 1; the three probabilities are of over among
            over and under, the stacked one null where the market says nothing.
        """
        mean = self.means(features, day)
        at = np.broadcast_to(np.asarray(lines, dtype=np.float64), mean.shape)
        market = np.broadcast_to(np.asarray(market_probability, dtype=np.float64), mean.shape)
        fitted, season = self.distributions, day.season
        found = fitted.over_push(season, mean, at)
        low, high = fitted.interval(season, mean)
        model = np.clip(found.over, self.clip, 1 - self.clip)
        decided = 1 - found.push
        columns = [
            mean, fitted.quantile(season, mean, _MEDIAN), fitted.moments(season, mean)[1], low, high, at,
            found.over * decided, found.push, (1 - found.over) * decided, model, market,
            np.where(np.isnan(market), np.nan, self._blend(day).predict(market, model)),
        ]  # fmt: skip
        return pd.DataFrame(dict(zip(PRICE_COLUMNS, columns, strict=True)), index=features.index)

    def _blend(self, day: PricedDay) -> LogitBlend:
        return LogitBlend() if self.stack is None else self.stack.blend_of(self.moment, day.game_date)
