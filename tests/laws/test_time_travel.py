"""The law itself must catch those who look ahead."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from tests.laws.small_league import make_league
from tests.laws.time_travel import Tables, assert_time_travel, delete_from, scramble_from

DAY = pd.Timestamp("2011-11-10")
EXTRA = {
    "prm_player_games": pd.DataFrame(
        {
            "season": "2011-12",
            "game_id": [f"{i:010d}" for i in range(8)],
            "game_date": pd.date_range("2011-11-07", periods=8),
            "season_type": "regular",
            "team_id": 1,
            "player_id": range(8),
            "player_name": "a man",
            "minutes": np.arange(8.0),
            "is_starter": pd.array([True, False] * 4, dtype="boolean"),
            "source": "test",
        }
    ),
    "prm_injury_notes": pd.DataFrame(
        {
            "note_date": pd.date_range("2011-11-07", periods=8),
            "player_id": pd.array(range(8), dtype="Int64"),
            "state": ["out", "back"] * 4,
        }
    ),
    "prm_players": pd.DataFrame({"player_id": range(8)}),
}


@pytest.fixture(scope="module")
def tables() -> dict[str, pd.DataFrame]:
    return make_league(1) | EXTRA


def _law(build, tables: Tables) -> None:
    assert_time_travel(build, tables, [DAY], np.random.default_rng(0))


def test_scrambling_keeps_the_past_and_the_schedule_and_changes_every_later_result(tables) -> None:
    other = scramble_from(tables, DAY, np.random.default_rng(0))
    for name in ("prm_games", "prm_team_games"):
        before, after = tables[name], other[name]
        past = before["game_date"] < DAY
        pd.testing.assert_frame_equal(before[past], after[past])
        pd.testing.assert_frame_equal(before[["game_id", "is_neutral"]], after[["game_id", "is_neutral"]])
        column = "home_margin" if name == "prm_games" else "points"
        assert (before.loc[~past, column] != after.loc[~past, column]).all()
    assert (other["prm_player_games"]["minutes"].iloc[:3] == [0.0, 1.0, 2.0]).all()
    assert (other["prm_player_games"]["minutes"].iloc[3:] != np.arange(3.0, 8.0)).all()
    assert sorted(other["prm_injury_notes"]["player_id"]) == list(range(8))
    assert other["prm_injury_notes"]["player_id"].iloc[:3].tolist() == [0, 1, 2]


def test_deleting_leaves_the_schedule_without_results_and_no_later_rows(tables) -> None:
    other = delete_from(tables, DAY)
    games = other["prm_games"]
    later = games["game_date"] >= DAY
    assert len(games) == len(tables["prm_games"])
    assert games.loc[later, "home_points"].isna().all()
    assert not games.loc[later, "is_played"].any()
    assert games.loc[~later, "is_played"].all()
    assert len(other["prm_player_games"]) == len(other["prm_injury_notes"]) == 3
    assert other["prm_players"] is tables["prm_players"]


def test_a_feature_that_sees_its_own_game_breaks_the_law(tables) -> None:
    def forgot_to_shift(tables: Tables) -> pd.DataFrame:
        rows = tables["prm_team_games"]
        form = rows.groupby("team_id")["points"].transform(lambda points: points.expanding().mean())
        return rows[["game_id", "game_date"]].assign(form=form)

    with pytest.raises(AssertionError, match="the future changed form"):
        _law(forgot_to_shift, tables)


def test_a_feature_that_sees_other_games_of_its_day_breaks_the_law(tables) -> None:
    def row_by_row(tables: Tables) -> pd.DataFrame:
        rows = tables["prm_team_games"]
        return rows[["game_id", "game_date"]].assign(league=rows["points"].expanding().mean().shift())

    with pytest.raises(AssertionError, match="the future changed league"):
        _law(row_by_row, tables)


def test_a_mean_of_the_whole_table_breaks_the_law(tables) -> None:
    def centred(tables: Tables) -> pd.DataFrame:
        games = tables["prm_games"]
        return games[["game_id", "game_date"]].assign(late=games["home_margin"].mean())

    with pytest.raises(AssertionError, match="the future changed late"):
        _law(centred, tables)


def test_counting_the_results_to_come_breaks_the_law(tables) -> None:
    def share_played(tables: Tables) -> pd.DataFrame:
        games = tables["prm_games"]
        return games[["game_id", "game_date"]].assign(played=int(games["is_played"].sum()))

    with pytest.raises(AssertionError, match="delete from 2011-11-10: the future changed played"):
        _law(share_played, tables)


def test_the_schedule_may_be_seen(tables) -> None:
    _law(lambda tables: tables["prm_games"][["game_id", "game_date", "is_neutral"]], tables)
