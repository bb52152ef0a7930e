import pandas as pd
import pytest

from busta.ratings.game_days import GameDay, walk_days


def _table(*rows: tuple[str, str]) -> pd.DataFrame:
    table = pd.DataFrame(rows, columns=["season", "game_date"])
    return table.assign(game_date=pd.to_datetime(table["game_date"]).astype("datetime64[us]"))


def test_a_day_holds_all_its_rows_and_knows_how_long_ago_the_last_one_was() -> None:
    table = _table(
        ("2020-21", "2021-01-01"),
        ("2020-21", "2021-01-01"),
        ("2020-21", "2021-01-04"),
        ("2021-22", "2021-10-01"),
    )
    assert list(walk_days(table)) == [
        GameDay(slice(0, 2), 0, False),
        GameDay(slice(2, 3), 3, False),
        GameDay(slice(3, 4), 270, True),
    ]


def test_an_empty_table_has_no_days() -> None:
    assert list(walk_days(_table())) == []


def test_unsorted_days_are_refused() -> None:
    with pytest.raises(ValueError, match="expected rows sorted by game_date"):
        list(walk_days(_table(("2020-21", "2021-01-02"), ("2020-21", "2021-01-01"))))
