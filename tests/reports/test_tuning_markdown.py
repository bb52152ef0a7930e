"""The page that says what tuning is worth."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from busta.reports.tuning_markdown import tuning_page
from tests.reports.samples import FABRICATED, REAL

TUNED: dict[str, Any] = {
    "ridge": {
        "objective": "log_loss",
        "seasons": {
            "2004-05": {
                "hyperparameters": {"alpha": 123.456, "clip": 4},
                "trial": 7,
                "trials": 20,
                "pruned": 3,
                "loss": 0.594,
                "default_loss": 0.6,
            },
            "2006-07": {
                "hyperparameters": {"alpha": [3000, 100]},
                "trial": 0,
                "trials": 20,
                "pruned": 0,
                "loss": 0.6,
                "default_loss": 0.6,
            },
        },
    },
    "xgboost": {},
}


def gains() -> pd.DataFrame:
    keys = [
        (learner, season, metric)
        for learner in ("ridge", "mean of the learners", "closing line")
        for season in ("all", "2004-05")
        for metric in ("brier_score", "log_loss")
    ]
    table = pd.DataFrame(keys, columns=["learner", "season", "metric"])
    numbers = {
        "n": 1230,
        "default": 0.21,
        "tuned": 0.209,
        "difference": -0.001,
        "difference_low": -0.002,
        "difference_high": 0.0004,
        "change": -0.00476,
        "change_low": -0.01,
        "change_high": 0.002,
    }
    promised = np.where((table["learner"] == "ridge") & (table["metric"] == "log_loss"), -0.0123, np.nan)
    return table.assign(**numbers, promised=promised)


def page(**changes: Any) -> str:
    given = {"gains": gains(), "tuned": TUNED, "identity": REAL, "market": "ats", "asked": 0.03}
    return tuning_page(**{**given, **changes})


def test_the_first_line_says_what_data_it_is() -> None:
    assert page().splitlines()[0].startswith("DATA: real NBA data")
    assert page(identity=FABRICATED).splitlines()[0].startswith("DATA: FABRICATED")


def test_every_learner_stands_with_its_paired_difference_and_what_was_promised() -> None:
    line = next(row for row in page().split("## Log loss")[1].splitlines() if row.startswith("| ridge"))
    assert line == (
        "| ridge | 1,230 | 0.2100 | 0.2090 | -0.0010 [-0.0020, +0.0004] | -0.48 [-1.00, +0.20] | -1.23 |"
    )


def test_what_was_chosen_is_told_study_by_study() -> None:
    text = page().split("## What was chosen")[1]
    assert "| ridge | 2004-05 | 20 | 3 | 7 | -1.00 | alpha 123, clip 4 |" in text
    assert "| ridge | 2006-07 | 20 | 0 | the default | +0.00 | alpha [3000, 100] |" in text
    assert "xgboost" not in text


def test_the_close_is_explained_where_it_stands() -> None:
    assert "The last row is no tuning" in page()
    rows = gains()
    assert "The last row is no tuning" not in page(gains=rows[rows["learner"] != "closing line"])


def test_what_was_asked_stands_beside_what_was_measured() -> None:
    verdict = (
        "**Asked: -3.00 % of the Brier score. Measured for the mean of the learners: -0.48 [-1.00, +0.20] % "
        "on 1,230 games: not reached.** The closing line itself is at -0.48 [-1.00, +0.20] %: more was asked "
        "than the market knows.\n"
    )
    assert verdict in page()
    assert "games: reached.**\n" in page(asked=0.004)


def test_a_page_of_players_counts_men_and_says_which_errors_fit_a_mean() -> None:
    rows = gains().replace({"metric": {"brier_score": "poisson_deviance", "log_loss": "absolute_error"}})
    text = page(gains=rows)
    assert "% on 1,230 men: not reached.**" in text
    assert "| learner | men | default |" in text
    assert "| season | men | default |" in text
    assert "smallest for the true mean" in text
    assert "smallest for the true mean" not in page()


def test_a_difference_without_an_interval_has_no_brackets() -> None:
    rows = gains().assign(change_low=np.nan, change_high=np.nan)
    assert "| -0.48 |" in page(gains=rows)
