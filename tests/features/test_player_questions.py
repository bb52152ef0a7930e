import pandas as pd
import pytest

from busta.features.player_questions import QUESTION_COLUMNS, player_questions

DAYS = pd.to_datetime(["2021-01-01", "2021-01-03", "2021-01-05"]).as_unit("us")
GAMES = [("a", DAYS[0], 1, 2, True), ("b", DAYS[1], 1, 3, True), ("c", DAYS[2], 2, 3, False)]


@pytest.fixture
def team_games() -> pd.DataFrame:
    sides = [
        (game, day, *pair, is_home, 100.0 if is_played else None)
        for game, day, home, away, is_played in GAMES
        for pair, is_home in (((home, away), True), ((away, home), False))
    ]
    columns = ["game_id", "game_date", "team_id", "opponent_team_id", "is_home", "points"]
    return pd.DataFrame(sides, columns=columns).assign(season="2020-21", season_type="regular")


def _men(rows: list[tuple[str, int, int]]) -> pd.DataFrame:
    table = pd.DataFrame(rows, columns=["game_id", "player_id", "team_id"])
    dates = {game: day for game, day, *_ in GAMES}
    return table.assign(game_date=table["game_id"].map(dates).astype("datetime64[us]"))


@pytest.fixture
def questions(team_games) -> pd.DataFrame:
    box = _men([("a", 11, 1), ("a", 21, 2), ("a", 12, 1), ("b", 31, 3)])
    # Player 12 is on the books of team 2 by game b already; 21 is on those of team 2 for game c.
    outlook = _men([("a", 11, 1), ("b", 11, 1), ("b", 13, 1), ("c", 21, 2), ("c", 13, 3)])
    # 11 is on the books, 12 was seen with team 1, 31 played, 99 was never seen, 21 is with another team.
    quotes = _men([("b", 11, 0), ("b", 12, 0), ("b", 12, 0), ("b", 31, 0), ("b", 99, 0), ("b", 21, 0)])
    return player_questions(team_games, box, outlook, quotes.drop(columns="team_id"))


def test_who_played_who_has_a_line_and_who_is_expected_tonight(questions) -> None:
    asked = list(zip(questions["game_id"], questions["team_id"], questions["player_id"], strict=True))
    assert asked == [
        ("a", 1, 11),
        ("a", 1, 12),
        ("a", 2, 21),
        ("b", 1, 11),
        ("b", 1, 12),
        ("b", 3, 31),
        ("c", 2, 21),
        ("c", 3, 13),
    ]


def test_a_question_knows_opponent_and_floor(questions) -> None:
    assert list(questions) == QUESTION_COLUMNS
    assert questions["opponent_id"].tolist() == [2, 2, 1, 3, 3, 1, 3, 2]
    assert questions["is_home"].tolist() == [True, True, False, True, True, False, True, False]
    assert questions["season"].unique().tolist() == ["2020-21"]


def test_the_box_score_says_the_team_of_a_man_who_has_just_been_traded(team_games) -> None:
    box = _men([("a", 11, 1), ("b", 11, 3)])
    outlook = _men([("b", 11, 1)])
    quotes = _men([("b", 11, 0)])
    questions = player_questions(team_games, box, outlook, quotes)
    assert questions["team_id"].tolist() == [1, 3]


def test_without_lines_and_box_scores_the_games_to_come_are_asked_about(team_games) -> None:
    empty = _men([])
    questions = player_questions(team_games, empty, _men([("b", 11, 1), ("c", 21, 2)]), empty)
    assert questions["player_id"].tolist() == [21]
    assert len(player_questions(team_games, empty, empty, empty)) == 0
