"""How good the probabilities of a player market are at real lines, beside the market's own on the same rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pandas as pd

from busta.evaluation.bootstrap import BootstrapRules, DayDraws, Estimate, Floats, draw_days, ratio_estimate
from busta.evaluation.metrics import MetricDraws, calibration_error
from busta.evaluation.prop_scores import (
    MAJORITY,
    MODEL,
    PROP_SCORE_COLUMNS,
    PropScoreRules,
    mean_draws,
    score_records,
)
from busta.evaluation.reliability import calibration_error_null_band
from busta.evaluation.score_table import POOLED
from busta.evaluation.scores import accuracy_rows, brier_rows, log_loss_rows
from busta.probability.season_distributions import SeasonDistributions

MARKET, BLEND = "market", "blend"
KEYS = ["game_id", "player_id"]
ASKED = ["moment", "line", "market_probability", "probability_model", "outcome"]
DAY_COLUMNS = ["moment", "game_date", "n", MARKET, MODEL, BLEND]
# A certain forecast that is wrong has an infinite log loss, which no mean survives.
_LEAST = 1e-6


def line_rows(
    at_lines: pd.DataFrame,
    forecasts: pd.DataFrame,
    baselines: pd.DataFrame,
    distributions: Mapping[str, SeasonDistributions],
    least_mean: float,
) -> pd.DataFrame:
    """Ask every forecaster for every real line that was decided.

    Parameters
    ----------
    at_lines : DataFrame
        `{market}.at_lines`: one row per question and moment with a line; `probability_stacked` where the model was
        blended with the market.
    forecasts : DataFrame
        `{market}.forecasts`, for the medians.
    baselines : DataFrame
        From `busta.evaluation.prop_baselines.baseline_means`.
    distributions : mapping
        Baseline to its distributions.
    least_mean : float
        Smallest mean that they are asked for.

    Returns
    -------
    DataFrame
        One row per moment and question with an outcome and a probability of market and model: `season`, `game_date`,
        `moment`, `line`, `actual`, `outcome`, P(over) as `market`, `model`, `blend` (null where nothing was blended)
        and each baseline, and `point_<forecaster>`: what each says of the count itself (the line, the model's
        median, the baselines' means).
    """
    wanted = ["market_probability", "probability_model", "outcome", "actual"]
    rows = at_lines[at_lines[wanted].notna().all(axis=1)]
    medians = forecasts[[*KEYS, "median"]]
    for table in (medians, baselines):
        rows = rows.merge(table, on=KEYS, how="inner", validate="many_to_one")
    found = rows[["season", "game_date", "moment", "line", "actual", "outcome"]].astype(
        {"actual": "float64", "outcome": "float64"}
    )
    found = found.assign(
        market=rows["market_probability"].astype("float64"),
        model=rows["probability_model"].astype("float64"),
        blend=rows["probability_stacked"].astype("float64") if "probability_stacked" in rows else np.nan,
        point_market=rows["line"],
        point_model=rows["median"].astype("float64"),
    )
    for name, spread in distributions.items():
        mean = np.maximum(rows[name].to_numpy(dtype=np.float64), least_mean)
        found[name] = spread.over_push(rows["season"], mean, rows["line"]).over if len(rows) else np.empty(0)
        found[f"point_{name}"] = rows[name]
    return found


def score_lines(rows: pd.DataFrame, rules: PropScoreRules) -> pd.DataFrame:
    """Score all forecasters on the same rows, moment by moment.

    Parameters
    ----------
    rows : DataFrame
        From `line_rows`.
    rules : PropScoreRules

    Returns
    -------
    DataFrame
        One row per moment (as `part`), season (`all` for all together), forecaster and metric, columns
        `PROP_SCORE_COLUMNS`; differences are the forecaster's minus the market's: below 0 it is better where less is
        better. A moment with a blend has only the rows that were blended. The majority is the side that came more
        often on these very rows, known in hindsight; `null_high` is the upper end of the calibration error that
        chance alone gives. No rows where nothing was decided.
    """
    parts = []
    for moment, own in rows.groupby("moment", sort=True):
        same = _same_rows(own)
        for season in [*sorted(same["season"].unique()), POOLED]:
            chosen = same if season == POOLED else same[same["season"] == season]
            parts.append(_scored(chosen, str(moment), season, rules))
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=PROP_SCORE_COLUMNS)


def line_days(rows: pd.DataFrame) -> pd.DataFrame:
    """Sum the Brier scores of every day, so that markets can be put together.

    Parameters
    ----------
    rows : DataFrame
        From `line_rows`.

    Returns
    -------
    DataFrame
        One row per moment and day: `DAY_COLUMNS`, the rows and the sums of the Brier scores of market, model and
        blend (the last null where nothing was blended).
    """
    parts = []
    for moment, own in rows.groupby("moment", sort=True):
        same = _same_rows(own)
        scores = {
            name: (same[name].to_numpy() - same["outcome"].to_numpy()) ** 2 for name in (MARKET, MODEL, BLEND)
        }
        table = same[["game_date"]].assign(moment=moment, n=1, **scores)
        parts.append(table.groupby(["moment", "game_date"], as_index=False).sum(min_count=1))
    return pd.concat(parts, ignore_index=True)[DAY_COLUMNS] if parts else pd.DataFrame(columns=DAY_COLUMNS)


def pooled_days(days: pd.DataFrame, rules: BootstrapRules) -> pd.DataFrame:
    """Put the real lines of all markets together.

    Parameters
    ----------
    days : DataFrame
        `line_days` of the markets, one under the other.
    rules : BootstrapRules

    Returns
    -------
    DataFrame
        One row per moment and forecaster: `moment`, `forecaster`, `n`, `value` (Brier score) with `low` and `high`,
        and `difference` to the market, paired, likewise. By day: markets of one day are drawn together.
    """
    records = []
    for moment, own in days.groupby("moment", sort=True):
        drawn = draw_days(own["game_date"], rules)
        for name in (MARKET, MODEL, BLEND):
            known = own[name].notna()
            if not known.any():
                continue
            n = own["n"].where(known, 0).to_numpy(dtype=np.float64)
            scores = own[name].fillna(0).to_numpy(dtype=np.float64)
            against = own[MARKET].where(known, 0).to_numpy(dtype=np.float64)
            found, gap = ratio_estimate(scores, n, drawn), ratio_estimate(scores - against, n, drawn)
            records.append(
                {"moment": moment, "forecaster": name, "n": int(n.sum())}
                | _fields("", found)
                | (_fields("difference_", gap) if name != MARKET else {})
            )
    columns = ["moment", "forecaster", "n", "value", "low", "high", "difference", "difference_low"]
    return pd.DataFrame(records, columns=[*columns, "difference_high"])


def _fields(prefix: str, found: Estimate) -> dict[str, float]:
    return {
        prefix.removesuffix("_") or "value": found.value,
        f"{prefix}low": found.low,
        f"{prefix}high": found.high,
    }


def _same_rows(own: pd.DataFrame) -> pd.DataFrame:
    blended = own[BLEND].notna()
    return own[blended] if blended.any() else own


def _scored(rows: pd.DataFrame, moment: str, season: str, rules: PropScoreRules) -> pd.DataFrame:
    days = draw_days(rows["game_date"], rules.bootstrap)
    outcome = rows["outcome"].to_numpy()
    named = [name.removeprefix("point_") for name in rows.columns if name.startswith("point_")]
    spoken = [*named[:2], *([BLEND] if rows[BLEND].notna().all() else []), *named[2:]]
    measured = {name: _draws(rows, name, outcome, days, rules.line_bins) for name in spoken}
    share = np.full(len(rows), outcome.mean())
    measured[MAJORITY] = mean_draws(_row_scores(share, outcome), days)
    few = replace(rules.bootstrap, draws=rules.null_draws)
    bands = {
        name: calibration_error_null_band(rows[name], rules.line_bins, few).high
        for name in (MARKET, MODEL, BLEND)
        if name in spoken
    }
    return score_records(moment, season, measured, MARKET, days, bands)


def _draws(
    rows: pd.DataFrame, name: str, outcome: Floats, days: DayDraws, bins: int
) -> dict[str, MetricDraws]:
    probability = rows[name].to_numpy()
    columns = _row_scores(probability, outcome)
    if f"point_{name}" in rows:
        columns["mae"] = (rows["actual"] - rows[f"point_{name}"]).abs().to_numpy()
    return mean_draws(columns, days) | {"ece": calibration_error(probability, outcome, days, bins)}


def _row_scores(probability: Floats, outcome: Floats) -> pd.DataFrame:
    p = np.clip(probability, _LEAST, 1 - _LEAST)
    return pd.DataFrame(
        {
            "brier_score": brier_rows(p, outcome),
            "log_loss": log_loss_rows(p, outcome),
            "accuracy": accuracy_rows(p, outcome),
        }
    )
