"""The mean forecast of a player market: its learners weighed, and held to what the league did of late.

The share of every learner stands in the market's block. Beside it stand, for comparison on the same rows, shares
fitted on earlier seasons (least squares with shares from 0 up that sum to 1, ridge, lasso) and the mix with an
effect of the player himself, shrunk to none.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.optimize import nnls
from sklearn.linear_model import Lasso, Ridge

from busta.evaluation.bootstrap import EvaluationError
from busta.evaluation.training_table import KEYS
from busta.features.player_history import History

FIXED = "fixed weights"
MIX_COLUMNS = ["season", "mix", "n", "mean_absolute_error", "root_mean_squared_error", "weights"]


@dataclass(frozen=True)
class MixRules:
    """How the mean forecast is held to the league, and what stands beside it.

    Attributes
    ----------
    ratio_days
        Days before a game whose results tell how much the league does, measured by what was forecast for it.
    ratio_prior_rows
        Rows of an average forecast, met exactly, that are taken to have been seen already.
    player_decay
        Weight of a player's past per game, for his own effect.
    player_prior_rows
        The same as ``ratio_prior_rows``, for one player.
    ridge_alpha, lasso_alpha
        Penalties of the two regressions.
    """

    ratio_days: int
    ratio_prior_rows: float
    player_decay: float
    player_prior_rows: float
    ridge_alpha: float
    lasso_alpha: float


def mix_means(oof: Mapping[str, pd.DataFrame], weights: Mapping[str, float], rules: MixRules) -> pd.DataFrame:
    """Weigh the forecasts of the learners and hold them to what the league did in the days before.

    ``mean = ratio * sum(weight * mean of the learner)``; the ratio is that of what was counted to what was forecast
    over all men in the ``ratio_days`` before the day of the game.

    Parameters
    ----------
    oof
        Learner to `oof_<learner>`.
    weights
        Learner to its share.
    rules
        See there.

    Returns
    -------
    pandas.DataFrame
        `means`: one row per question of a tested game, by date: ``season, game_id, game_date, player_id, fold``, one
        ``mean_<learner>`` each, ``league_ratio``, ``mean`` (units of Y, above 0), ``actual``. As of the day before, but
        for ``actual``.
    """
    first = next(iter(oof.values()))
    for learner, member in oof.items():
        if not member[["game_id", "player_id"]].equals(first[["game_id", "player_id"]]):
            raise EvaluationError(f"Expected the same rows of every learner, was different for {learner}.")
    table = first[[*KEYS, "fold"]].assign(**{f"mean_{name}": member["mean"] for name, member in oof.items()})
    plain = sum(weight * table[f"mean_{name}"] for name, weight in weights.items())
    table = table.assign(league_ratio=1.0, mean=plain, actual=first["actual"])
    ratio = league_ratio(table, rules.ratio_days, rules.ratio_prior_rows)
    return table.assign(league_ratio=ratio, mean=table["mean"] * ratio)


def league_ratio(rows: pd.DataFrame, days: int, prior_rows: float) -> np.ndarray:
    """Ratio of what was counted to what was forecast in the days before each row's own day.

    ``(sum actual + k m) / (sum mean + k m)`` with ``m`` the mean forecast of these days and ``k`` rows taken as seen.

    Parameters
    ----------
    rows
        ``game_date, mean, actual``; rows without an actual count for neither sum.
    days
        Length of the window, ending the day before.
    prior_rows
        ``k``.

    Returns
    -------
    numpy.ndarray
        One ratio per row, 1 where nothing was seen.
    """
    known = rows["actual"].notna()
    seen = (
        rows.loc[known]
        .groupby("game_date")
        .agg(actual=("actual", "sum"), mean=("mean", "sum"), n=("mean", "size"))
    )
    at = seen.index.to_numpy()
    running = np.vstack([np.zeros(3), np.cumsum(seen[["actual", "mean", "n"]].to_numpy(dtype=float), axis=0)])
    day = rows["game_date"].to_numpy()
    first = np.searchsorted(at, day - np.timedelta64(days, "D"))
    actual, mean, n = (running[np.searchsorted(at, day)] - running[first]).T
    prior = prior_rows * np.divide(mean, n, out=np.ones(len(n)), where=n > 0)
    return np.asarray((actual + prior) / (mean + prior))


def compare_mixes(means: pd.DataFrame, weights: Mapping[str, float], rules: MixRules) -> pd.DataFrame:
    """Set the fixed shares beside shares fitted on earlier seasons, each learner alone, and player effects.

    Parameters
    ----------
    means
        As from `mix_means`.
    weights
        The fixed shares.
    rules
        See there.

    Returns
    -------
    pandas.DataFrame
        `report_mix`: one row per season with an earlier one and per mix, columns `MIX_COLUMNS`, all on the same rows
        (who played). Fitted shares know earlier seasons only; every mix is held to the league by the same ratio.
    """
    played = means[means["actual"].notna()].reset_index(drop=True)
    learners = list(weights)
    played = played.assign(effect=player_effect(played, rules.player_decay, rules.player_prior_rows))
    records = []
    for season in sorted(played["season"].unique())[1:]:
        earlier, rows = played[played["season"] < season], played[played["season"] == season]
        for name, shares in _shares(earlier, learners, weights, rules).items():
            records.append(_score(season, name, rows, _mixed(rows, learners, shares), shares, learners))
        own = _mixed(rows, learners, np.array(list(weights.values()))) * rows["effect"].to_numpy()
        fixed = np.array(list(weights.values()))
        records.append(
            _score(season, "fixed weights and the player's own effect", rows, own, fixed, learners)
        )
    return pd.DataFrame(records, columns=MIX_COLUMNS)


def player_effect(rows: pd.DataFrame, decay: float, prior_rows: float) -> np.ndarray:
    """Ratio of what a man did to what was forecast for him, in his earlier rows, shrunk to 1: partial pooling.

    Parameters
    ----------
    rows
        ``season, game_id, game_date, player_id, mean, actual`` of men who played.
    decay
        Weight of his past per game.
    prior_rows
        Rows of an average forecast, met exactly, taken as seen.

    Returns
    -------
    numpy.ndarray
        One ratio per row; rows of earlier days only.
    """
    history = History(rows, by=["player_id"])
    past = history.before(rows)
    actual, mean = (history.rows[name].to_numpy(dtype=float) for name in ("actual", "mean"))
    done, said = past.faded_total(actual, decay), past.faded_total(mean, decay)
    prior = prior_rows * rows["mean"].to_numpy(dtype=float)
    return np.asarray((done + prior) / (said + prior))


def _shares(
    earlier: pd.DataFrame, learners: Sequence[str], weights: Mapping[str, float], rules: MixRules
) -> dict[str, np.ndarray]:
    X = earlier[[f"mean_{name}" for name in learners]].to_numpy() * earlier[["league_ratio"]].to_numpy()
    y = earlier["actual"].to_numpy()
    positive, _ = nnls(X, y)
    alone = {f"{name} alone": share for name, share in zip(learners, np.eye(len(learners)), strict=True)}
    return {
        FIXED: np.array([weights[name] for name in learners]),
        "optimised weights": positive / positive.sum(),
        "ridge": Ridge(alpha=rules.ridge_alpha, fit_intercept=False).fit(X, y).coef_,
        "lasso": Lasso(alpha=rules.lasso_alpha, fit_intercept=False, positive=True).fit(X, y).coef_,
        **alone,
    }


def _mixed(rows: pd.DataFrame, learners: Sequence[str], shares: np.ndarray) -> np.ndarray:
    X = rows[[f"mean_{name}" for name in learners]].to_numpy() * rows[["league_ratio"]].to_numpy()
    return np.asarray(X @ shares)


def _score(
    season: str, name: str, rows: pd.DataFrame, mean: np.ndarray, shares: np.ndarray, learners: Sequence[str]
) -> tuple[object, ...]:
    error = rows["actual"].to_numpy() - mean
    told = ", ".join(f"{learner} {share:.3f}" for learner, share in zip(learners, shares, strict=True))
    return season, name, len(rows), np.abs(error).mean(), np.sqrt((error**2).mean()), told
