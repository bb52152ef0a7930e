"""What each group of features of a player market is worth, and whether a model per position is worth more."""

from __future__ import annotations

import numpy as np
import pandas as pd

from busta.evaluation.bootstrap import BootstrapRules, DayDraws, Estimate, draw_days
from busta.evaluation.metrics import MetricDraws
from busta.evaluation.prop_scores import mean_draws

PLAYER_ABLATION_COLUMNS = ["step", "season", "game_id", "game_date", "player_id", "mean", "actual"]
BY_POSITION = "a model per position"
OTHER = "other"
_ROW = ["game_date", "game_id", "player_id"]


def position_groups(table: pd.DataFrame, players: pd.DataFrame, least_rows: int) -> pd.Series:
    """Put every row into the group of its player's first position.

    Parameters
    ----------
    table : DataFrame
        The market's training table: `player_id`.
    players : DataFrame
        ``prm_players``: `player_id`, `position` such as ``Forward-Center``.
    least_rows : int
        Smaller groups, and men without a position, make one group of their own.

    Returns
    -------
    Series of str
        On the index of `table`; ``other`` for those.
    """
    first = players.drop_duplicates("player_id").set_index("player_id")["position"].str.split("-").str[0]
    own = table["player_id"].astype("int64").map(first)
    rows = own.map(own.value_counts())
    return own.where(rows >= least_rows, OTHER).fillna(OTHER).astype("str").rename("position")


def player_ablation_table(ablation: pd.DataFrame, rules: BootstrapRules) -> pd.DataFrame:
    """Error of the mean at every step, on the rows that all steps share, and what each step adds.

    Parameters
    ----------
    ablation : DataFrame
        One row per step and man who played, steps in order of appearance: `PLAYER_ABLATION_COLUMNS`. The step before
        `BY_POSITION` has all features.
    rules : BootstrapRules
        By day, differences paired.

    Returns
    -------
    DataFrame
        One row per step: `step`, `n`, and for `mae` and `rmse` the value with `_low` and `_high`, then
        `<metric>_change` against the step before (null for the first), likewise; below 0 the step helps.
    """
    steps = list(dict.fromkeys(ablation["step"]))
    wide = ablation.pivot(index=_ROW, columns="step", values="mean").dropna()
    actual = ablation.drop_duplicates(_ROW).set_index(_ROW)["actual"].loc[wide.index].to_numpy(np.float64)
    days = draw_days(wide.index.get_level_values("game_date"), rules)
    records: list[dict[str, object]] = []
    before: dict[str, MetricDraws] = {}
    for step in steps:
        measured = _errors(actual - wide[step].to_numpy(), days)
        record: dict[str, object] = {"step": step, "n": len(wide)}
        for metric, draws in measured.items():
            record |= _named(metric, draws.estimate(days))
            if before:
                record |= _named(f"{metric}_change", draws.minus(before[metric], days))
        records.append(record)
        before = measured
    return pd.DataFrame(records)


def _errors(error: np.ndarray, days: DayDraws) -> dict[str, MetricDraws]:
    found = mean_draws(pd.DataFrame({"mae": np.abs(error), "rmse": error**2}), days)
    square = found["rmse"]
    return found | {"rmse": MetricDraws(float(np.sqrt(square.value)), np.sqrt(square.draws), square.n)}


def _named(name: str, found: Estimate) -> dict[str, object]:
    return {name: found.value, f"{name}_low": found.low, f"{name}_high": found.high}
