from __future__ import annotations

import pandas as pd
import pytest

from busta.reports.training_report import TrainingReportError, training_report


def _report(learner: str, market: str = "ats", fold: str = "2002-03") -> pd.DataFrame:
    return pd.DataFrame({"seconds": [0.1], "market": [market], "learner": [learner], "fold": [fold]})


def test_fits_are_sorted_by_market_learner_and_fold_with_these_columns_first() -> None:
    table = training_report([_report("ridge"), _report("lightgbm", "total"), _report("lightgbm")])
    assert table["learner"].tolist() == ["lightgbm", "ridge", "lightgbm"]
    assert list(table.columns) == ["market", "learner", "fold", "seconds"]


def test_a_fit_that_is_reported_twice_is_refused() -> None:
    with pytest.raises(TrainingReportError, match=r"once, was twice: ats, ridge, 2002-03"):
        training_report([_report("ridge"), _report("ridge")])


def test_a_report_that_does_not_name_its_fits_is_refused() -> None:
    with pytest.raises(TrainingReportError, match="was without learner, fold"):
        training_report([pd.DataFrame({"market": ["ats"]})])
