"""The calibration of all markets on one picture."""

from __future__ import annotations

import numpy as np

from busta.reports.calibration_chart import calibration_errors, calibration_figure
from busta.reports.data_line import data_line
from tests.reports.samples import FABRICATED, document


def test_the_picture_shows_the_numbers_of_the_scores() -> None:
    made = document(FABRICATED)
    errors = calibration_errors(made)
    assert list(errors["forecaster"]) == ["model", "stacked", "market"]
    figure = calibration_figure(errors, "Calibration", data_line(FABRICATED))
    assert figure.texts[0].get_text().startswith("DATA: FABRICATED")
    (axes,) = figure.axes
    drawn = [float(bars.lines[0].get_xdata()[0]) for bars in axes.containers if hasattr(bars, "lines")]
    scores = made["markets"]["moneyline"]["scores"]
    assert drawn == [scores[name]["ece"]["value"] for name in ("model", "stacked", "market")]
    bands = [(bar.get_x(), bar.get_x() + bar.get_width()) for bar in axes.patches]
    np.testing.assert_allclose(bands, errors[["null_low", "null_high"]])


def test_a_market_that_nobody_quotes_has_no_closing_line() -> None:
    made = document()
    made["markets"]["moneyline"]["scores"].pop("market")
    assert list(calibration_errors(made)["forecaster"]) == ["model", "stacked"]
