"""One line on one player, from stored tables to what is printed."""

from __future__ import annotations

import io
from dataclasses import replace

import numpy as np
import pytest
from rich.console import Console

from busta.evaluation.bootstrap import EvaluationError
from busta.markets import Market
from busta.nba.player_search import PlayerNameError
from busta.reports.price_terminal import ShownPrice, price_notes, print_price
from busta.reports.pricing import PriceRequest, price_request
from tests.project import CONF
from tests.reports.priced_tables import LATEST, MAN, PLAYED, SETTINGS, TO_COME, models, tables


@pytest.fixture(scope="module")
def points() -> Market:
    from busta.markets import load_roster

    return load_roster(CONF / "base" / "parameters_markets.yml")["points"]


def _priced(points: Market, player: str, **asked: object) -> ShownPrice:
    request = PriceRequest(player, 15.5, **asked)  # type: ignore[arg-type]
    return price_request(request, points, tables(), models(), SETTINGS)


def test_his_next_game_is_priced_with_the_mean_of_the_learners(points) -> None:
    shown = _priced(points, "nikola jokic")
    assert (shown.player, shown.question.game_id, shown.question.state) == (
        "Nikola Jokić",
        TO_COME,
        "to come",
    )
    # .6 of 10 and .4 of 20, times what the league did.
    assert shown.price["mean"] == pytest.approx(1.1 * 14.0)


def test_the_stored_price_of_the_line_stands_beside_it(points) -> None:
    price = _priced(points, "Nikola Jokic").price
    assert price["market_probability"] == 0.55
    assert 0 < price["probability_stacked"] < 1


def test_prices_that_are_given_count_before_the_stored_one(points) -> None:
    price = _priced(points, str(MAN), price_over=2.0, price_under=2.0).price
    assert price["market_probability"] == pytest.approx(0.5)


def test_another_line_than_the_quoted_one_has_no_market_beside_it(points) -> None:
    request = PriceRequest(str(MAN), 20.5)
    shown = price_request(request, points, tables(), models(), SETTINGS)
    assert np.isnan(shown.price["probability_stacked"])
    assert any("no price of a market" in note for note in price_notes(shown))


@pytest.mark.parametrize(
    ("player", "note"),
    [
        ("Anton Neuling", "he has played no game before"),
        ("Ray Traded", "his last game was for NYK"),
        ("Kyle Absent", "the game was played without him: a bet on the line was returned"),
        ("Ray Traded", "the game is over, he had 4"),
    ],
)
def test_a_reader_is_told_what_is_odd_of_a_man(points, player: str, note: str) -> None:
    assert any(note in told for told in price_notes(_priced(points, player, game_id=LATEST)))


def test_a_rookie_is_found_and_priced_before_his_first_game(points) -> None:
    shown = _priced(points, "rudi rookie")
    assert (shown.player, shown.question.game_id) == ("Rudi Rookie", TO_COME)
    assert price_notes(shown) == ["he has played no game before: the forecast is that of an average newcomer"]


def test_of_a_man_with_a_past_and_a_quoted_line_there_is_nothing_to_note(points) -> None:
    assert price_notes(_priced(points, "Nikola Jokic")) == []


def test_a_game_before_every_model_is_refused(points) -> None:
    with pytest.raises(EvaluationError, match=r"first season that models were fitted before, was 0021500001"):
        _priced(points, "Nikola Jokic", game_id=PLAYED)


def test_a_number_that_is_no_game_is_refused(points) -> None:
    with pytest.raises(EvaluationError, match=r"expected the number of a game, .* was 12"):
        _priced(points, "Nikola Jokic", game_id="12")


def test_an_unknown_name_is_refused(points) -> None:
    with pytest.raises(PlayerNameError, match="was 'Nikola Jokich'; near it: Nikola Jokić"):
        _priced(points, "Nikola Jokich")


def test_data_and_price_are_printed_and_names_are_no_markup(points) -> None:
    shown = replace(_priced(points, "Nikola Jokic"), player="[red]Nikola")
    page = io.StringIO()
    print_price(shown, Console(file=page, width=120))
    text = page.getvalue()
    assert text.startswith("DATA: real NBA data, 2015-16")
    assert "[red]Nikola, points, 2016-01-07, BOS against NYK (0021500003)" in text
    assert "80% interval" in text
    assert "over 15.5" in text
    assert "blend with the market" in text


def test_the_three_chances_that_are_printed_are_one(points) -> None:
    price = _priced(points, "Nikola Jokic").price
    assert price[["over", "push", "under"]].sum() == pytest.approx(1.0)
