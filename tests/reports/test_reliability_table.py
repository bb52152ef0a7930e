from __future__ import annotations

import numpy as np
import pandas as pd

from busta.evaluation.bootstrap import BootstrapRules
from busta.reports.reliability_table import known_rows, reliability_table
from tests.reports.samples import RULES, probabilities


def test_both_forecasters_are_measured_on_the_same_rows() -> None:
    table = probabilities()
    table.loc[:9, "outcome"] = np.nan
    table.loc[10:19, "market_probability"] = np.nan
    counted = reliability_table(table, RULES, bins=4).groupby("forecaster")["n"].sum()
    assert counted.to_dict() == {"model": 220, "close": 220}


def test_the_interval_of_a_bin_holds_its_measured_share() -> None:
    table = reliability_table(probabilities(), RULES, bins=4)
    assert (table["low"] <= table["frequency"]).all()
    assert (table["frequency"] <= table["high"]).all()


def test_on_one_day_there_is_nothing_to_resample() -> None:
    one_day = probabilities().assign(game_date=pd.Timestamp("2001-11-01"))
    table = reliability_table(one_day, BootstrapRules(draws=100, seed=1, level=0.9), bins=2)
    np.testing.assert_allclose(table["low"], table["frequency"])
    np.testing.assert_allclose(table["high"], table["frequency"])


def test_a_market_that_nobody_quotes_has_the_model_alone() -> None:
    table = probabilities(is_quoted=False)
    assert list(known_rows(table)[1]) == ["model"]
    assert set(reliability_table(table, RULES, bins=4)["forecaster"]) == {"model"}
