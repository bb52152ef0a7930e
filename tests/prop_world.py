"""A few invented men, what was forecast for them and the lines they were given, for tests of reports of players."""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd

from busta.evaluation.bootstrap import BootstrapRules
from busta.evaluation.prop_baselines import BaselineRules
from busta.evaluation.prop_scores import PropScoreRules
from busta.probability.season_distributions import (
    DistributionRules,
    SeasonDistributions,
    fit_season_distributions,
)

SEASONS = ("2001-02", "2002-03", "2003-04")
FIRST = "2002-03"
DAYS, MEN = 40, 10
BOOTSTRAP = BootstrapRules(draws=100, seed=3, level=0.95)
RULES = PropScoreRules(BOOTSTRAP, bins=5, line_bins=3, factors=(0.5, 1.0, 1.5), null_draws=100)
BASELINES = BaselineRules(last_games=3, moving_weight=0.5, least_mean=0.05)
DISTRIBUTIONS = DistributionRules(
    candidates=("poisson", "negative_binomial"),
    fallback="negative_binomial",
    defaults={"negative_binomial": (0.4, 0.8), "normal": (0.7, 0.35)},
    bins=5,
    min_rows=100,
    min_rows_per_bin=20,
    judged_seasons=2,
    tie_tolerance=1.0,
    level=0.8,
    groups=2,
)


@cache
def _men() -> pd.DataFrame:
    generator = np.random.default_rng(11)
    parts = []
    for number, season in enumerate(SEASONS):
        days = pd.Timestamp(f"{season[:4]}-11-01") + pd.to_timedelta(np.arange(DAYS), unit="D")
        day, man = np.meshgrid(np.arange(DAYS), np.arange(1, MEN + 1), indexing="ij")
        mean = (2.0 + man) * generator.uniform(0.6, 1.4, man.shape)
        parts.append(
            pd.DataFrame(
                {
                    "season": season,
                    "game_id": [f"{number}{value:09d}" for value in day.ravel()],
                    "game_date": days.to_numpy()[day.ravel()].astype("datetime64[us]"),
                    "player_id": pd.array(man.ravel(), dtype="Int64"),
                    "mean": mean.ravel(),
                    "actual": generator.poisson(mean).ravel().astype(float),
                }
            )
        )
    return pd.concat(parts, ignore_index=True)


def means() -> pd.DataFrame:
    """`{market}.means`, one row per man and day: the model knows what he does on average, and nothing else is."""
    return _men().copy()


@cache
def fitted() -> SeasonDistributions:
    """`{market}.distributions` of `means`."""
    return fit_season_distributions(_men(), DISTRIBUTIONS)


def forecasts() -> pd.DataFrame:
    """`{market}.forecasts` of `means`."""
    rows = means()
    low, high = fitted().interval(rows["season"], rows["mean"].to_numpy())
    median = fitted().quantile(rows["season"], rows["mean"].to_numpy(), 0.5)
    return rows.assign(median=median, low_80=low, high_80=high)


def table() -> pd.DataFrame:
    """The columns of `{market}.training_table` that the reports read."""
    return means().drop(columns="mean")


def at_lines() -> pd.DataFrame:
    """`{market}.at_lines` of the last season: morning and close, one push, one void."""
    rows = means()
    own = rows[rows["season"] == SEASONS[-1]]
    line = np.floor(own["mean"]) + 0.5
    over = fitted().over_push(own["season"], own["mean"].to_numpy(), line.to_numpy()).over
    asked = own.assign(
        line=line,
        probability_model=over,
        market_probability=0.5 + 0.5 * (over - 0.5),
        probability_stacked=0.5 + 0.8 * (over - 0.5),
        outcome=(own["actual"] > line).astype(float),
        is_void=False,
    )
    asked.iloc[0, asked.columns.get_loc("outcome")] = np.nan
    asked.iloc[1, asked.columns.get_loc("actual")] = np.nan
    asked.iloc[1, asked.columns.get_loc("outcome")] = np.nan
    return pd.concat([asked.assign(moment=moment) for moment in ("morning", "close")], ignore_index=True)
