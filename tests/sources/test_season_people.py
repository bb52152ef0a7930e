"""Whom the archives of whole seasons mean."""

from __future__ import annotations

import pandas as pd

from busta.nba.players import careers
from busta.schemas.primary import Awards, Salaries
from busta.sources.awards import parse_awards
from busta.sources.salaries import parse_salaries
from busta.sources.season_people import resolve_awards, resolve_salaries
from tests.sources.boxes import GSW, OKC, file
from tests.sources.test_awards import COACH, MVP
from tests.sources.test_salaries import ROW

SEEN = pd.DataFrame(
    {"player_id": [7, 8, 9], "player_name": ["A B", "A B", "E F"], "team_id": [GSW, OKC, OKC]}
)
KNOWN = careers(SEEN.assign(game_date=pd.Timestamp("2016-01-05")))


def _salaries(*rows: dict[str, str]) -> tuple[pd.DataFrame, pd.DataFrame]:
    return resolve_salaries(parse_salaries(file(list(rows))).rows, KNOWN, 365)


def test_an_id_says_who_it_is_and_a_name_only_where_there_is_none() -> None:
    rows, _ = _salaries({**ROW, "nba_id": "99"}, {**ROW, "player": "E F", "team": "OKC", "nba_id": ""})
    assert rows.set_index("player_name")["player_id"].to_dict() == {"A B": 99, "E F": 9}
    assert len(Salaries.validate(rows)) == 2


def test_of_two_men_of_one_name_the_team_decides() -> None:
    rows, _ = _salaries({**ROW, "nba_id": ""}, {**ROW, "nba_id": "", "team": "OKC"})
    assert rows.set_index("team_id")["player_id"].to_dict() == {GSW: 7, OKC: 8}


def test_nobody_is_guessed_and_the_coverage_counts_him() -> None:
    rows, coverage = _salaries({**ROW, "player": "Un Known", "nba_id": ""})
    assert rows["player_id"].isna().tolist() == [True]
    assert coverage["reason"].tolist() == ["no player, or more than one, of that name: 1"]


def test_a_coach_is_found_missing_by_nobody() -> None:
    votes = parse_awards(file([{**MVP, "Player": "E F", "Tm": "OKC"}, COACH])).rows
    rows, coverage = resolve_awards(votes, KNOWN, 365)
    assert len(Awards.validate(rows)) == 2
    assert rows.set_index("award")["player_id"].fillna(0).to_dict() == {"mvp": 9, "coy": 0}
    assert coverage["joined"].tolist() == [2]


def test_only_coaches_are_a_table_too() -> None:
    rows, _ = resolve_awards(parse_awards(file([COACH])).rows, KNOWN, 365)
    assert len(Awards.validate(rows)) == 1
