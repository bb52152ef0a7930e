"""A market about players with models that are known by hand, for tests of prices."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from busta.evaluation.player_pricer import PlayerPricer, PricedDay
from busta.learners.base import Forecast
from busta.learners.fold_models import FoldModels
from busta.probability.conformal import ConformalThresholds
from busta.probability.count_families import NegativeBinomial
from busta.probability.prop_blend import PropBlendRules, PropStack, fit_prop_stack
from busta.probability.season_distributions import DistributionChoice, SeasonDistributions

CHOICE = DistributionChoice(NegativeBinomial(1.5, 0.1), 0, {}, 0, ConformalThresholds.of([], [], 0.8, 1))
FITTED = SeasonDistributions({"2015-16": CHOICE}, CHOICE, 0.8)
DAY = PricedDay("2015-16", pd.Timestamp("2016-01-06"), "2015-16", 1.1)


@dataclass(frozen=True)
class Times:
    """Forecasts so many times the feature `form`."""

    factor: float

    def predict(self, features: pd.DataFrame) -> Forecast:
        """Forecast each row."""
        return Forecast.normal(self.factor * features["form"].to_numpy(dtype=np.float64), 1.0)


def fold_models(factor: float, fold: str = "2015-16") -> FoldModels:
    """Models of one fold; `form` is their one feature."""
    return FoldModels("points", "times", ("form",), {fold: Times(factor)}, {})


def stack() -> PropStack:
    """A blend that counts from Monday, 4 January 2016, fitted on the week before it."""
    rng = np.random.default_rng(7)
    market, model = rng.uniform(0.3, 0.7, (2, 500))
    outcome = (rng.uniform(size=500) < (market + model) / 2).astype(float)
    rows = pd.DataFrame(
        {"market_probability": market, "probability_model": model, "outcome": outcome, "moment": "morning"}
    )
    week = rows.assign(game_date=pd.Timestamp("2015-12-30"))
    return fit_prop_stack(week, PropBlendRules(min_rows=100, ridge=1.0))


def pricer(blends: PropStack | None = None) -> PlayerPricer:
    """Two learners, one of them twice as sure of the man: mean = (.5 form + .5 * 2 form) * ratio."""
    models = {"low": fold_models(1.0), "high": fold_models(2.0)}
    return PlayerPricer(models, {"low": 0.5, "high": 0.5}, FITTED, blends, "morning", 1e-6)


def form(*values: float) -> pd.DataFrame:
    """Features of so many men."""
    return pd.DataFrame({"form": values})
