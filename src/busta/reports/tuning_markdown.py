"""The page that says what tuning is worth."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from busta.evaluation.mean_losses import MEAN_LOSSES
from busta.evaluation.tuning_gain import ALL, CLOSE, MEAN
from busta.reports.data_line import data_line
from busta.reports.markdown import table
from busta.reports.numbers import ABSENT, METRIC_NAMES, interval, number

READING = """Tuned and default hyperparameters forecast the same rows, season by season, by fits on what lies before.
The tuned ones were chosen by trials on earlier seasons alone (inner folds); no game below was seen by the choice.
Differences are tuned minus default, paired, with intervals by day: below 0, tuning helped. `promised` is what the best
trial had gained on the inner folds: the best of many is partly luck, and what it gains on games it was not chosen on is
what stays. The default may have an advantage that tuning has not: it was settled by people who could see all seasons.
"""
PROBABILITY_READING = "The probabilities are those of the learners, before any calibration.\n"
MEAN_READING = """Asked about are men who played; the mean of the learners is weighed as the market's mean is, before it
is held to what the league did of late. Squared error and Poisson deviance are smallest for the true mean, the absolute
error for the median.
"""
CLOSE_READING = """The last row is no tuning: it sets the closing line against the mean of the default learners. It is
about the most that anything made before the game can gain, whatever its hyperparameters.
"""
_NUMBERS_HEAD = ("default", "tuned", "difference, paired", "in % of the default")
_CHOICE_HEAD = (
    "learner",
    "chosen before",
    "trials",
    "given up",
    "best trial",
    "promised, in %",
    "hyperparameters",
)


def tuning_page(
    gains: pd.DataFrame,
    tuned: Mapping[str, Mapping[str, Any]],
    identity: Mapping[str, Any],
    market: str,
    asked: float,
) -> str:
    """Write the page of one market.

    Parameters
    ----------
    gains
        `report_tuning`: one row per learner, season and metric.
    tuned
        Learner to what was tuned; empty where nothing was.
    identity
        ``prm_data_identity``.
    market
        Its name.
    asked
        Share of the default's loss (the first metric) that tuning was asked to gain, e.g. .03.

    Returns
    -------
    str
        Markdown. The first line says what data this is.
    """
    whole = gains[gains["season"] == ALL]
    is_of_men = whole["metric"].isin(MEAN_LOSSES).any()
    rows_are, reading = ("men", MEAN_READING) if is_of_men else ("games", PROBABILITY_READING)
    parts = [f"{data_line(identity)}\n\n# {market}: tuned against default\n\n{READING}{reading}"]
    parts.append(f"\n{_verdict(whole, asked, rows_are)}\n")
    for metric, rows in whole.groupby("metric", sort=False):
        parts.append(f"\n## {METRIC_NAMES[str(metric)].capitalize()}\n\n" + _gains(rows, rows_are))
    parts.append("\n" + CLOSE_READING if (whole["learner"] == CLOSE).any() else "")
    parts.append(f"\n## The mean of the learners, season by season\n\n{_seasons(gains, rows_are)}")
    parts.append(f"\n## What was chosen\n\n{_choices(tuned)}")
    return "".join(parts)


def _verdict(whole: pd.DataFrame, asked: float, rows_are: str) -> str:
    judge = str(whole["metric"].iloc[0])
    rows = {str(row["learner"]): row for _, row in whole[whole["metric"] == judge].iterrows()}
    mean, close = rows[MEAN], rows.get(CLOSE)
    reached = "reached" if mean["change"] <= -asked else "not reached"
    text = (
        f"**Asked: {_percent(-asked)} % of the {METRIC_NAMES[judge]}. Measured for the mean of the learners: "
        f"{_change(mean)} % on {mean['n']:,} {rows_are}: {reached}.**"
    )
    if close is not None and -asked < close["change"]:
        text += f" The closing line itself is at {_change(close)} %: more was asked than the market knows."
    return text


def _gains(rows: pd.DataFrame, rows_are: str) -> str:
    cells = ([str(row["learner"]), *_numbers(row), _percent(row["promised"])] for _, row in rows.iterrows())
    return table(("learner", rows_are, *_NUMBERS_HEAD, "promised, in %"), cells)


def _seasons(gains: pd.DataFrame, rows_are: str) -> str:
    rows = gains[(gains["learner"] == MEAN) & (gains["season"] != ALL)]
    rows = rows[rows["metric"] == rows["metric"].iloc[0]]
    return f"{METRIC_NAMES[rows['metric'].iloc[0]]}:\n\n" + table(
        ("season", rows_are, *_NUMBERS_HEAD),
        ([str(row["season"]), *_numbers(row)] for _, row in rows.iterrows()),
    )


def _choices(tuned: Mapping[str, Mapping[str, Any]]) -> str:
    cells = (
        [learner, season, *_counts(study), _values(study)]
        for learner, document in tuned.items()
        for season, study in document.get("seasons", {}).items()
    )
    return table(_CHOICE_HEAD, cells)


def _counts(study: Mapping[str, Any]) -> list[str]:
    best = "the default" if study["trial"] == 0 else str(study["trial"])
    promised = _percent(study["loss"] / study["default_loss"] - 1)
    return [str(study["trials"]), str(study["pruned"]), best, promised]


def _values(study: Mapping[str, Any]) -> str:
    return ", ".join(f"{key} {_short(value)}" for key, value in study["hyperparameters"].items())


def _short(value: Any) -> str:
    return f"{value:.3g}" if isinstance(value, float) else str(value)


def _change(row: pd.Series) -> str:
    ends = [_percent(row[name]) for name in ("change_low", "change_high")]
    return _percent(row["change"]) + ("" if ABSENT in ends else f" [{ends[0]}, {ends[1]}]")


def _numbers(row: pd.Series) -> list[str]:
    return [
        f"{row['n']:,}",
        number(row["default"]),
        number(row["tuned"]),
        interval(
            *(row[name] for name in ("difference", "difference_low", "difference_high")), is_difference=True
        ),
        _change(row),
    ]


def _percent(share: float) -> str:
    return ABSENT if pd.isna(share) else f"{100 * share:+.2f}"
