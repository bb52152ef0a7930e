"""Average closing moneylines."""

import pandas as pd
import pytest

from busta.sources.oddsportal import oddsportal_quotes, parse_oddsportal
from busta.sources.parsed import Parsed
from tests.sources.raw_texts import BOS, NYK, PLAUSIBLE, cells, raw

HEADER = "date,season_type,neutral,team_1,team_2,points_1,points_2,moneyline_1,moneyline_2,game_url"


def _parse(row: str) -> Parsed:
    return parse_oddsportal(raw("moneylines.csv", HEADER, row), PLAUSIBLE)


def test_the_first_team_is_the_home_team_and_odds_are_text_with_a_sign() -> None:
    row = _parse("22 Jun 2015,Play Offs,0,New York Knicks,Boston Celtics,106,88,-270,+220,u").rows.iloc[0]
    assert row[["home_team_id", "away_team_id", "game_date"]].tolist() == [
        NYK,
        BOS,
        pd.Timestamp("2015-06-22"),
    ]
    assert row["home_price"] == pytest.approx(1 + 100 / 270)
    assert row["away_price"] == pytest.approx(3.2)


def test_a_hyphen_is_no_moneyline_and_makes_no_quote() -> None:
    parsed = _parse("22 Jun 2015,Regular,0,New York Knicks,Boston Celtics,106,88,-,-,u")
    assert parsed.refused.empty
    assert oddsportal_quotes(parsed.rows.assign(season="2014-15", game_id="g")).empty


@pytest.mark.parametrize(("cell", "is_neutral"), [("0", False), ("1", True)])
def test_a_neutral_floor_is_told_by_a_one(cell: str, is_neutral: bool) -> None:
    parsed = _parse(f"12 Jan 2017,Regular,{cell},Denver Nuggets,Indiana Pacers,140,112,-130,+110,u")
    assert parsed.refused.empty
    assert parsed.rows["is_neutral"].tolist() == [is_neutral]


def test_a_floor_that_is_neither_neutral_nor_not_is_refused() -> None:
    parsed = _parse("12 Jan 2017,Regular,yes,Denver Nuggets,Indiana Pacers,140,112,-130,+110,u")
    assert cells(parsed.refused) == [(2, "neutral", "yes")]


def test_all_star_teams_are_refused() -> None:
    parsed = _parse("16 Feb 2020,All Stars,1,Team LeBron,Team Giannis,157,155,-200,+170,u")
    assert cells(parsed.refused) == [(2, "team_1", "Team LeBron"), (2, "team_2", "Team Giannis")]


def test_two_prices_that_cannot_stand_together_are_refused() -> None:
    parsed = _parse("22 Jun 2015,Regular,0,New York Knicks,Boston Celtics,106,88,-323,-323,u")
    assert cells(parsed.refused) == [(2, "moneyline_1", "-323")]
    assert parsed.rows[["home_price", "away_price"]].isna().all(axis=None)
