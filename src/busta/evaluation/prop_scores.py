"""How good the forecasts of a player market are on everybody who played, beside forecasters without a model.

Point, distribution, and lines that nobody offered, each on the same rows; intervals by day, differences paired.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from busta.evaluation.bootstrap import BootstrapRules, DayDraws, EvaluationError, Floats, draw_days
from busta.evaluation.count_scores import synthetic_lines
from busta.evaluation.metrics import MetricDraws, calibration_error
from busta.evaluation.pit import largest_pit_deviation
from busta.evaluation.score_table import POOLED
from busta.evaluation.scores import accuracy_rows, brier_rows
from busta.probability.season_distributions import SeasonDistributions

PLAYED, SYNTHETIC = "played", "synthetic"
MODEL, MAJORITY = "model", "majority"
PROP_SCORE_COLUMNS = [
    "part", "season", "forecaster", "metric", "n", "value", "low", "high", "reference", "difference",
    "difference_low", "difference_high", "null_high",
]  # fmt: skip


@dataclass(frozen=True)
class PropScoreRules:
    """How the forecasts of a player market are scored.

    Attributes
    ----------
    bootstrap : BootstrapRules
        By day.
    bins : int
        Equal-count bins of calibration errors and curves, at synthetic lines.
    line_bins : int
        The same at real lines, of which there are few.
    factors : tuple of float
        Synthetic lines lie at these multiples of the model's mean, the same lines for every forecaster.
    null_draws : int
        Draws of the band in which a calibrated forecaster lies at real lines.
    """

    bootstrap: BootstrapRules
    bins: int
    line_bins: int
    factors: tuple[float, ...]
    null_draws: int


@dataclass(frozen=True)
class PropForecaster:
    """A mean of every row, and distributions around it.

    Attributes
    ----------
    mean : ndarray, shape (rows,)
        As a point forecast, in units of the quantity.
    distributions : SeasonDistributions
    least_mean : float
        Smallest mean that a distribution is asked for.
    """

    mean: Floats
    distributions: SeasonDistributions
    least_mean: float = 0.0

    @property
    def centre(self) -> Floats:
        """The means that distributions are asked for."""
        return np.maximum(self.mean, self.least_mean)


@dataclass(frozen=True)
class PlayedScores:
    """What was said of every row by one forecaster.

    Attributes
    ----------
    rows : DataFrame
        One column for each score of a row.
    pit : ndarray, shape (rows,)
    over : ndarray, shape (factors, rows)
        P(over) at the synthetic lines.
    """

    rows: pd.DataFrame
    pit: Floats
    over: Floats


def published_rows(forecasts: pd.DataFrame, baselines: pd.DataFrame, first_season: str) -> pd.DataFrame:
    """Put the baselines beside the forecasts of everybody who played in the reported seasons.

    Parameters
    ----------
    forecasts : DataFrame
        `{market}.forecasts`.
    baselines : DataFrame
        From `busta.evaluation.prop_baselines.baseline_means`.
    first_season : str
        First season that is reported; every later one that there is follows by itself.

    Returns
    -------
    DataFrame
        One row per man who played, in the order of `forecasts`.

    Raises
    ------
    EvaluationError
        When nobody played in these seasons.
    """
    chosen = forecasts[forecasts["actual"].notna() & (forecasts["season"] >= first_season)]
    if chosen.empty:
        raise EvaluationError(f"Expected forecasts of men who played in {first_season} or later, were none.")
    return chosen.merge(baselines, on=["game_id", "player_id"], how="left", validate="one_to_one")


def say(
    rows: pd.DataFrame, forecasters: Mapping[str, PropForecaster], factors: tuple[float, ...], seed: int
) -> dict[str, PlayedScores]:
    """Score every row of every forecaster.

    Parameters
    ----------
    rows : DataFrame
        From `published_rows`.
    forecasters : mapping of name to PropForecaster
        The one named `model` sets the synthetic lines.
    factors : tuple of float
    seed : int
        Of the randomised transforms, the same for all.

    Returns
    -------
    dict
        Name to what it said.
    """
    lines = synthetic_lines(forecasters[MODEL].centre, factors)
    uniform = np.random.default_rng(seed).random(len(rows))
    said = {name: _said(rows, one, lines, uniform) for name, one in forecasters.items()}
    model = said[MODEL]
    return said | {MODEL: PlayedScores(model.rows.assign(**_described(rows)), model.pit, model.over)}


def score_played(
    rows: pd.DataFrame, said: Mapping[str, PlayedScores], lines: Floats, rules: PropScoreRules
) -> pd.DataFrame:
    """Score all forecasters on the same rows, season by season and together.

    Parameters
    ----------
    rows : DataFrame
        From `published_rows`.
    said : mapping
        From `say`.
    lines : ndarray, shape (factors, rows)
        The synthetic lines.
    rules : PropScoreRules

    Returns
    -------
    DataFrame
        One row per part (`played`, `synthetic`), season (`all` for all together), forecaster and metric, columns
        `PROP_SCORE_COLUMNS`. Differences are the forecaster's minus the model's: above 0 the model is better where
        less is better. `mae` and `rmse` are of the mean, `mae_median` of the median, `coverage` of the conformal
        interval, `bias` is what happened minus what was said. The majority at a synthetic line is the side that came
        more often at that multiple, known in hindsight.
    """
    outcome = (rows["actual"].to_numpy(dtype=np.float64) > lines).astype(np.float64)
    season = rows["season"].to_numpy()
    parts = []
    for name in [*sorted(set(season)), POOLED]:
        chosen = np.flatnonzero((season == name) | (name == POOLED))
        days = draw_days(rows["game_date"].to_numpy()[chosen], rules.bootstrap)
        played = {one: _point_draws(scores, chosen, days) for one, scores in said.items()}
        at_lines = {one: _line_draws(s.over, outcome, chosen, days, rules) for one, s in said.items()}
        at_lines[MAJORITY] = _majority_draws(outcome[:, chosen], days)
        parts += [score_records(PLAYED, name, played, MODEL, days)]
        parts += [score_records(SYNTHETIC, name, at_lines, MODEL, days)]
    return pd.concat(parts, ignore_index=True)


def score_records(
    part: str,
    season: str,
    measured: Mapping[str, Mapping[str, MetricDraws]],
    reference: str,
    days: DayDraws,
    null_high: Mapping[str, float] | None = None,
) -> pd.DataFrame:
    """List what was measured, each beside the reference in the same draws.

    Parameters
    ----------
    part, season, reference : str
        Written into the rows; the reference is one of the forecasters, or not there.
    measured : mapping
        Forecaster to metric to its draws.
    days : DayDraws
    null_high : mapping, optional
        Forecaster to the upper end of the band of its calibration error.

    Returns
    -------
    DataFrame
        Columns `PROP_SCORE_COLUMNS`.
    """
    rows = list(_records(measured, reference, days, null_high or {}))
    return pd.DataFrame(rows, columns=PROP_SCORE_COLUMNS[2:]).assign(part=part, season=season)[
        PROP_SCORE_COLUMNS
    ]


def mean_draws(columns: pd.DataFrame, days: DayDraws) -> dict[str, MetricDraws]:
    """Mean of every column on the rows and in every draw."""
    values = columns.to_numpy(dtype=np.float64)
    sums = days.sums(np.column_stack([values, np.ones(len(values))]))
    draws = sums[:, :-1] / sums[:, -1:]
    means = values.mean(axis=0)
    return {
        str(name): MetricDraws(float(means[k]), draws[:, k], len(values))
        for k, name in enumerate(columns.columns)
    }


def _said(rows: pd.DataFrame, forecaster: PropForecaster, lines: Floats, uniform: Floats) -> PlayedScores:
    season, mean, spread = rows["season"], forecaster.centre, forecaster.distributions
    actual = rows["actual"].to_numpy(dtype=np.float64)
    error = actual - forecaster.mean
    scores = {
        "mae": np.abs(error),
        "rmse": error**2,
        "bias": error,
        "crps": spread.crps(season, mean, actual),
        "log_score": spread.log_score(season, mean, actual),
    }
    over = np.stack([spread.over_push(season, mean, line).over for line in lines])
    return PlayedScores(pd.DataFrame(scores), spread.pit(season, mean, actual, uniform), over)


def _described(rows: pd.DataFrame) -> dict[str, Floats]:
    actual = rows["actual"].to_numpy(dtype=np.float64)
    low, high = (
        rows[next(name for name in rows.columns if name.startswith(end))].to_numpy(dtype=np.float64)
        for end in ("low_", "high_")
    )
    return {
        "mae_median": np.abs(actual - rows["median"].to_numpy(dtype=np.float64)),
        "coverage": ((low <= actual) & (actual <= high)).astype(np.float64),
        "width": high - low,
    }


def _point_draws(scores: PlayedScores, chosen: np.ndarray, days: DayDraws) -> dict[str, MetricDraws]:
    found = mean_draws(scores.rows.iloc[chosen], days)
    square = found["rmse"]
    found["rmse"] = MetricDraws(float(np.sqrt(square.value)), np.sqrt(square.draws), square.n)
    deviation = largest_pit_deviation(scores.pit[chosen])
    # Chance alone moves the largest of ten shares one way only: no interval of it would be honest.
    return found | {"pit_deviation": _without_draws(deviation, len(chosen), days)}


def _line_draws(
    over: Floats, outcome: Floats, chosen: np.ndarray, days: DayDraws, rules: PropScoreRules
) -> dict[str, MetricDraws]:
    p, y = over[:, chosen], outcome[:, chosen]
    found = mean_draws(_line_rows(p, y), days)
    every = DayDraws(days.weights, np.tile(days.day_of_row, len(p)), days.level)
    return found | {"ece": calibration_error(p.ravel(), y.ravel(), every, rules.bins)}


def _majority_draws(outcome: Floats, days: DayDraws) -> dict[str, MetricDraws]:
    shares = np.broadcast_to(outcome.mean(axis=1, keepdims=True), outcome.shape)
    return mean_draws(_line_rows(shares, outcome), days)


def _line_rows(over: Floats, outcome: Floats) -> pd.DataFrame:
    p, y = over.ravel(), outcome.ravel()
    return pd.DataFrame(
        {
            "brier_score": brier_rows(p, y).reshape(over.shape).mean(axis=0),
            "accuracy": accuracy_rows(p, y).reshape(over.shape).mean(axis=0),
        }
    )


def _without_draws(value: float, n: int, days: DayDraws) -> MetricDraws:
    return MetricDraws(value, np.full(len(days.weights), np.nan), n)


def _records(
    measured: Mapping[str, Mapping[str, MetricDraws]],
    reference: str,
    days: DayDraws,
    null_high: Mapping[str, float],
) -> Iterator[dict[str, Any]]:
    for forecaster, metrics in measured.items():
        for metric, draws in metrics.items():
            found = draws.estimate(days)
            record: dict[str, Any] = {"forecaster": forecaster, "metric": metric, "n": found.n}
            record |= {"value": found.value, "low": found.low, "high": found.high, "reference": None}
            other = measured.get(reference, {}).get(metric)
            if other is not None and forecaster != reference:
                gap = draws.minus(other, days)
                record |= {"reference": reference, "difference": gap.value}
                record |= {"difference_low": gap.low, "difference_high": gap.high}
            if metric == "ece" and forecaster in null_high:
                record["null_high"] = null_high[forecaster]
            yield record
