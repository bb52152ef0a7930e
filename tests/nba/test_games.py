"""Games and their two teams."""

from __future__ import annotations

import pandas as pd
import pytest

from busta.nba.boxscore import STATISTICS
from busta.nba.games import (
    build_games,
    build_team_games,
    complete_games,
    first_known_tip_offs,
    is_home_side,
)

GSW, OKC = 1610612744, 1610612760
DAY = pd.Timestamp("2016-01-02")


def _logs() -> pd.DataFrame:
    rows = pd.DataFrame(
        {
            "season": "2015-16", "game_id": "0021500001", "game_date": DAY, "season_type": "regular",
            "team_id": [OKC, GSW], "is_home": [False, True], "minutes": 240.0, "points": [99.0, 104.0],
        }
    )  # fmt: skip
    return rows.assign(**{name: 1.0 for name in STATISTICS if name != "points"})


def _schedule(game_id: str | None = None, day: str = "2016-01-03") -> pd.DataFrame:
    table = pd.DataFrame(
        {
            "season": ["2015-16"], "game_id": [game_id], "game_date": pd.to_datetime([day]),
            "season_type": ["regular"], "home_team_id": [OKC], "away_team_id": [GSW],
        }
    )  # fmt: skip
    return table.astype({"game_id": "str", "game_date": "datetime64[us]"})


def _nothing(*columns: str) -> pd.DataFrame:
    return pd.DataFrame({column: pd.Series(dtype="object") for column in columns})


def _complete(games: pd.DataFrame, **given: pd.DataFrame) -> pd.DataFrame:
    pair = ["game_date", "home_team_id", "away_team_id"]
    halves = games[pair].head(0).assign(home_first_half_points=0.0, away_first_half_points=0.0)
    tables = {
        "neutral": _nothing("game_id"),
        "first_halves": halves,
        "tip_offs": _nothing("game_id", "tip_off_utc"),
    }
    return complete_games(games, **{**tables, **given})


@pytest.mark.parametrize(
    ("matchup", "team", "expected"),
    [
        ("GSW vs. OKC", "GSW", True), ("OKC @ GSW", "OKC", False),
        # Some downloads repeat the same text on both rows.
        ("OKC @ GSW", "GSW", True), ("GSW vs. OKC", "OKC", False),
        ("GSW - OKC", "GSW", None), ("GSW vs. OKC", "BOS", None), ("", "GSW", None),
    ],
)  # fmt: skip
def test_home_is_named_before_vs_and_after_at(matchup: str, team: str, expected: bool | None) -> None:
    found = is_home_side(pd.Series([matchup]), pd.Series([team]))
    assert found.tolist() == [expected] if expected is not None else found.isna().all()


def test_two_rows_make_a_game() -> None:
    game = build_games(_logs(), _schedule()).iloc[0]
    assert (game["home_team_id"], game["away_team_id"]) == (GSW, OKC)
    assert (game["home_points"], game["away_points"], game["minutes"]) == (104, 99, 240)
    assert game["is_played"]


def test_games_to_come_are_taken_from_the_schedule() -> None:
    games = build_games(_logs(), _schedule("0021500002"))
    assert games["game_id"].tolist() == ["0021500001", "0021500002"]
    assert games["is_played"].tolist() == [True, False]
    assert games["home_points"].isna().tolist() == [False, True]


@pytest.mark.parametrize(
    ("game_id", "day"), [("0021500002", "2016-01-02"), ("0021500001", "2016-01-03"), (None, "2016-01-03")]
)
def test_a_scheduled_game_that_is_past_or_known_or_has_no_id_is_not_taken(
    game_id: str | None, day: str
) -> None:
    assert len(build_games(_logs(), _schedule(game_id, day))) == 1


def test_a_game_without_statistics_is_not_played() -> None:
    logs = _logs().assign(points=float("nan"))
    games = _complete(build_games(logs, _schedule()))
    assert games["is_played"].tolist() == [False]
    assert games[["home_margin", "total_points"]].isna().all(axis=None)


def test_margin_and_total_follow_from_the_points() -> None:
    game = _complete(build_games(_logs(), _schedule())).iloc[0]
    assert (game["home_margin"], game["total_points"]) == (5, 203)
    assert not game["is_neutral"]
    assert pd.isna(game["first_half_points"])
    assert pd.isna(game["tip_off_utc"])


def test_the_final_of_the_cup_is_always_on_a_neutral_floor() -> None:
    games = build_games(_logs(), _schedule()).assign(season_type="cup_final")
    assert _complete(games)["is_neutral"].all()


def test_floor_first_half_and_tip_off_come_from_other_sources() -> None:
    games = build_games(_logs(), _schedule())
    halves = games[["game_date", "home_team_id", "away_team_id"]].assign(
        home_first_half_points=60.0, away_first_half_points=41.0
    )
    tips = pd.DataFrame({"game_id": ["0021500001"], "tip_off_utc": pd.to_datetime(["2016-01-03T00:30Z"])})
    neutral = pd.DataFrame({"game_id": ["0021500001"]})
    game = _complete(games, neutral=neutral, first_halves=halves, tip_offs=tips).iloc[0]
    assert game["is_neutral"]
    assert game["first_half_points"] == 101
    assert game["tip_off_utc"] == pd.Timestamp("2016-01-03T00:30Z")


def test_every_game_has_two_rows_played_or_not() -> None:
    games = _complete(build_games(_logs(), _schedule("0021500002")))
    rows = build_team_games(games, _logs())
    assert rows["team_id"].tolist() == [GSW, OKC, GSW, OKC]
    assert rows["opponent_team_id"].tolist() == [OKC, GSW, OKC, GSW]
    assert rows["is_home"].tolist() == [True, False, False, True]
    assert rows["points"].tolist()[:2] == [104, 99]
    assert rows["points"].isna().tolist() == [False, False, True, True]


def test_the_first_source_that_knows_a_tip_off_decides() -> None:
    first = pd.DataFrame({"game_id": ["a", "b"], "tip_off_utc": pd.to_datetime(["2020-01-01T00:00Z", None])})
    second = pd.DataFrame({"game_id": ["a", "b"], "tip_off_utc": pd.to_datetime(["2020-01-02T00:00Z"] * 2)})
    times = first_known_tip_offs([first, second]).set_index("game_id")["tip_off_utc"]
    assert times.dt.day.to_dict() == {"a": 1, "b": 2}
