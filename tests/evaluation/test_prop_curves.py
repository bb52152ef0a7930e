"""The tables behind the charts of a player market."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from busta.evaluation.bootstrap import draw_days
from busta.evaluation.prop_curves import (
    CURVE_COLUMNS,
    PIT_BINS,
    frequency_curve,
    line_curves,
    pit_curves,
    synthetic_curve,
)
from tests import prop_world as world


def test_a_bin_tells_what_was_said_and_what_happened() -> None:
    probability = np.array([0.1, 0.2, 0.8, 0.9])
    days = draw_days(np.arange(4), world.BOOTSTRAP)
    curve = frequency_curve(probability, np.array([0.0, 1.0, 1.0, 1.0]), days, 2)
    assert curve["n"].tolist() == [2, 2]
    assert curve["probability"].tolist() == pytest.approx([0.15, 0.85])
    assert curve["frequency"].tolist() == [0.5, 1.0]
    assert (curve["low"] <= curve["frequency"]).all()
    assert (curve["frequency"] <= curve["high"]).all()


def test_lines_of_one_man_are_drawn_together() -> None:
    rows = world.means()
    over = np.full((3, len(rows)), 0.5)
    lines = np.stack([np.floor(rows["mean"]) + half for half in (-0.5, 0.5, 1.5)])
    curve = synthetic_curve(rows, over, lines, world.RULES)
    assert list(curve.columns) == CURVE_COLUMNS
    assert curve["n"].sum() == 3 * len(rows)
    share = (rows["actual"].to_numpy() > lines).mean()
    assert curve["frequency"].tolist() == pytest.approx([share])


def test_real_lines_have_a_curve_for_each_forecaster_that_said_something() -> None:
    rows = world.at_lines().dropna(subset=["outcome"]).rename(columns={"probability_model": "model"})
    rows = rows.assign(market=rows["market_probability"], blend=np.nan)
    curves = line_curves(rows, world.RULES)
    assert set(curves["forecaster"]) == {"market", "model"}
    assert set(curves["part"]) == {"morning", "close"}
    assert line_curves(rows.iloc[:0], world.RULES).empty


def test_places_of_results_are_shares_that_add_up_to_one() -> None:
    curve = pit_curves({"model": np.linspace(0, 1, 41), "last_games": np.full(7, 0.99)})
    assert curve.groupby("forecaster")["frequency"].sum().tolist() == pytest.approx([1, 1])
    last = curve[curve["forecaster"] == "last_games"]
    assert last["n"].tolist() == [0] * (PIT_BINS - 1) + [7]
    assert isinstance(curve, pd.DataFrame)
