"""Several bets of one game, from stored tables to what is printed."""

from __future__ import annotations

import io

import pytest
from rich.console import Console

from busta.evaluation.bootstrap import EvaluationError
from busta.nba.player_search import PlayerNameError
from busta.reports.combination_terminal import ShownCombination, combination_notes, print_combination
from busta.reports.combining import Bet, CombinationTables, price_combination, priced_together
from tests.reports.combined_tables import SETTINGS, combined, markets
from tests.reports.priced_tables import LATEST, PLAYED, TO_COME

POINTS = Bet("points", "nikola jokic", "over", 14.5)
REBOUNDS = Bet("rebounds", "Nikola Jokić", "over", 5.5)


def _combined(*bets: Bet, game: str | None = None) -> ShownCombination:
    return price_combination(bets, game, markets(), combined(), SETTINGS)


def test_bets_on_one_man_are_drawn_together_in_his_next_game() -> None:
    shown = _combined(POINTS, REBOUNDS)
    assert shown.question.game_id == TO_COME
    assert [bet.player for bet in shown.bets] == ["Nikola Jokić", "Nikola Jokić"]
    assert shown.price.together > shown.price.product + 0.03


def test_two_men_of_one_game_stand_side_by_side() -> None:
    shown = _combined(POINTS, Bet("points_rebounds", "Rudi Rookie", "under", 20.5))
    assert shown.price.together == pytest.approx(shown.price.product, abs=0.02)


def test_a_man_of_another_game_is_a_sentence() -> None:
    with pytest.raises(EvaluationError, match=f"player 2 is asked about, was {TO_COME}"):
        _combined(POINTS, Bet("points", "Anton Neuling", "over", 3.5))


def test_one_bet_alone_is_no_combination() -> None:
    with pytest.raises(EvaluationError, match="expected 2 bets or more of one game, was 1"):
        _combined(POINTS)


def test_a_market_that_is_not_drawn_with_the_others_names_those_that_are() -> None:
    assert list(priced_together(markets())) == ["points", "rebounds", "points_rebounds"]
    with pytest.raises(EvaluationError, match=r"\(points, rebounds, points_rebounds\), was points_assists"):
        _combined(POINTS, Bet("points_assists", "Nikola Jokic", "over", 20.5))


def test_a_name_that_nobody_bears_is_refused() -> None:
    with pytest.raises(PlayerNameError, match="near it: Nikola Jokić"):
        _combined(POINTS, Bet("points", "Nikola Jokich", "over", 10.5))


def test_a_game_of_which_nothing_was_forecast_is_refused() -> None:
    with pytest.raises(EvaluationError, match="the first season that models were fitted before"):
        _combined(POINTS, REBOUNDS, game=PLAYED)


def test_a_game_that_is_none_is_refused() -> None:
    with pytest.raises(EvaluationError, match="expected the number of a game"):
        _combined(POINTS, REBOUNDS, game="tonight")


def test_bets_on_a_man_who_did_not_play_are_told_to_come_back() -> None:
    shown = _combined(POINTS, Bet("points", "Kyle Absent", "over", 9.5), game=LATEST)
    assert "the game was played without Kyle Absent: his bets were returned" in combination_notes(shown)


def test_points_and_threes_of_one_man_are_warned_of() -> None:
    shown = _combined(POINTS, REBOUNDS)
    as_threes = [bet.__class__(**(vars(bet) | {"market": "threes"})) for bet in shown.bets]
    told = ShownCombination(**(vars(shown) | {"bets": (shown.bets[0], as_threes[1])}))
    assert any("knows no rule of play" in note for note in combination_notes(told))
    assert not any("knows no rule of play" in note for note in combination_notes(shown))


def test_what_is_printed_says_first_what_data_it_is() -> None:
    console = Console(file=io.StringIO(), width=120)
    print_combination(_combined(POINTS, REBOUNDS), console)
    text = console.file.getvalue()  # type: ignore[attr-defined]
    assert text.startswith("DATA: real NBA data")
    assert "NYK at BOS (0021500003)" in text
    for part in ("Nikola Jokić, points, over 14.5", "all of them", "fair decimal price", "a model alone"):
        assert part in text


def test_what_is_loaded_is_named_market_by_market() -> None:
    names = CombinationTables.names(markets())
    assert names[-4:] == ["points.means", "points.distributions", "rebounds.means", "rebounds.distributions"]
    held = combined()
    found = dict.fromkeys(names) | {"points.means": held.means["points"], "prop_joint": held.joint}
    made = CombinationTables.of(found, markets())
    assert made.means["points"] is held.means["points"]
    assert made.joint is held.joint
