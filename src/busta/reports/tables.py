"""Scores in the shape that charts take."""

from __future__ import annotations

import pandas as pd

from busta.evaluation.score_table import MARKET, POOLED

MODEL = "probability_model"


def season_table(scores: pd.DataFrame, metric: str) -> pd.DataFrame:
    """One score of the model and the closing line, season by season.

    Parameters
    ----------
    scores
        The long table of `busta.evaluation.score_table.score_market`.
    metric
        Name of the score.

    Returns
    -------
    pandas.DataFrame
        One row per season: season, n, and model, close and difference (model minus close, paired), each with
        _low and _high; null where the market is not quoted.
    """
    rows = scores[(scores["metric"] == metric) & (scores["season"] != POOLED)]
    model = rows[rows["forecaster"] == MODEL].set_index("season")
    close = rows[rows["forecaster"] == MARKET].set_index("season").reindex(model.index)
    table = pd.DataFrame({"n": model["n"]})
    for name, source, column in (
        ("model", model, "value"), ("close", close, "value"), ("difference", model, "difference")
    ):  # fmt: skip
        prefix = "" if column == "value" else f"{column}_"
        table[name] = source[column].astype(float)
        table[f"{name}_low"] = source[f"{prefix}low"].astype(float)
        table[f"{name}_high"] = source[f"{prefix}high"].astype(float)
    return table.sort_index().reset_index()


def ablation_steps(ablation: pd.DataFrame) -> pd.DataFrame:
    """An ablation as the chart takes it.

    Parameters
    ----------
    ablation
        The table of `busta.evaluation.score_table.ablation_table`.

    Returns
    -------
    pandas.DataFrame
        One row per step: step, brier_score and change (against the step before), each with _low and _high.
    """
    names = {
        "value": "brier_score",
        "low": "brier_score_low",
        "high": "brier_score_high",
        "difference_to_previous": "change",
        "difference_to_previous_low": "change_low",
        "difference_to_previous_high": "change_high",
    }
    # An ablation of one step has nothing before it.
    whole = ablation.reindex(columns=["step", *names])
    return whole.rename(columns=names)


def closing_score(scores: pd.DataFrame, metric: str) -> float:
    """The closing line's own score over all seasons.

    Parameters
    ----------
    scores
        The long table of scores.
    metric
        Name of the score.

    Returns
    -------
    float
        NaN where the market is not quoted.
    """
    is_close = (scores["season"] == POOLED) & (scores["forecaster"] == MARKET) & (scores["metric"] == metric)
    values = scores.loc[is_close, "value"]
    return float(values.iloc[0]) if len(values) else float("nan")
