"""Odds rows and games: joined on date and teams, by one stated rule a day off, never guessed."""

import pandas as pd
import pytest

from busta.sources.join import join_games, left_out
from tests.sources.raw_texts import BOS, CLE, NYK, TOR, games

GAMES = games(
    ("0041600001", "2017-05-05", CLE, TOR, 125, 103),
    ("0041600002", "2017-05-07", TOR, CLE, 102, 109),
    ("0021600001", "2016-11-01", BOS, NYK, 107, 87),
)


def _rows(*rows: tuple[str, int, int, float, float]) -> pd.DataFrame:
    columns = ["game_date", "home_team_id", "away_team_id", "home_points", "away_points"]
    frame = pd.DataFrame(list(rows), columns=columns)
    frame["game_date"] = pd.to_datetime(frame["game_date"]).astype("datetime64[us]")
    frame = frame.astype({"home_team_id": "Int64", "away_team_id": "Int64"})
    return frame.assign(file="f.csv", row=range(2, 2 + len(frame)), total=200.0)


def test_a_row_meets_the_game_of_its_day_and_teams_and_loses_its_score() -> None:
    joined = join_games(_rows(("2016-11-01", BOS, NYK, 107, 87)), GAMES, "s", 1)
    assert joined.rows["game_id"].tolist() == ["0021600001"]
    assert not {"home_points", "away_points"} & set(joined.rows.columns)
    assert joined.refused.empty


def test_a_row_one_day_off_with_the_same_teams_and_score_is_joined_and_reported() -> None:
    joined = join_games(_rows(("2017-05-06", TOR, CLE, 102, 109)), GAMES, "s", 1)
    assert joined.rows[["game_id", "game_date"]].iloc[0].tolist() == [
        "0041600002",
        pd.Timestamp("2017-05-07"),
    ]
    assert joined.coverage.set_index("what").loc["rows", "reason"] == "date one day off: 1"


@pytest.mark.parametrize(
    "row",
    [
        ("2017-05-06", TOR, CLE, 102, 108),  # another score
        ("2017-05-06", CLE, TOR, 109, 102),  # home and away changed
        ("2017-05-05", TOR, CLE, 102, 109),  # two days off
        ("2017-05-06", TOR, CLE, None, None),  # no score to know it by
    ],
)
def test_a_misdated_row_that_could_be_another_game_is_refused(
    row: tuple[str, int, int, float, float],
) -> None:
    joined = join_games(_rows(row), GAMES, "s", 1)
    assert joined.rows.empty
    assert joined.refused["expected"].tolist() == ["a league game of that day between these teams"]
    assert joined.refused["value"][0].startswith(row[0])


def test_a_misdated_row_does_not_take_a_game_that_has_its_row() -> None:
    rows = _rows(("2017-05-07", TOR, CLE, 102, 109), ("2017-05-06", TOR, CLE, 102, 109))
    joined = join_games(rows, GAMES, "s", 1)
    assert joined.rows["row"].tolist() == [2]
    assert joined.refused["row"].tolist() == [3]


def test_a_second_row_for_the_same_game_is_refused() -> None:
    joined = join_games(_rows(*[("2016-11-01", BOS, NYK, 107, 87)] * 2), GAMES, "s", 1)
    assert joined.rows["row"].tolist() == [2]
    assert joined.refused[["row", "expected"]].iloc[0].tolist() == [3, "one row for a game"]


def test_several_books_of_a_game_are_told_apart_by_their_keys() -> None:
    rows = _rows(*[("2016-11-01", BOS, NYK, 107, 87)] * 2).assign(book=["a", "b"])
    assert join_games(rows, GAMES, "s", 1, ["book"]).rows["book"].tolist() == ["a", "b"]


def test_a_score_that_differs_is_reported_and_the_row_is_kept() -> None:
    joined = join_games(_rows(("2016-11-01", BOS, NYK, 10, 12)), GAMES, "s", 1)
    assert len(joined.rows) == 1
    assert joined.coverage.set_index("what").loc["rows", "reason"] == "joined, final score differs: 1"


def test_rows_of_seasons_without_games_are_counted_but_not_refused_one_by_one() -> None:
    joined = join_games(_rows(("2009-11-01", BOS, NYK, 107, 87)), GAMES, "s", 1)
    assert joined.refused.empty
    coverage = joined.coverage.iloc[0]
    assert coverage[["season", "read", "joined"]].tolist() == ["2009-10", 1, 0]
    assert coverage["reason"] == "no games known of this season: 1"


def test_coverage_counts_rows_and_league_games_per_season() -> None:
    joined = join_games(_rows(("2016-11-01", BOS, NYK, 107, 87)), GAMES, "s", 1)
    counts = joined.coverage.set_index("what")[["season", "source", "read", "joined", "refused"]]
    assert counts.loc["rows"].tolist() == ["2016-17", "s", 1, 1, 0]
    assert counts.loc["league games"].tolist() == ["2016-17", "s", 3, 1, 2]


def test_rows_without_teams_or_date_were_refused_before_and_meet_nothing() -> None:
    rows = _rows(("2016-11-01", BOS, NYK, 107, 87))
    rows["home_team_id"] = pd.array([pd.NA], dtype="Int64")
    joined = join_games(rows, GAMES, "s", 1)
    assert joined.rows.empty
    assert joined.refused.empty


def test_a_source_without_scores_is_joined_by_date_only() -> None:
    rows = _rows(("2017-05-06", TOR, CLE, 1, 2), ("2016-11-01", BOS, NYK, 1, 2))
    joined = join_games(rows.drop(columns=["home_points", "away_points"]), GAMES, "s", 1)
    assert joined.rows["game_id"].tolist() == ["0021600001"]
    assert joined.refused["row"].tolist() == [2]


def test_rows_refused_after_the_join_are_counted_as_refused_with_the_reason() -> None:
    joined = pd.DataFrame({"season": ["2020-21", "2020-21", "2021-22"], "game_id": ["a", "a", "b"]})
    numbers = {"read": [5, 3, 1, 1], "joined": [2, 1, 1, 1], "refused": [3, 2, 0, 0]}
    coverage = pd.DataFrame(
        {"season": ["2020-21", "2020-21", "2021-22", "2021-22"], "what": ["rows", "league games"] * 2}
        | numbers
    ).assign(reason=["no game: 3", "", "", ""], share_joined=0.0)
    counted = left_out(coverage, joined, joined[joined["season"] == "2021-22"], "too late")
    assert counted["joined"].tolist() == [0, 0, 1, 1]
    assert counted["refused"].tolist() == [5, 3, 0, 0]
    assert counted["reason"].tolist() == ["no game: 3; too late: 2", "", "", ""]
    assert counted["share_joined"].tolist() == [0.0, 0.0, 1.0, 1.0]
