"""The invented box scores add up, on every line of every game."""

from __future__ import annotations

import pandas as pd
import pytest

from tests.league import tiny_league

COUNTS = ["FGM", "FGA", "FG3M", "FG3A", "FTM", "FTA", "OREB", "DREB", "REB", "AST", "STL", "BLK", "PF", "PTS"]


def _all(name: str) -> pd.DataFrame:
    rows = pd.concat(tiny_league()[name].values(), ignore_index=True)
    # Of a preseason game there are team totals only.
    return rows[~rows["GAME_ID"].str.startswith("001")].reset_index(drop=True)


@pytest.fixture(scope="module")
def teams() -> pd.DataFrame:
    return _all("raw_team_logs")


@pytest.fixture(scope="module")
def box() -> pd.DataFrame:
    return _all("raw_boxscores_traditional")


@pytest.fixture(scope="module", params=["raw_team_logs", "raw_player_logs", "raw_player_logs_playoffs"])
def lines(request: pytest.FixtureRequest) -> pd.DataFrame:
    return _all(request.param)


def test_shots_make_the_points_of_every_line(lines: pd.DataFrame) -> None:
    assert (2 * lines["FGM"] + lines["FG3M"] + lines["FTM"]).eq(lines["PTS"]).all()


def test_rebounds_are_offensive_and_defensive_ones(lines: pd.DataFrame) -> None:
    assert (lines["OREB"] + lines["DREB"]).eq(lines["REB"]).all()


def test_nobody_makes_more_than_he_tries_nor_less_than_nothing(lines: pd.DataFrame) -> None:
    assert (lines["FGM"] <= lines["FGA"]).all()
    assert (lines["FG3M"] <= lines["FG3A"]).all()
    assert (lines["FTM"] <= lines["FTA"]).all()
    assert (lines["FG3A"] <= lines["FGA"]).all()
    assert lines[COUNTS].ge(0).all(axis=None)


def test_nobody_has_more_than_six_fouls() -> None:
    assert _all("raw_player_logs")["PF"].max() <= 6


def test_the_men_add_up_to_their_team(teams: pd.DataFrame, box: pd.DataFrame) -> None:
    sums = box.groupby(["GAME_ID", "TEAM_ID"])[COUNTS].sum().sort_index()
    pd.testing.assert_frame_equal(
        sums, teams.set_index(["GAME_ID", "TEAM_ID"])[COUNTS].sort_index(), check_dtype=False
    )


def test_minutes_make_240_and_25_for_each_overtime(teams: pd.DataFrame, box: pd.DataFrame) -> None:
    parts = box["MIN"].dropna().str.split(":", expand=True).astype(int)
    seconds = (60 * parts[0] + parts[1]).groupby([box["GAME_ID"], box["TEAM_ID"]]).sum().sort_index()
    minutes = teams.set_index(["GAME_ID", "TEAM_ID"])["MIN"].sort_index()
    assert seconds.eq(60 * minutes).all()
    assert minutes.isin([240, 265, 290]).all()
    assert (minutes > 240).any()


def test_nobody_plays_longer_than_the_game(teams: pd.DataFrame) -> None:
    players = _all("raw_player_logs").merge(teams[["GAME_ID", "TEAM_ID", "MIN"]], on=["GAME_ID", "TEAM_ID"])
    assert (players["MIN_x"] <= players["MIN_y"] / 5).all()


def test_plus_minus_makes_five_margins(teams: pd.DataFrame, box: pd.DataFrame) -> None:
    sums = box.groupby(["GAME_ID", "TEAM_ID"])["PLUS_MINUS"].sum().sort_index()
    assert sums.eq(5 * teams.set_index(["GAME_ID", "TEAM_ID"])["PLUS_MINUS"].sort_index()).all()


def test_both_sides_of_a_game_tell_the_same_margin_and_winner(teams: pd.DataFrame) -> None:
    assert teams.groupby("GAME_ID")["PLUS_MINUS"].sum().eq(0).all()
    assert teams.groupby("GAME_ID")["WL"].agg(lambda pair: "".join(sorted(pair))).eq("LW").all()
    assert teams["PLUS_MINUS"].gt(0).eq(teams["WL"].eq("W")).all()


def test_five_men_start_for_each_team(box: pd.DataFrame) -> None:
    assert box.groupby(["GAME_ID", "TEAM_ID"])["START_POSITION"].count().eq(5).all()


def test_who_did_not_play_has_a_reason_and_no_numbers(box: pd.DataFrame) -> None:
    is_idle = box["MIN"].isna()
    assert box["COMMENT"].notna().eq(is_idle).all()
    assert box.loc[is_idle, COUNTS].isna().all(axis=None)
    assert {"DNP - Coach's Decision", "DND - Injury/Illness"} <= set(box["COMMENT"].dropna())


def test_steals_are_no_more_than_the_losses_of_the_other_side(teams: pd.DataFrame) -> None:
    pairs = teams.merge(teams, on="GAME_ID", suffixes=("", "_other"))
    pairs = pairs[pairs["TEAM_ID"].ne(pairs["TEAM_ID_other"])]
    assert (pairs["STL"] <= pairs["TOV_other"]).all()
    assert (pairs["BLK"] <= pairs["FGA_other"] - pairs["FGM_other"]).all()
