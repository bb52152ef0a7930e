"""One box score per game, from the most trusted source that adds up."""

from __future__ import annotations

import pandas as pd

from busta.nba.boxscore import STATISTICS
from busta.sources.player_games import build_player_games
from tests.sources.boxes import refused

GAMES = pd.DataFrame(
    {
        "season": "2015-16", "game_id": ["g1", "g2"], "game_date": pd.to_datetime(["2015-10-28", "2015-10-29"]),
        "season_type": "regular", "home_team_id": 1, "away_team_id": 2, "home_points": [10.0, 20.0],
        "away_points": [8.0, 18.0], "is_played": True,
    }
)  # fmt: skip


def _box(*rows: tuple[str, int, int, float]) -> pd.DataFrame:
    table = pd.DataFrame(list(rows), columns=["game_id", "team_id", "player_id", "points"])
    rest = {name: 0.0 for name in STATISTICS if name != "points"}
    return table.assign(
        **rest, season="2015-16", player_name="A B", minutes=30.0, plus_minus=0.0, file="f.csv",
        row=range(2, 2 + len(table)),
        is_starter=pd.array([None] * len(table), dtype="boolean"),
    )  # fmt: skip


FIRST_GAME = [("g1", 1, 11, 6.0), ("g1", 1, 12, 4.0), ("g1", 2, 21, 8.0)]
SECOND_GAME = [("g2", 1, 11, 20.0), ("g2", 2, 21, 18.0)]


def test_a_game_is_taken_whole_from_the_most_trusted_source() -> None:
    boxes = {"player_logs": _box(*FIRST_GAME), "boxscores_traditional": _box(*FIRST_GAME, *SECOND_GAME)}
    built = build_player_games(GAMES, boxes, [_box()])
    assert built.rows.groupby("game_id")["source"].unique().map(list).to_dict() == {
        "g1": ["player_logs"],
        "g2": ["boxscores_traditional"],
    }
    assert built.refused.empty
    assert built.rows["game_date"].notna().all()


def test_a_game_that_does_not_add_up_is_refused_and_taken_from_the_next_source() -> None:
    cut = _box(*FIRST_GAME[1:], *SECOND_GAME)
    built = build_player_games(
        GAMES, {"player_logs": cut, "boxscores_traditional": _box(*FIRST_GAME)}, [_box()]
    )
    assert set(built.rows["game_id"]) == {"g1", "g2"}
    assert built.rows.loc[built.rows["game_id"] == "g1", "source"].unique().tolist() == [
        "boxscores_traditional"
    ]
    name, row, column, value, expected = refused(built.refused)[0]
    assert (name, row, column, value) == ("f.csv", 2, "points", "4.0")
    assert expected.endswith("add up to the team logs: 10 for this team, was 4")


def test_a_game_with_one_team_only_is_refused() -> None:
    built = build_player_games(GAMES, {"player_logs": _box(*FIRST_GAME[:2], *SECOND_GAME)}, [_box()])
    assert built.rows["game_id"].unique().tolist() == ["g2"]
    assert len(built.refused) == 2


def test_a_game_that_the_team_logs_do_not_have_is_counted_and_left_out() -> None:
    built = build_player_games(GAMES, {"player_logs": _box(("g9", 1, 11, 5.0), *FIRST_GAME)}, [_box()])
    rows = built.coverage.set_index("what")
    assert rows.loc["player rows", "reason"] == "no game of the team logs: 1"
    assert rows.loc["league games", "reason"] == "no box score: 1"
    assert rows.loc["league games", "share_joined"] == 0.5


def test_starters_come_from_the_first_source_that_tells_them() -> None:
    told = pd.DataFrame({"game_id": ["g1", "g1"], "player_id": [11, 12], "is_starter": [True, False]})
    other = pd.DataFrame({"game_id": ["g1", "g2"], "player_id": [11, 11], "is_starter": [False, True]})
    built = build_player_games(GAMES, {"player_logs": _box(*FIRST_GAME, *SECOND_GAME)}, [told, other])
    starters = built.rows.set_index(["game_id", "player_id"])["is_starter"]
    assert starters["g1", 11]
    assert starters["g2", 11]
    assert not starters["g1", 12]
    assert starters.isna().sum() == 2
