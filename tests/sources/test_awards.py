"""Votes for awards: players, coaches, and all-league teams in one table."""

from __future__ import annotations

import pandas as pd
import pytest

from busta.datasets import RawFilesDataset
from busta.sources.awards import NUMBERS, SIGNED, parse_awards
from tests.sources.boxes import file, refused

EMPTY = dict.fromkeys([*NUMBERS, *SIGNED, "Rank", "Player", "# Tm", "Pos", "Coach"], "")
MVP = {**EMPTY, "year": "2016", "award": "mvp", "Rank": "1", "Player": "A B", "Tm": "PHO", "Pts Won": "900.0"}
TEAM = {**MVP, "award": "all-nba", "Rank": "", "# Tm": "2nd", "Pos": "G", "Tm": "TOT"}
COACH = {**MVP, "award": "coy", "Rank": "3T", "Player": "", "Coach": "C D", "Tm": "BRK", "W": "50.0"}


def test_a_place_may_be_shared_and_a_coach_is_no_player() -> None:
    rows = parse_awards(file([MVP, COACH])).rows
    assert rows["rank"].tolist() == [1, 3]
    assert rows["is_tied"].tolist() == [False, True]
    assert rows["player_name"].fillna("").tolist() == ["A B", ""]
    assert rows["coach_name"].fillna("").tolist() == ["", "C D"]
    assert rows["team_id"].tolist() == [1610612756, 1610612751]


def test_a_man_of_several_teams_has_none_and_an_all_league_team_has_a_number() -> None:
    row = parse_awards(file([TEAM])).rows.iloc[0]
    assert (row["chosen_team"], row["position"]) == (2, "G")
    assert pd.isna(row["team_id"])
    assert pd.isna(row["rank"])


def test_votes_are_known_after_the_season() -> None:
    assert parse_awards(file([MVP])).rows["usable_from"].tolist() == [pd.Timestamp("2016-10-12")]


@pytest.mark.parametrize(
    ("column", "value"),
    [("award", "best hair"), ("Rank", "first"), ("Tm", "QQQ"), ("Player", ""), ("Share", "-1"), ("WS", "1000"),
     ("Coach", "E F")],
)  # fmt: skip
def test_a_wrong_cell_is_named(column: str, value: str) -> None:
    parsed = parse_awards(file([{**MVP, column: value}]))
    shown = "Player" if column == "Coach" else column
    assert [cell[1:3] for cell in refused(parsed.refused)] == [(2, shown)]


def test_nobody_gets_the_votes_of_an_award_twice() -> None:
    parsed = parse_awards(file([MVP, MVP]))
    assert len(parsed.rows) == 1
    assert "who" not in parsed.rows


def test_every_real_vote_is_read(raw_root) -> None:
    parsed = parse_awards(
        RawFilesDataset(path=str(raw_root / "awards"), pattern="*.csv", format="csv").load()
    )
    assert (len(parsed.rows), len(parsed.refused)) == (1_796, 0)
    assert int(parsed.rows["coach_name"].notna().sum()) == 111
