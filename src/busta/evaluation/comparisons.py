"""What one forecaster gains over another, and over which: a percentage without its baseline says nothing."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from busta.evaluation.bootstrap import BootstrapRules, draw_days, paired_difference, ratio_estimate
from busta.evaluation.scores import brier_rows


def compare_forecasters(
    table: pd.DataFrame,
    baselines: Mapping[str, str],
    forecasters: Mapping[str, str],
    rules: BootstrapRules,
) -> pd.DataFrame:
    """Compare Brier scores pair by pair, each pair on the games both have forecast.

    Parameters
    ----------
    table
        One row per game: `outcome` (1, 0, null on a push), `game_date` and a column of probabilities per
        forecaster, null where it gave none.
    baselines, forecasters
        Name to its column.
    rules
        Bootstrap by day; the difference is paired.

    Returns
    -------
    pandas.DataFrame
        One row per forecaster and baseline: `forecaster, baseline, n, value` (Brier score of the forecaster),
        `baseline_value`, `difference, difference_low, difference_high` (forecaster minus baseline), `change,
        change_low, change_high` (the same as a share of the baseline's score). Pairs without common games
        have no row.
    """
    decided = table[table["outcome"].notna()]
    records = []
    for name, column in forecasters.items():
        for other, reference in baselines.items():
            rows = decided[decided[column].notna() & decided[reference].notna()]
            if name == other or rows.empty:
                continue
            records.append({"forecaster": name, "baseline": other} | _compare(rows, column, reference, rules))
    return pd.DataFrame(records)


def ablation_columns(ablation: pd.DataFrame | None) -> pd.DataFrame:
    """Turn the steps of an ablation into columns.

    Parameters
    ----------
    ablation
        `{market}.ablation`: one row per step and game, or nothing.

    Returns
    -------
    pandas.DataFrame
        One row per game: `game_id` and a column `step <name>` for each step but the last, which has the
        market's own features.
    """
    if ablation is None:
        return pd.DataFrame({"game_id": pd.Series(dtype="str")})
    steps = list(dict.fromkeys(ablation["step"]))[:-1]
    wide = ablation.pivot(index="game_id", columns="step", values="probability_over")[steps]
    return wide.add_prefix("step ").rename_axis(columns=None).reset_index()


def _compare(
    rows: pd.DataFrame, column: str, reference: str, rules: BootstrapRules
) -> dict[str, float | int]:
    outcome = rows["outcome"].to_numpy(dtype="float64")
    first, second = brier_rows(rows[column], outcome), brier_rows(rows[reference], outcome)
    days = draw_days(rows["game_date"], rules)
    difference, ratio = paired_difference(first, second, days), ratio_estimate(first, second, days)
    return {
        "n": difference.n,
        "value": float(first.mean()),
        "baseline_value": float(second.mean()),
        "difference": difference.value,
        "difference_low": difference.low,
        "difference_high": difference.high,
        "change": ratio.value - 1,
        "change_low": ratio.low - 1,
        "change_high": ratio.high - 1,
    }
