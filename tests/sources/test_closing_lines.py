"""Closing lines: the favourite's spread, quarters, and results that must never be kept."""

import pandas as pd
import pytest

from busta.schemas.market import LineHistory
from busta.sources.closing_lines import (
    closing_line_quotes,
    first_half_scores,
    line_history,
    parse_closing_lines,
)
from busta.sources.parsed import Parsed
from tests.sources.raw_texts import CLE, NYK, PLAUSIBLE, cells, raw

HEADER = (
    "season,date,away,home,score_away,score_home,q1_away,q2_away,q3_away,q4_away,ot_away,"
    "q1_home,q2_home,q3_home,q4_home,ot_home,whos_favored,spread,total,moneyline_away,moneyline_home,"
    "id_spread,id_total"
)


def _parse(
    favoured: str = "home", spread: str = "4.5", total: str = "210", money: str = "150,-180", q1: str = "26"
) -> Parsed:
    row = (
        f"2017,2016-11-01,cle,ny,97,106,{q1},23,28,20,0,29,30,22,25,0,{favoured},{spread},{total},{money},1,0"
    )
    return parse_closing_lines(raw("closing.csv", HEADER, row), PLAUSIBLE)


@pytest.mark.parametrize(("favoured", "line"), [("home", 4.5), ("away", -4.5)])
def test_the_spread_is_that_of_the_favourite(favoured: str, line: float) -> None:
    rows = _parse(favoured).rows
    assert rows["close_line"].tolist() == [line]
    assert rows[["away_team_id", "home_team_id"]].iloc[0].tolist() == [CLE, NYK]


def test_the_columns_that_are_results_are_not_kept() -> None:
    assert not {"id_spread", "id_total"} & set(_parse().rows.columns)


def test_a_favourite_that_is_neither_team_is_refused() -> None:
    parsed = _parse("nobody")
    assert cells(parsed.refused) == [(2, "whos_favored", "nobody")]
    assert parsed.rows["close_line"].isna().all()


def test_empty_lines_and_moneylines_are_simply_missing() -> None:
    parsed = _parse(spread="", money=",")
    assert parsed.refused.empty
    assert parsed.rows[["close_line", "home_price", "away_price"]].isna().all(axis=None)


def test_a_price_under_one_hundred_is_refused() -> None:
    assert cells(_parse(money="8,-180").refused) == [(2, "moneyline_away", "8")]


def test_a_total_out_of_reach_is_refused() -> None:
    assert cells(_parse(total="1955.5").refused) == [(2, "total", "1955.5")]


def test_the_first_half_is_the_first_two_quarters() -> None:
    rows = _parse().rows.assign(season="2016-17", game_id="g")
    halves = first_half_scores(rows)
    assert halves[["home_first_half_points", "away_first_half_points"]].iloc[0].tolist() == [59, 49]


def test_quarters_that_do_not_add_up_give_no_first_half() -> None:
    parsed = _parse(q1="62")
    assert cells(parsed.refused) == [(2, "q1_away", "62")]
    assert first_half_scores(parsed.rows.assign(season="2016-17", game_id="g")).empty


def test_quotes_are_closing_lines_with_the_moneyline_where_there_is_one() -> None:
    rows = _parse().rows.assign(season="2016-17", game_id="g")
    quotes = closing_line_quotes(rows)
    assert dict(zip(quotes["market"], quotes["line"], strict=True)) == {
        "ats": 4.5,
        "total": 210,
        "moneyline": 0,
    }
    assert set(quotes["moment"]) == {"close"}
    without = _parse(money=",").rows.assign(season="2016-17", game_id="g")
    assert closing_line_quotes(without)["market"].tolist() == ["ats", "total"]


def test_the_history_has_every_game_once_with_its_own_scores_and_season() -> None:
    rows = _parse().rows
    history = LineHistory.validate(line_history(pd.concat([rows, rows])))
    assert history[
        ["season", "home_team_id", "home_points", "away_points", "close_total"]
    ].to_numpy().tolist() == [["2016-17", NYK, 106, 97, 210]]


def test_a_game_without_a_score_or_a_team_is_no_history() -> None:
    rows = _parse().rows
    assert line_history(rows.assign(home_points=float("nan"))).empty
    assert line_history(rows.assign(away_team_id=pd.array([None], dtype="Int64"))).empty


def test_without_any_file_the_history_is_empty_and_valid() -> None:
    assert LineHistory.validate(line_history(parse_closing_lines({}, PLAUSIBLE).rows)).empty
