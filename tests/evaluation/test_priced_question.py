"""Who is priced, in which game, and whether he played in it."""

from __future__ import annotations

import pandas as pd
import pytest

from busta.evaluation.bootstrap import EvaluationError
from busta.evaluation.priced_question import find_question
from tests import player_tables

NEWCOMER, TRADED, AWAY = 7, 8, 9


def _asked(days: list[int], player: int, **columns: object) -> pd.DataFrame:
    return player_tables.questions(days, player_id=player, **columns)


QUESTIONS = pd.concat(
    [
        _asked([1, 2, 3, 40, 41], 1),
        _asked([40], NEWCOMER),
        _asked([1, 2, 3], TRADED, team_id=[5, 5, 1]),
        _asked([2], AWAY),
    ],
    ignore_index=True,
)
BOX = pd.concat(
    [
        player_tables.box([1, 2, 3], [30.0, 0.0, 30.0]),
        player_tables.box([1, 2, 3], [30.0] * 3).assign(player_id=TRADED, team_id=[5, 5, 1]),
    ],
    ignore_index=True,
)


def test_the_next_game_to_come_is_asked_about_before_any_later_one() -> None:
    asked = find_question(QUESTIONS, BOX, 1)
    assert (asked.game_id, asked.state, asked.earlier_games) == ("0000000040", "to come", 3)


def test_without_a_game_to_come_it_is_the_latest() -> None:
    asked = find_question(QUESTIONS, BOX, TRADED)
    assert (asked.game_id, asked.state) == ("0000000003", "played")


def test_a_game_with_a_row_of_0_minutes_was_played() -> None:
    assert find_question(QUESTIONS, BOX, 1, "0000000002").state == "played"


def test_a_newcomer_has_no_earlier_game() -> None:
    asked = find_question(QUESTIONS, BOX, NEWCOMER)
    assert (asked.earlier_games, asked.earlier_teams) == (0, ())


def test_a_traded_man_has_the_games_of_both_teams() -> None:
    asked = find_question(QUESTIONS, BOX, TRADED, "0000000003")
    assert (asked.team_id, asked.earlier_games, asked.earlier_teams) == (1, 2, (5,))


def test_a_man_with_a_line_who_is_in_no_box_score_did_not_play() -> None:
    assert find_question(QUESTIONS, BOX, AWAY).state == "did not play"


def test_nobody_is_asked_about_without_box_score_line_or_game_to_come() -> None:
    with pytest.raises(EvaluationError, match="player 99 has none of them"):
        find_question(QUESTIONS, BOX, 99)


def test_a_game_without_him_names_his_latest() -> None:
    with pytest.raises(EvaluationError, match="was 0000000040; his latest is 0000000003 on 2020-11-04"):
        find_question(QUESTIONS, BOX, TRADED, "0000000040")
