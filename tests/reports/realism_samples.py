"""A small comparison of an invented league with the real one."""

from __future__ import annotations

import pandas as pd

from busta.evaluation.realism import COLUMNS

NAN = float("nan")


def compared() -> pd.DataFrame:
    """One moment that is alike, one that is apart, one that is not there."""
    rows = [
        ("scores", "total: mean", "points", 9, 200, 199, 201, 9, 2, 9, 201, 200, 202, 1.005, 1, 0.5, 10, "alike"),
        ("scores", "total: sd", "points", 9, 20, 19, 21, 9, 2, 9, 10, 9, 11, 0.5, -10, -5, 1, "apart"),
        ("props", "points: overround", "share", 9, 0.07, NAN, NAN, 1, NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN, 0.007,
         "not there"),
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=COLUMNS)
