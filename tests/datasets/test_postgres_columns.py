"""Tables as PostgreSQL's COPY takes and gives them, without any server."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from kedro.io import DatasetError

from busta.datasets.postgres_columns import Column, from_csv, require_same, to_csv


def _column(name: str, kind: str, *, is_required: bool = False) -> Column:
    return Column(name, kind, is_required, is_generated=False, is_key=False)


COLUMNS = [
    _column("game_id", "text"),
    _column("line", "double precision"),
    _column("player_id", "bigint"),
    _column("team_id", "bigint", is_required=True),
    _column("is_home", "boolean", is_required=True),
    _column("is_starter", "boolean"),
    _column("game_date", "date"),
    _column("quoted_at_utc", "timestamp with time zone"),
]
LIKE_PANDAS = {
    "game_id": pd.Series(["0021400001", "", None, 'a "b", c\nd'], dtype="str"),
    "line": [-0.0, 0.1 + 0.2, np.nan, np.inf],
    "player_id": pd.Series([2**53 + 1, pd.NA, 7, -1], dtype="Int64"),
    "team_id": pd.Series([1, 2, 3, 2**62], dtype="int64"),
    "is_home": [True, False, True, True],
    "is_starter": pd.Series([True, pd.NA, False, pd.NA], dtype="boolean"),
    "game_date": pd.Series(["2024-10-22", None, "1946-11-01", "2024-02-29"], dtype="datetime64[us]"),
    "quoted_at_utc": pd.Series(
        ["2024-10-22 23:59:59.999999", None, "2000-01-01", "2024-03-10 10:30"], dtype="datetime64[us, UTC]"
    ),
}


def _table(**changes: Any) -> pd.DataFrame:
    return pd.DataFrame(LIKE_PANDAS | changes)


def _there_and_back(table: pd.DataFrame) -> pd.DataFrame:
    # A boolean is `true` on the way in, and `t` on the way out.
    content = bytes(to_csv(table, COLUMNS, "games")).replace(b",true", b",t").replace(b",false", b",f")
    return from_csv(content, COLUMNS)


def test_every_type_every_null_and_every_sign_come_back() -> None:
    back = _there_and_back(_table())
    pd.testing.assert_frame_equal(back, _table())
    assert np.signbit(back["line"].iloc[0])


def test_a_table_without_rows_keeps_its_columns_and_types() -> None:
    pd.testing.assert_frame_equal(_there_and_back(_table().head(0)), _table().head(0))


@given(arrays.arrays("float64", st.integers(1, 20), elements=st.floats(allow_nan=False)))
def test_every_bit_of_a_float_comes_back(values: np.ndarray) -> None:
    columns = [_column("line", "double precision")]
    content = to_csv(pd.DataFrame({"line": values}), columns, "quotes")
    back = from_csv(bytes(content), columns)["line"].to_numpy()
    assert back.tobytes() == values.tobytes()


def test_another_dtype_of_the_same_values_is_taken_and_comes_back_as_that_of_the_contract() -> None:
    zoned = _table()["quoted_at_utc"].dt.tz_convert("America/New_York")
    other = _table(
        game_id=_table()["game_id"].astype("category"),
        team_id=pd.Series([1, 2, 3, 4], dtype="int16"),
        is_starter=pd.Series([True, None, False, None], dtype="object"),
        quoted_at_utc=zoned,
        game_date=_table()["game_date"].astype("datetime64[ns]"),
    )
    expected = _table(team_id=pd.Series([1, 2, 3, 4], dtype="int64"))
    pd.testing.assert_frame_equal(_there_and_back(other), expected)


def test_columns_of_nothing_but_nulls_need_no_dtype() -> None:
    nothing = pd.Series([None] * 4, dtype="object")
    back = _there_and_back(_table(game_id=nothing, line=nothing, player_id=nothing, quoted_at_utc=nothing))
    assert back[["game_id", "line", "player_id", "quoted_at_utc"]].isna().all(axis=None)
    assert list(back.dtypes) == list(_table().dtypes)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"game_id": [21400001, 2, 3, 4]}, "games.game_id: expected values that fit text, was int64"),
        ({"team_id": [1.5, 2, 3, 4]}, "games.team_id: expected values that fit bigint, was float64"),
        ({"line": ["9", "10", "11", "12"]}, "games.line: expected values that fit double precision"),
        ({"game_date": pd.Series(["2024-10-22 01:00"] * 4, dtype="datetime64[us]")}, "given as its midnight"),
        ({"quoted_at_utc": pd.Series(["2024-10-22"] * 4, dtype="datetime64[us]")}, "a time needs its zone"),
        (
            {"game_date": ["2024-10-22"] * 4},
            "games.game_date: expected values that fit date, was str: no times",
        ),
        (
            {"quoted_at_utc": pd.Series([1, 2, 3, 4], dtype="datetime64[ns, UTC]")},
            "games.quoted_at_utc: expected values that fit timestamp with time zone",
        ),
    ],
)
def test_a_value_that_would_be_changed_on_its_way_is_refused(changes: dict[str, Any], said: str) -> None:
    with pytest.raises(DatasetError, match=said):
        to_csv(_table(**changes), COLUMNS, "games")


def test_a_column_that_only_the_code_has_says_to_run_the_upgrade() -> None:
    with pytest.raises(
        DatasetError, match=r"the column attendance that table games .* run `busta database upgrade`"
    ):
        require_same("games", [*(column.name for column in COLUMNS), "attendance"], COLUMNS)


def test_a_column_that_only_the_database_has_says_that_the_versions_differ() -> None:
    with pytest.raises(DatasetError, match="the column quoted_at_utc that the code has not"):
        require_same("games", [column.name for column in COLUMNS[:-1]], COLUMNS)
