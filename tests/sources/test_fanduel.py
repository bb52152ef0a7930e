"""One book's odds, without those taken during the game."""

import pandas as pd
import pytest

from busta.params.odds import InPlayParams
from busta.sources.fanduel import drop_in_play, fanduel_quotes, parse_fanduel
from tests.sources.raw_texts import PLAUSIBLE, raw

HEADER = "Date,Home,Away,OU,Spread,ML_Home,ML_Away,Points,Win_Margin"
RULE = InPlayParams(probability_within=0.05, total_within=2)
AVERAGE = pd.DataFrame({"game_id": ["g"], "home_price": [1.6], "away_price": [2.5]})
CLOSING = pd.DataFrame({"game_id": ["g"], "close_total": [228.5]})


def _rows(total: str = "229.0", money: str = "-164,138", game_id: str = "g") -> pd.DataFrame:
    row = f"2022-11-07,Boston Celtics,New York Knicks,{total},3.5,{money},222,4"
    return parse_fanduel(raw("fanduel.csv", HEADER, row), PLAUSIBLE).rows.assign(
        season="2022-23", game_id=game_id
    )


def test_results_in_the_file_are_not_kept_and_a_positive_spread_favours_home() -> None:
    rows = _rows()
    assert rows["line"].tolist() == [3.5]
    assert not {"Points", "Win_Margin", "home_points"} & set(rows.columns)


def test_a_row_near_the_closing_market_is_kept() -> None:
    kept = drop_in_play(_rows(), AVERAGE, CLOSING, RULE, "multiplicative")
    assert len(kept.rows) == 1
    assert kept.refused.empty


@pytest.mark.parametrize(
    ("total", "money", "column", "value"),
    [
        ("229.0", "-100000,4000", "ML_Home", "1.001"),
        ("240.5", "-164,138", "OU", "240.5"),
        ("215.0", "-164,138", "OU", "215.0"),
    ],
)
def test_a_row_taken_in_play_is_refused(total: str, money: str, column: str, value: str) -> None:
    kept = drop_in_play(_rows(total, money), AVERAGE, CLOSING, RULE, "multiplicative")
    assert kept.rows.empty
    assert kept.refused[["file", "row", "column", "value"]].iloc[0].tolist() == [
        "fanduel.csv",
        2,
        column,
        value,
    ]


def test_a_row_that_cannot_be_compared_is_refused() -> None:
    kept = drop_in_play(_rows(game_id="other"), AVERAGE, CLOSING, RULE, "multiplicative")
    assert kept.rows.empty
    assert len(kept.refused) == 1


def test_quotes_carry_the_name_of_the_book() -> None:
    quotes = fanduel_quotes(_rows())
    assert quotes["market"].tolist() == ["ats", "total", "moneyline"]
    assert set(quotes["book"]) == {"fanduel"}
