from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from scipy.special import ndtr

from busta.betting.beliefs import Question, form_beliefs
from busta.betting.offers import BET_COLUMNS, OfferRules, list_bets
from busta.betting.value import BettingError
from busta.schemas.bets import Bets
from tests.betting.beliefs_samples import ATS, MONEYLINE, TOTAL, forecast, keys, quote, quoted, quotes

GAMES = keys(2)
FIRST, SECOND = GAMES["game_id"]
RULES = OfferRules(assumed_price=1.9, books={"close": ("books", "more")}, least_books=2, most_value=0.1)
PLACE = ["game_id", "moment", "information", "books", "selection"]


def _bets(
    lines: pd.DataFrame, table: pd.DataFrame, question: Question = ATS, rules: OfferRules = RULES, **said: Any
) -> pd.DataFrame:
    beliefs = form_beliefs({"evening": forecast(GAMES, **said)}, lines, question, 1000)
    # As if k had been estimated: half of the model, give or take a tenth.
    shrunk = beliefs["mean_market"] + 0.5 * (beliefs["mean_model"] - beliefs["mean_market"])
    if question.link == "probit":
        over, _ = question.chances(
            *(column.to_numpy() for column in (shrunk, beliefs["sd_model"], beliefs["line"]))
        )
        beliefs = beliefs.assign(shrink=0.5, shrink_se=0.1, mean_shrunk=shrunk, probability_shrunk=over)
    made = list_bets(beliefs, lines, table, question, rules)
    Bets.validate(made)
    assert list(made) == BET_COLUMNS
    return made


def _one(
    made: pd.DataFrame, books: str, selection: str, game: str = FIRST, moment: str = "close"
) -> pd.Series:
    rows = made[(made["books"] == books) & (made["selection"] == selection) & (made["moment"] == moment)]
    return rows[rows["game_id"] == game].iloc[0]


def test_the_consensus_offers_both_sides_of_the_main_line_at_an_assumed_price() -> None:
    made = _bets(quoted(GAMES, line=4.5), quotes(), mean=10.5, actual=[7.0, np.nan])
    assert len(made) == 4
    over, under = (_one(made, "consensus", side) for side in ("over", "under"))
    assert made["is_price_assumed"].all()
    assert (over["line"], over["price_decimal"]) == (4.5, 1.9)
    # Believed: half of six points, at a standard deviation of twelve.
    assert over["probability"] == pytest.approx(ndtr(0.25))
    assert over["probability_model"] == pytest.approx(ndtr(0.5))
    assert over["expected_value"] == pytest.approx(1.9 * ndtr(0.25) - 1)
    assert under["expected_value"] == pytest.approx(1.9 * ndtr(-0.25) - 1)
    assert (over["edge"], under["edge"]) == (6.0, -6.0)
    assert (over["result"], under["result"]) == ("win", "loss")
    assert (over["profit"], under["profit"]) == (pytest.approx(0.9), -1.0)


def test_the_error_of_the_believed_share_is_that_of_the_probability() -> None:
    made = _bets(quoted(GAMES, line=4.5), quotes(), mean=10.5)
    density = np.exp(-(0.25**2) / 2) / np.sqrt(2 * np.pi)
    assert made["probability_se"].to_numpy() == pytest.approx(density * 0.5 * 0.1)


def test_a_whole_line_can_be_pushed_and_returns_the_stake() -> None:
    made = _bets(quoted(GAMES, line=4.0), quotes(), mean=4.0, actual=[4.0, 5.0])
    over = _one(made, "consensus", "over")
    push = ndtr(0.5 / 12) - ndtr(-0.5 / 12)
    assert over["probability_push"] == pytest.approx(push)
    assert over["probability"] == pytest.approx(0.5)
    assert over["expected_value"] == pytest.approx((1 - push) * (0.95 - 1))
    assert (over["result"], over["profit"]) == ("push", 0.0)
    # No game ends with a margin of 0.
    even = _bets(quoted(GAMES, line=0.0), quotes(), mean=4.0)
    assert (even["probability_push"] == 0).all()


def test_bets_on_games_to_come_have_no_result_yet() -> None:
    made = _bets(quoted(GAMES), quotes())
    assert made[["result", "profit"]].isna().all(axis=None)


def test_every_book_offers_its_own_line_and_price() -> None:
    table = quotes(quote(FIRST, "a", 4.5, 1.9, 1.9), quote(FIRST, "b", 5.5, 1.95, 1.85))
    made = _bets(quoted(GAMES, line=4.5), table, mean=4.5, actual=5.0)
    assert _one(made, "b", "over")["line"] == 5.5
    assert _one(made, "b", "over")["result"] == "loss"
    assert _one(made, "b", "under")["probability"] == pytest.approx(ndtr(1 / 12))
    assert not made.loc[made["books"].isin(["a", "b"]), "is_price_assumed"].any()
    # The second game has no book: only the main line is on offer there.
    assert set(made.loc[made["game_id"] == SECOND, "books"]) == {"consensus"}


def test_the_best_of_several_is_chosen_for_each_side_by_what_we_believe() -> None:
    table = quotes(
        quote(FIRST, "a", 4.5, 1.90, 1.90),
        quote(FIRST, "b", 5.5, 1.95, 1.85),
        quote(FIRST, "c", 4.5, 1.91, 1.80),
    )
    made = _bets(quoted(GAMES, line=4.5), table, mean=4.5)
    over, under = (_one(made, "best", side) for side in ("over", "under"))
    # Half a point more is worth more than a cent, and a point more than five.
    assert (over["line"], over["price_decimal"]) == (4.5, 1.91)
    assert (under["line"], under["price_decimal"]) == (5.5, 1.85)
    best = made[(made["books"] == "best") & (made["selection"] == "over")]["expected_value"].iloc[0]
    named = made[made["books"].isin(list("abc")) & (made["selection"] == "over")]["expected_value"]
    assert best == named.max()


def test_one_book_is_no_choice() -> None:
    made = _bets(quoted(GAMES, line=4.5), quotes(quote(FIRST, "a", 4.5, 1.9, 1.9)), mean=4.5)
    assert set(made["books"]) == {"a", "consensus"}


def test_only_named_books_of_the_moment_with_a_price_count_and_each_once() -> None:
    table = quotes(
        quote(FIRST, "a", 4.5, 1.9, 1.9),
        quote(FIRST, "a", 9.5, 1.9, 1.9, source="more"),
        quote(FIRST, "average", 4.5, 1.9, 1.9, source="archive"),
        quote(FIRST, "b", 4.5, 1.9, np.nan),
        quote(FIRST, "c", 4.5, 1.9, 1.9, moment="open"),
    )
    lines = pd.concat([quoted(GAMES, "open", line=4.5), quoted(GAMES, "close", line=4.5)])
    made = _bets(lines, table, mean=4.5)
    named = made[~made["books"].isin(["consensus", "best"])]
    assert sorted(zip(named["books"], named["selection"], named["line"], strict=True)) == [
        ("a", "over", 4.5),
        ("a", "under", 4.5),
        ("b", "over", 4.5),
    ]


def test_an_offer_that_is_too_good_by_the_market_itself_is_an_error_of_the_archive() -> None:
    table = quotes(
        quote(FIRST, "a", 4.5, 1.9, 1.9), quote(FIRST, "b", -4.5, 1.9, 1.9), quote(FIRST, "c", 4.5, 9.0, 1.05)
    )
    made = _bets(quoted(GAMES, line=4.5), table, mean=4.5)
    named = made[made["game_id"] == FIRST]
    assert sorted(named.loc[named["selection"] == "over", "books"]) == ["a", "consensus"]
    assert sorted(named.loc[named["selection"] == "under", "books"]) == ["a", "b", "best", "c", "consensus"]


def test_closing_value_is_how_the_line_moved_and_what_the_close_makes_of_the_bet() -> None:
    confirmed = pd.array([True, False], dtype="boolean")
    opened = quoted(GAMES, "open", line=4.5, book_confirmed=confirmed)
    lines = pd.concat([opened, quoted(GAMES.iloc[:1], "close", line=6.5)])
    made = _bets(lines, quotes(), mean=10.5)
    over, under = (_one(made, "consensus", side, moment="open") for side in ("over", "under"))
    assert (over["closing_line_value"], under["closing_line_value"]) == (2.0, -2.0)
    assert over["closing_price_value"] == pytest.approx(1.9 * ndtr(2 / 12) - 1)
    assert under["closing_price_value"] == pytest.approx(1.9 * ndtr(-2 / 12) - 1)
    assert _one(made, "consensus", "over")["closing_line_value"] == 0.0
    # Without a close nothing is said of it.
    second = _one(made, "consensus", "over", SECOND, "open")
    assert np.isnan(second["closing_line_value"])
    assert np.isnan(second["closing_price_value"])
    assert (over["is_confirmed"], second["is_confirmed"]) == (True, False)
    assert pd.isna(_one(made, "consensus", "over")["is_confirmed"])


def test_the_favourite_is_the_markets_of_that_moment() -> None:
    lines = quoted(GAMES, line=[4.5, -2.5])
    made = _bets(lines, quotes(), mean=-10.0)
    told = made.set_index(["game_id", "selection"])["is_favourite"].to_dict()
    assert told == {
        (FIRST, "over"): True,
        (FIRST, "under"): False,
        (SECOND, "over"): False,
        (SECOND, "under"): True,
    }
    assert _bets(quoted(GAMES, line=0.0), quotes(), mean=-10.0)["is_favourite"].isna().all()
    assert _bets(quoted(GAMES, line=210.5), quotes(), TOTAL, mean=200.0)["is_favourite"].isna().all()


def test_a_moneyline_has_a_price_or_is_not_on_offer() -> None:
    prices = {"price_over": [1.7, np.nan], "price_under": [2.2, np.nan], "market_probability": [0.56, 0.5]}
    lines = quoted(GAMES, line=0.0, **prices)
    table = quotes(quote(FIRST, "a", 0.0, 1.72, 2.25), quote(FIRST, "b", 0.0, 1.69, 2.3))
    made = _bets(lines, table, MONEYLINE, probability_over=0.6, actual=[-3.0, 4.0])
    assert set(made["game_id"]) == {FIRST}
    over, under = (_one(made, "consensus", side) for side in ("over", "under"))
    assert (over["price_decimal"], under["price_decimal"]) == (1.7, 2.2)
    # No earlier season: the market is believed, and the price keeps its margin.
    assert over["probability"] == pytest.approx(0.56)
    assert over["expected_value"] == pytest.approx(1.7 * 0.56 - 1)
    assert (over["edge"], under["edge"]) == (pytest.approx(0.04), pytest.approx(-0.04))
    assert (over["is_favourite"], under["is_favourite"]) == (True, False)
    assert (over["result"], under["profit"]) == ("loss", pytest.approx(1.2))
    assert made["closing_line_value"].isna().all()
    assert under["closing_price_value"] == pytest.approx(2.2 * 0.44 - 1)
    assert _one(made, "best", "under")["price_decimal"] == 2.3
    assert made["probability_se"].eq(0).all()


def test_the_share_that_is_believed_moves_the_chance_of_a_moneyline_too() -> None:
    lines = quoted(GAMES, line=0.0, price_over=1.7, price_under=2.2, market_probability=0.56)
    beliefs = form_beliefs({"evening": forecast(GAMES, probability_over=0.6)}, lines, MONEYLINE, 1000)
    told = beliefs.assign(shrink=1.0, shrink_se=0.2, probability_shrunk=0.6)
    made = list_bets(told, lines, quotes(), MONEYLINE, RULES)
    distance = np.log(0.6 / 0.4) - np.log(0.56 / 0.44)
    assert made["probability_se"].to_numpy() == pytest.approx(0.24 * distance * 0.2)


def test_bets_stand_by_date_with_text_that_repeats_kept_once() -> None:
    table = quotes(quote(FIRST, "b", 4.5, 1.9, 1.9), quote(FIRST, "a", 4.5, 1.9, 1.9))
    made = _bets(pd.concat([quoted(GAMES, "open"), quoted(GAMES)]), table, mean=1.0)
    assert made[["game_date", *PLACE]].equals(made[["game_date", *PLACE]].sort_values(["game_date", *PLACE]))
    kept = ["moment", "information", "books", "selection", "result"]
    assert (made[kept].dtypes == "category").all()


def test_rules_that_are_none_are_refused() -> None:
    with pytest.raises(BettingError, match="expected more than 1, was 1"):
        OfferRules(assumed_price=1.0)
    with pytest.raises(BettingError, match="most_value above 0"):
        OfferRules(assumed_price=1.9, most_value=0.0)
