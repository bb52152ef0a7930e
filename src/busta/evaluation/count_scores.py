"""How good the distributions of a count are: point, distribution, interval, and lines nobody offered."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from busta.evaluation.bootstrap import Floats
from busta.evaluation.pit import central_share, largest_pit_deviation
from busta.evaluation.reliability import expected_calibration_error
from busta.evaluation.scores import brier_rows
from busta.probability.season_distributions import SeasonDistributions

ALL = "all"
SCORE_COLUMNS = [
    "season", "n", "mae", "mae_median", "rmse", "bias", "crps", "log_score", "coverage", "coverage_central",
    "width", "pit_deviation", "synthetic_n", "synthetic_brier", "synthetic_ece",
]  # fmt: skip


@dataclass(frozen=True)
class CountScoreRules:
    """How distributions are scored.

    Attributes
    ----------
    factors : tuple of float
        Synthetic lines lie at these multiples of the mean forecast.
    bins : int
        Equal-count bins of the calibration error.
    seed : int
        Of the randomised transforms.
    """

    factors: tuple[float, ...]
    bins: int
    seed: int


def synthetic_lines(mean: Floats, factors: tuple[float, ...]) -> Floats:
    """Half lines at multiples of the mean forecast: ``floor(factor mean) + 1/2``.

    Parameters
    ----------
    mean : ndarray, shape (rows,)
    factors : tuple of float

    Returns
    -------
    ndarray, shape (factors, rows)
        A market's own line is unknown on most days; these lie where it might.
    """
    found: Floats = np.floor(np.asarray(factors)[:, None] * mean) + 0.5
    return found


def synthetic_forecasts(
    rows: pd.DataFrame, distributions: SeasonDistributions, factors: tuple[float, ...]
) -> pd.DataFrame:
    """P(over) and outcome at synthetic lines.

    Parameters
    ----------
    rows : DataFrame
        `season`, `game_date`, `mean`, `actual`.
    distributions : SeasonDistributions
    factors : tuple of float

    Returns
    -------
    DataFrame
        One row per line and row: `season`, `game_date`, `factor`, `line`, `probability_over`, `outcome`.
    """
    mean, actual = rows["mean"].to_numpy(), rows["actual"].to_numpy(dtype=np.float64)
    parts = []
    for factor, line in zip(factors, synthetic_lines(mean, factors), strict=True):
        over = distributions.over_push(rows["season"], mean, line).over
        parts.append(
            rows[["season", "game_date"]].assign(
                factor=factor, line=line, probability_over=over, outcome=(actual > line).astype(np.float64)
            )
        )
    return pd.concat(parts, ignore_index=True)


def distribution_scores(
    means: pd.DataFrame, distributions: SeasonDistributions, rules: CountScoreRules
) -> pd.DataFrame:
    """Score every season, and all seasons whose distributions were fitted together.

    Parameters
    ----------
    means : DataFrame
        `{market}.means`: `season`, `game_date`, `mean`, `actual`; rows without an actual are left out.
    distributions : SeasonDistributions
    rules : CountScoreRules

    Returns
    -------
    DataFrame
        One row per season, then `all`; columns `SCORE_COLUMNS`. `mae` and `rmse` are of the mean, `mae_median` of
        the median; `coverage` and `width` of the conformal interval, `coverage_central` of the distribution's own;
        Brier score and calibration error at synthetic lines.
    """
    rows = means[means["actual"].notna()].reset_index(drop=True)
    if rows.empty:
        return pd.DataFrame(columns=SCORE_COLUMNS)
    scored = _row_scores(rows, distributions, rules.seed)
    lines = synthetic_forecasts(rows, distributions, rules.factors)
    seasons = sorted(rows["season"].unique())
    fitted = [season for season in seasons if not distributions.for_season(season).is_default]
    groups = {season: [season] for season in seasons} | ({ALL: fitted} if fitted else {})
    records = [
        {"season": name}
        | _record(scored[scored["season"].isin(part)], distributions.level)
        | _line_record(lines[lines["season"].isin(part)], rules.bins)
        for name, part in groups.items()
    ]
    return pd.DataFrame(records, columns=SCORE_COLUMNS)


def _row_scores(rows: pd.DataFrame, distributions: SeasonDistributions, seed: int) -> pd.DataFrame:
    season, mean = rows["season"], rows["mean"].to_numpy()
    actual = rows["actual"].to_numpy(dtype=np.float64)
    low, high = distributions.interval(season, mean)
    uniform = np.random.default_rng(seed).random(len(rows))
    return pd.DataFrame(
        {
            "season": season,
            "error": actual - mean,
            "median_error": actual - distributions.quantile(season, mean, 0.5),
            "crps": distributions.crps(season, mean, actual),
            "log_score": distributions.log_score(season, mean, actual),
            "is_covered": (low <= actual) & (actual <= high),
            "width": high - low,
            "pit": distributions.pit(season, mean, actual, uniform),
        }
    )


def _record(scored: pd.DataFrame, level: float) -> dict[str, float]:
    return {
        "n": len(scored),
        "mae": scored["error"].abs().mean(),
        "mae_median": scored["median_error"].abs().mean(),
        "rmse": float(np.sqrt((scored["error"] ** 2).mean())),
        "bias": scored["error"].mean(),
        "crps": scored["crps"].mean(),
        "log_score": scored["log_score"].mean(),
        "coverage": scored["is_covered"].mean(),
        "coverage_central": central_share(scored["pit"], level),
        "width": scored["width"].mean(),
        "pit_deviation": largest_pit_deviation(scored["pit"]),
    }


def _line_record(lines: pd.DataFrame, bins: int) -> dict[str, float]:
    forecast, outcome = lines["probability_over"], lines["outcome"]
    return {
        "synthetic_n": len(lines),
        "synthetic_brier": float(brier_rows(forecast, outcome).mean()),
        "synthetic_ece": expected_calibration_error(forecast, outcome, bins),
    }
