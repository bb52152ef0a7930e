from __future__ import annotations

import pandas as pd
import pytest

from busta.evaluation.moments.absences import absence_moments
from busta.evaluation.moments.players import played_rows
from busta.evaluation.moments.samples import Moment
from tests.evaluation.moments.small_tables import RULES, calendar, days, estimate, men, team_days, value

GAME_DAYS = (2, 4, 5, 8, 10, 12, 14)


def notes(rows: list[tuple[int, int | None, str, str]]) -> pd.DataFrame:
    """Notes (day, man, state, reason)."""
    table = pd.DataFrame(rows, columns=["day", "player_id", "state", "reason"])
    return table.assign(note_date=days(table["day"].tolist()), player_id=table["player_id"].astype("Int64"))


def measured(told: pd.DataFrame) -> list[Moment]:
    """A man plays on days 4, 8 and 14: he misses the second night of two, and two games in a row."""
    table = men([(day, 1, 30.0, 10.0) for day in (4, 8, 14)])
    teams = team_days(GAME_DAYS)
    return absence_moments(teams, played_rows(table), told, calendar(teams), RULES)


def test_games_are_missed_between_the_first_and_the_last() -> None:
    found = measured(notes([(1, 9, "out", "injury")]))
    # Six games from day 4 to day 14, three of them missed; the game of day 2 was before his time.
    assert (value(found, "games missed: share"), estimate(found, "games missed: share").n) == (0.5, 6)
    assert value(found, "games missed after one played: share") == 1.0
    assert value(found, "second night in a row missed, the first one played: share") == 1.0
    assert value(found, "other games missed, the last one played: share") == 1.0
    assert value(found, "men of the rotation missing in a team game: mean") == 0.5


def test_an_absence_is_as_long_as_the_games_in_a_row() -> None:
    found = measured(notes([(1, 9, "out", "injury")]))
    assert (value(found, "length: mean"), estimate(found, "length: mean").n) == (1.5, 2)
    assert value(found, "length: share of a single game") == 0.5
    assert value(found, "length: share of 10 games or more") == 0.0


@pytest.mark.parametrize(
    ("day", "before", "by_day"),
    [(8, 0.0, 0.0), (9, 0.5, 0.5), (10, 0.0, 0.5), (11, 0.0, 0.0)],
    ids=["of the last game played", "the evening before", "of the day itself", "too late"],
)
def test_a_note_counts_after_the_last_game_played(day: int, before: float, by_day: float) -> None:
    found = measured(notes([(day, 1, "out", "injury"), (4, None, "out", "injury")]))
    assert value(found, "noted before the day of the first game missed: share") == before
    assert value(found, "noted by the day of the first game missed: share") == by_day


def test_a_note_that_he_is_back_tells_no_absence() -> None:
    found = measured(notes([(9, 1, "back", "other"), (9, 2, "out", "injury")]))
    assert value(found, "noted by the day of the first game missed: share") == 0.0


def test_rest_is_a_share_of_what_is_noted() -> None:
    found = measured(notes([(5, 1, "out", "rest"), (9, 1, "out", "injury")]))
    assert value(found, "noted as rest: share") == 0.5


def test_without_a_rotation_there_are_no_absences() -> None:
    table, teams = men([(4, 1, 30.0, 10.0)]), team_days(GAME_DAYS)
    told = notes([(1, 9, "out", "injury")])
    assert absence_moments(teams, played_rows(table), told, calendar(teams), RULES) == []


def test_without_notes_the_lengths_are_still_known() -> None:
    found = measured(notes([(1, 9, "back", "other")]))
    assert value(found, "length: mean") == 1.5
    assert [moment.estimate.n for moment in found if moment.name.startswith("noted")] == [0, 0, 0]
