"""The table of scores: every forecaster on the same rows, beside the closing line, with intervals."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from busta.evaluation.bootstrap import (
    BootstrapRules,
    DayDraws,
    Estimate,
    EvaluationError,
    draw_days,
    mean_estimate,
    paired_difference,
)
from busta.evaluation.metrics import MetricDraws, measure
from busta.evaluation.reliability import NullBand, calibration_error_null_band
from busta.evaluation.scores import brier_rows

KEYS = ["season", "game_id", "player_id"]
POOLED = "all"
MARKET = "market"
NOWHERE = NullBand(low=float("nan"), median=float("nan"), high=float("nan"))


def forecast_table(probabilities: pd.DataFrame, calibrated: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Put the calibrated learners beside the published probabilities.

    Parameters
    ----------
    probabilities : DataFrame
        One row per published forecast, the columns of `{market}.probabilities`.
    calibrated : mapping of learner to DataFrame
        `{market}.calibrated_{learner}`; has at least the published rows.

    Returns
    -------
    DataFrame
        `probabilities` with `probability_<learner>` for each learner; null where the learner has no such row.
    """
    table = probabilities.copy()
    for learner, frame in calibrated.items():
        column = frame[[*KEYS, "probability_calibrated"]]
        renamed = column.rename(columns={"probability_calibrated": f"probability_{learner}"})
        table = table.merge(renamed, on=KEYS, how="left", validate="one_to_one")
    return table


def forecasters_of(learners: tuple[str, ...] | list[str]) -> dict[str, str]:
    """Name to column of every forecaster in a `forecast_table` of these learners."""
    named = {learner: f"probability_{learner}" for learner in learners}
    together = {name: name for name in ("probability_model", "probability_stacked")}
    return named | together | {MARKET: "market_probability"}


def score_market(
    table: pd.DataFrame, forecasters: Mapping[str, str], market: str, rules: BootstrapRules, bins: int
) -> pd.DataFrame:
    """Score every forecaster on the same rows, per season and pooled.

    The rows are those with an outcome and a forecast of every forecaster; a forecaster without any forecast
    (a market that nobody quotes) is left out.

    Parameters
    ----------
    table : DataFrame
        One row per forecast: `season`, `game_date`, `outcome` and the forecasters' columns.
    forecasters : mapping of name to column
        The one named `market` is the reference of the differences.
    market : str
        Written into the first column.
    rules : BootstrapRules
        By day; the draws are the same for all forecasters, so differences are paired.
    bins : int
        Equal-count bins of the calibration error.

    Returns
    -------
    DataFrame
        One row per season, forecaster and metric: `market`, `season` (`all` for pooled), `forecaster`,
        `metric`, `n`, `value`, `low`, `high`, `reference`, `reference_value`, `difference`, `difference_low`,
        `difference_high` (forecaster minus reference; null without a reference), `null_low`, `null_high`
        (of `ece`: where a calibrated forecaster lies) and `reason` (why there is no value; empty otherwise).

    Raises
    ------
    EvaluationError
        When no row is left, or a forecast is no probability.
    """
    known = {name: column for name, column in forecasters.items() if table[column].notna().any()}
    rows = table[table["outcome"].notna() & table[list(known.values())].notna().all(axis=1)]
    if rows.empty:
        raise EvaluationError(
            f"Expected rows of the market {market} with an outcome and a forecast of every forecaster "
            f"({', '.join(known)}), were none."
        )
    seasons = [(str(season), part) for season, part in rows.groupby("season", sort=True)]
    parts = [_score_rows(part, known, season, rules, bins) for season, part in [*seasons, (POOLED, rows)]]
    scored = pd.concat(parts, ignore_index=True)
    scored.insert(0, "market", market)
    return scored


def ablation_table(ablation: pd.DataFrame, rules: BootstrapRules) -> pd.DataFrame:
    """Brier score of every step of an ablation, on the rows that all steps share, and what each step adds.

    Parameters
    ----------
    ablation : DataFrame
        One row per step and game, steps in order of appearance: `step`, `game_id`, `game_date`, `outcome`,
        `probability_over`.
    rules : BootstrapRules

    Returns
    -------
    DataFrame
        One row per step: `step`, `n`, `value`, `low`, `high`, and `difference_to_previous`,
        `difference_to_first` with `_low` and `_high`: negative is better; null for the first step.
    """
    steps = list(dict.fromkeys(ablation["step"]))
    decided = ablation[ablation["outcome"].notna()]
    wide = decided.pivot(index=["game_date", "game_id"], columns="step", values="probability_over").dropna()
    outcome = decided.drop_duplicates("game_id").set_index("game_id")["outcome"]
    y = outcome.loc[wide.index.get_level_values("game_id")].to_numpy(dtype=np.float64)
    days = draw_days(wide.index.get_level_values("game_date"), rules)
    errors = {step: brier_rows(wide[step], y) for step in steps}
    records = []
    for position, step in enumerate(steps):
        record: dict[str, object] = {"step": step} | _fields(mean_estimate(errors[step], days))
        if position:
            previous = paired_difference(errors[step], errors[steps[position - 1]], days)
            first = paired_difference(errors[step], errors[steps[0]], days)
            record |= _named("difference_to_previous", previous) | _named("difference_to_first", first)
        records.append(record)
    return pd.DataFrame(records)


def _score_rows(
    rows: pd.DataFrame, forecasters: Mapping[str, str], season: str, rules: BootstrapRules, bins: int
) -> pd.DataFrame:
    days = draw_days(rows["game_date"], rules)
    outcome = rows["outcome"].to_numpy(dtype=np.float64)
    measured = {name: measure(rows[column], outcome, days, bins) for name, column in forecasters.items()}
    reference = measured.get(MARKET)
    records = []
    for name, metrics in measured.items():
        band = calibration_error_null_band(rows[forecasters[name]], bins, rules)
        for metric, draws in metrics.items():
            record: dict[str, object] = {"season": season, "forecaster": name, "metric": metric}
            record |= _fields(draws.estimate(days))
            record |= _against(draws, None if reference is None else reference[metric], days)
            null = band if metric == "ece" else NOWHERE
            records.append(record | {"null_low": null.low, "null_high": null.high, "reason": draws.reason})
    return pd.DataFrame(records)


def _against(draws: MetricDraws, reference: MetricDraws | None, days: DayDraws) -> dict[str, object]:
    if reference is None:
        nothing = float("nan")
        return {"reference": None, "reference_value": nothing} | _named(
            "difference", Estimate(nothing, nothing, nothing, 0)
        )
    return {"reference": MARKET, "reference_value": reference.value} | _named(
        "difference", draws.minus(reference, days)
    )


def _fields(estimate: Estimate) -> dict[str, object]:
    return {"n": estimate.n, "value": estimate.value, "low": estimate.low, "high": estimate.high}


def _named(name: str, estimate: Estimate) -> dict[str, object]:
    return {name: estimate.value, f"{name}_low": estimate.low, f"{name}_high": estimate.high}
