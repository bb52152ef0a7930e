import pandas as pd
import pytest

from busta.features.player_salary import GROUP, SALARY_COLUMNS
from tests.player_tables import questions


def _row(usable_from: str = "2020-10-12", **asked: object) -> pd.Series:
    salaries = pd.DataFrame(
        {
            "season": ["2019-20"] * 4 + ["2018-19"],
            "player_id": pd.array([1, 1, 2, None, 1], dtype="Int64"),
            "salary_usd": [2e6, 4e6, 18e6, 9e6, 50e6],
            "usable_from": pd.Timestamp(usable_from),
        }
    )
    tables = {"feat_player_questions": questions([0], **asked), "prm_salaries": salaries}
    return GROUP.build(tables, None).iloc[0]


def test_what_all_teams_paid_is_set_against_the_league() -> None:
    # Six million of two teams against a mean of twelve; the lower of two men.
    assert _row()[list(SALARY_COLUMNS)].tolist() == [0.5, 0.5]


def test_a_salary_is_not_known_before_its_day_nor_of_a_man_not_paid() -> None:
    assert _row("2020-11-02")[list(SALARY_COLUMNS)].isna().all()
    assert _row(player_id=9)[list(SALARY_COLUMNS)].isna().all()


def test_the_best_paid_man_is_the_first() -> None:
    assert _row(player_id=2)["salary_rank"] == pytest.approx(1)
