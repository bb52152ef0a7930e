"""Page and chart of what the learners look at."""

from __future__ import annotations

import pandas as pd

from busta.learners.explanation import ALL_OF_GROUP
from busta.reports.importance_chart import importance_figure
from busta.reports.importance_markdown import importance_page, most_important
from tests.reports.samples import FABRICATED, REAL


def importance() -> pd.DataFrame:
    lines = [
        ("ridge", "elo", "elo", "coefficient", 2.0, 1.5, 2.5, 3),
        ("ridge", "rest", "schedule", "coefficient", 0.5, 0.4, 0.6, 3),
        ("ridge", "elo", "elo", "permutation", 0.05, 0.03, 0.07, 900),
        ("ridge", "rest", "schedule", "permutation", -0.001, -0.004, 0.002, 900),
        ("ridge", ALL_OF_GROUP, "elo", "permutation", 0.05, 0.03, 0.07, 900),
        ("ridge", ALL_OF_GROUP, "schedule", "permutation", -0.001, -0.004, 0.002, 900),
        ("ridge", "elo", "elo", "shap", 1.5, 1.4, 1.6, 300),
        ("ridge", "rest", "schedule", "shap", 0.5, 0.4, 0.6, 300),
        ("xgboost", "elo", "elo", "gain", 0.9, 0.8, 1.0, 3),
        ("xgboost", "rest", "schedule", "gain", 0.1, 0.0, 0.2, 3),
        ("xgboost", "elo", "elo", "permutation", 0.01, -0.01, 0.03, 900),
        ("xgboost", "rest", "schedule", "permutation", 0.02, 0.01, 0.03, 900),
        ("xgboost", ALL_OF_GROUP, "elo", "permutation", 0.01, -0.01, 0.03, 900),
        ("xgboost", ALL_OF_GROUP, "schedule", "permutation", 0.02, 0.01, 0.03, 900),
        ("xgboost", "elo", "elo", "shap", 0.3, 0.2, 0.4, 300),
        ("xgboost", "rest", "schedule", "shap", 0.1, 0.1, 0.1, 300),
    ]
    names = ["learner", "feature", "group", "kind", "value", "low", "high", "n"]
    table = pd.DataFrame(lines, columns=names)
    table.insert(0, "market", "moneyline")
    return table


def test_the_page_says_first_what_data_it_is_of() -> None:
    assert importance_page(importance(), FABRICATED, 2).startswith("DATA: FABRICATED")


def test_every_learner_has_a_column_and_every_number_its_interval() -> None:
    page = importance_page(importance(), REAL, 2)
    assert "| elo | +5.0 [+3.0, +7.0] % | +1.0 [-1.0, +3.0] % |" in page
    assert "| elo | elo | 1.50 [1.40, 1.60] | 0.30 [0.20, 0.40] |" in page
    assert "| elo | elo | 2.00 [1.50, 2.50] | 90.0 [80.0, 100.0] % |" in page
    assert "![moneyline: importance](moneyline/importance.png)" in page


def test_the_features_that_matter_most_to_any_learner_are_shown_first() -> None:
    assert most_important(importance(), "permutation", 2) == ["elo", "rest"]
    assert most_important(importance(), "permutation", 1) == ["elo"]
    assert "| rest |" not in importance_page(importance(), REAL, 1)


def test_the_chart_draws_every_learner_and_parts_as_shares() -> None:
    figure = importance_figure(importance(), 2, "moneyline", REAL["description"])
    groups, single, shap = figure.axes
    assert figure.texts[0].get_text() == REAL["description"]
    assert [label.get_text() for label in groups.get_legend().get_texts()] == ["ridge", "xgboost"]
    assert [label.get_text() for label in single.get_yticklabels()] == ["elo", "rest"]
    drawn = [[round(x, 9) for x in container.lines[0].get_xdata()] for container in shap.containers]
    assert drawn == [[0.75, 0.25], [0.75, 0.25]]
