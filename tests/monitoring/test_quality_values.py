"""Each planted defect of values is found, and a clean table has none."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from busta.monitoring.quality_values import (
    check_duplicates,
    check_missing,
    check_outliers,
    check_ranges,
    check_types,
)
from busta.params.quality import Known, Limits, OutlierRules
from busta.schemas.primary import Officials

TEN = Limits(warning=0.10, error=None)
NONE = Limits(warning=None, error=0)
RULES = OutlierRules(standard_deviations=3, least_rows=30, columns={"team_games": ["points", "absent"]})


def _rows(n: int = 100) -> pd.DataFrame:
    values = np.random.default_rng(7).uniform(90, 130, n).round()
    return pd.DataFrame(
        {"season": "2023-24", "game_id": [f"{i:010d}" for i in range(n)], "team_id": 5, "points": values}
    )


def _bad(rows: list[dict[str, object]]) -> dict[object, tuple[object, object]]:
    return {row["column"]: (row["n_bad"], row["severity"]) for row in rows if row["n_bad"]}


def test_a_clean_table_has_no_finding() -> None:
    rows = _rows()
    found = check_missing("team_games", rows, TEN) + check_outliers("team_games", rows, RULES, TEN)
    found += check_ranges("team_games", rows, {"points": (45, 200)}, NONE)
    found += check_duplicates("team_games", rows, ("game_id", "team_id"), NONE)
    assert len(found) == 4 + 1 + 1 + 1
    assert _bad(found) == {}


@pytest.mark.parametrize(("empty", "severity"), [(1, "info"), (10, "info"), (11, "warning")])
def test_more_than_a_tenth_missing_is_a_warning(empty: int, severity: str) -> None:
    rows = _rows()
    rows.loc[: empty - 1, "points"] = np.nan
    assert _bad(check_missing("team_games", rows, TEN)) == {"points": (empty, severity)}


def test_a_known_gap_is_told_with_its_reason_until_it_grows() -> None:
    rows = _rows()
    rows.loc[:49, "points"] = np.nan
    (of_points,) = [
        r
        for r in check_missing("t", rows, TEN, {"points": Known(share=0.5, because="it rained")})
        if r["n_bad"]
    ]
    assert (of_points["severity"], of_points["limit"]) == ("info", 0.5)
    assert str(of_points["sentence"]).endswith("are missing. Known: it rained.")
    assert _bad(check_missing("t", rows, TEN, {"points": Known(share=0.4, because="it rained")})) == {
        "points": (50, "warning")
    }


def _officials() -> pd.DataFrame:
    columns = Officials.to_schema().columns
    return pd.DataFrame({name: pd.Series(dtype=str(column.dtype)) for name, column in columns.items()})


def test_a_column_of_another_type_is_found_and_named() -> None:
    rows = _officials()
    (clean,) = check_types("officials", rows, Officials, NONE)
    assert (clean["n"], clean["n_bad"], clean["severity"]) == (len(rows.columns), 0, "info")
    wrong = rows.astype({"official_id": "float64"}).drop(columns="season")
    (found,) = check_types("officials", wrong, Officials, NONE)
    assert (found["n_bad"], found["severity"]) == (2, "error")
    assert "no column season" in str(found["sentence"])
    assert "official_id of type float64, expected int64" in str(found["sentence"])


def test_a_value_that_cannot_be_is_found_with_its_game() -> None:
    rows = _rows()
    rows.loc[3, "points"] = 1955.5
    (found,) = check_ranges(
        "team_games", rows, {"points": (45, 200), "absent": (0, 1)}, Limits(warning=0, error=0.1)
    )
    assert (found["n_bad"], found["severity"]) == (1, "warning")
    assert "for example 1955.5 (game 0000000003, team 5)" in str(found["sentence"])


def test_the_ends_of_a_range_and_missing_values_are_inside() -> None:
    rows = pd.DataFrame({"points": [45.0, 200.0, np.nan]})
    assert check_ranges("t", rows, {"points": (45, 200)}, NONE)[0]["n_bad"] == 0
    assert check_ranges("t", rows, {"points": (45, 200)}, NONE)[0]["n"] == 2


def test_a_value_more_than_three_standard_deviations_away_is_an_outlier_and_no_other() -> None:
    # A hundred values, half 100 and half 120: mean 110, deviation near 10; 139 lies inside 3 of them, 150 does not.
    rows = _rows(102).assign(points=[100.0, 120.0] * 50 + [139.0, 150.0])
    (found,) = check_outliers("team_games", rows, RULES, TEN)
    assert (found["n"], found["n_bad"]) == (102, 1)
    assert "for example 150 (game 0000000101, team 5)" in str(found["sentence"])


def test_outliers_are_measured_in_their_own_season() -> None:
    low, high = _rows(40), _rows(40).assign(season="2014-15")
    rows = pd.concat([low, high.assign(points=high["points"] + 500)], ignore_index=True)
    assert _bad(check_outliers("team_games", rows, RULES, TEN)) == {}
    rows.loc[len(rows)] = ["2023-24", "0000000999", 5, 600.0]
    assert _bad(check_outliers("team_games", rows, RULES, TEN)) == {"points": (1, "info")}


def test_a_season_of_few_rows_or_of_one_value_has_no_outliers() -> None:
    few = _rows(20).assign(points=[100.0] * 19 + [900.0])
    assert check_outliers("team_games", few, RULES, TEN)[0]["n"] == 0
    same = _rows(50).assign(points=100.0)
    assert _bad(check_outliers("team_games", same, RULES, TEN)) == {}


def test_a_row_that_stands_there_twice_is_an_error() -> None:
    rows = pd.concat([_rows(), _rows().iloc[[4]]], ignore_index=True)
    (found,) = check_duplicates("team_games", rows, ("game_id", "team_id"), NONE)
    assert (found["n"], found["n_bad"], found["severity"]) == (101, 1, "error")
    assert "for example game_id 0000000004, team_id 5" in str(found["sentence"])
