"""Every bet on players that was on offer."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from busta.betting.offers import BET_COLUMNS, OfferRules
from busta.betting.prop_offers import list_prop_bets
from busta.schemas.bets import Bets
from busta.schemas.outputs import AtLines
from tests.evaluation.test_at_lines import CHOICE, FITTED
from tests.schemas.samples import prop_lines, prop_quotes

RULES = OfferRules(1.9, {}, least_books=2, most_value=0.1)


def _asked(**changes: Any) -> pd.DataFrame:
    row = {
        "season": "2015-16", "game_id": "0021500001", "game_date": pd.Timestamp("2015-10-28"), "player_id": 7,
        "moment": "morning", "line": 20.5, "market_probability": 0.5, "probability_model": 0.6,
        "probability_push": 0.0, "mean": 22.0, "sd": 7.0, "minutes_to_tip_off": 600.0, "actual": 25.0, "outcome": 1.0,
        "is_void": False, "probability_stacked": 0.53, "stacked_se": 0.01, "blend_rows": 2000, "blend_intercept": 0.0,
        "market_weight": 1.0, "model_weight": 0.2,
    }  # fmt: skip
    table = pd.DataFrame([row | changes]).astype({"player_id": "Int64", "actual": "float64"})
    columns = [name for name, _ in AtLines.to_schema().columns.items()]
    return table.astype({"game_date": "datetime64[us]"})[columns]


def _book(book: str, over: float, under: float, **changes: Any) -> pd.DataFrame:
    quote = prop_quotes(book=book, price_over=over, price_under=under, **changes)
    return quote.assign(is_condemned=False)


def _bets(asked: pd.DataFrame, lines: pd.DataFrame, *books: pd.DataFrame) -> pd.DataFrame:
    named = pd.concat(books, ignore_index=True) if books else _book("none", 1.9, 1.9).iloc[:0]
    return Bets.validate(list_prop_bets(asked, lines, named, FITTED, "morning", RULES))


def _row(bets: pd.DataFrame, books: str, selection: str, moment: str = "morning") -> pd.Series:
    found = bets[(bets["books"] == books) & (bets["selection"] == selection) & (bets["moment"] == moment)]
    assert len(found) == 1
    return found.iloc[0]


def test_over_and_under_are_bets_of_their_own_at_consensus_books_and_best() -> None:
    bets = _bets(_asked(), prop_lines(), _book("a", 1.95, 1.85), _book("b", 1.85, 1.97))
    assert list(bets.columns) == BET_COLUMNS
    assert len(bets) == 2 * 4
    over, under = _row(bets, "best", "over"), _row(bets, "best", "under")
    assert (over["price_decimal"], under["price_decimal"]) == (1.95, 1.97)
    assert (over["result"], under["result"]) == ("win", "loss")
    assert (over["profit"], under["profit"]) == (pytest.approx(0.95), -1.0)


def test_what_is_believed_is_the_blend_and_the_edge_is_the_model_s() -> None:
    over = _row(_bets(_asked(), prop_lines()), "consensus", "over")
    under = _row(_bets(_asked(), prop_lines()), "consensus", "under")
    assert over["probability"] == pytest.approx(0.53)
    assert under["probability"] == pytest.approx(0.47)
    assert over["expected_value"] == pytest.approx(0.53 * 1.9 - 1)
    assert (over["edge"], under["edge"]) == (pytest.approx(0.1), pytest.approx(-0.1))
    assert over["probability_se"] == under["probability_se"] == 0.01


def test_a_bet_on_a_man_who_did_not_play_is_void() -> None:
    bets = _bets(_asked(actual=None, outcome=np.nan, is_void=True), prop_lines())
    assert bets["result"].tolist() == ["void", "void"]
    assert bets["profit"].tolist() == [0.0, 0.0]


def test_a_bet_on_a_game_to_come_is_open() -> None:
    bets = _bets(_asked(actual=None, outcome=np.nan), prop_lines())
    assert bets["result"].isna().all()
    assert bets["profit"].isna().all()


def test_a_push_returns_the_stake() -> None:
    lines = prop_lines(line=25.0)
    bets = _bets(_asked(line=25.0, outcome=np.nan, probability_push=0.05), lines)
    assert bets["result"].tolist() == ["push", "push"]
    assert _row(bets, "consensus", "over")["expected_value"] == pytest.approx(0.95 * (0.53 * 1.9 - 1))


def test_a_condemned_quote_and_one_at_another_line_are_no_offers() -> None:
    bad = _book("bad", 3.0, 1.3).assign(is_condemned=True)
    bets = _bets(_asked(), prop_lines(), _book("a", 1.9, 1.9), _book("alternate", 2.5, 1.5, line=22.5), bad)
    assert set(bets["books"].astype("str")) == {"consensus", "a"}


def test_an_offer_that_the_market_itself_makes_worth_too_much_is_an_error() -> None:
    bets = _bets(_asked(), prop_lines(), _book("a", 2.3, 1.7), _book("b", 1.9, 1.9))
    assert set(bets.loc[bets["selection"] == "over", "books"].astype("str")) == {"consensus", "b"}
    assert set(bets.loc[bets["selection"] == "under", "books"].astype("str")) == {
        "consensus",
        "a",
        "b",
        "best",
    }


def _moved(line: float, probability: float) -> pd.DataFrame:
    close = _asked(moment="close", line=line, market_probability=probability)
    return _bets(
        pd.concat([_asked(), close], ignore_index=True),
        pd.concat([prop_lines(), prop_lines(moment="close", line=line)], ignore_index=True),
    )


def test_the_close_at_the_same_line_values_the_price() -> None:
    bets = _moved(20.5, 0.55)
    over, under = _row(bets, "consensus", "over"), _row(bets, "consensus", "under")
    assert (over["closing_line_value"], under["closing_line_value"]) == (0, 0)
    assert over["closing_price_value"] == pytest.approx(0.55 * 1.9 - 1)
    assert under["closing_price_value"] == pytest.approx(0.45 * 1.9 - 1)


def test_a_line_that_rose_was_worth_more_to_the_over_before() -> None:
    bets = _moved(22.5, 0.5)
    over, under = _row(bets, "consensus", "over"), _row(bets, "consensus", "under")
    assert (over["closing_line_value"], under["closing_line_value"]) == (2.0, -2.0)
    # The mean at which 22.5 is even is asked for 20.5.
    means = np.linspace(15, 30, 15001)
    even = means[np.abs(CHOICE.family.over_push(means, 22.5).over - 0.5).argmin()]
    at = float(CHOICE.family.over_push(even, 20.5).over)
    assert over["closing_price_value"] == pytest.approx(at * 1.9 - 1, abs=1e-3)
    assert over["closing_price_value"] > 0 > under["closing_price_value"]


def test_at_the_close_and_without_one_nothing_closes_later() -> None:
    bets = _moved(20.5, 0.55)
    assert (
        bets.loc[bets["moment"] == "close", ["closing_line_value", "closing_price_value"]]
        .isna()
        .all(axis=None)
    )
    alone = _bets(_asked(), prop_lines())
    assert alone[["closing_line_value", "closing_price_value"]].isna().all(axis=None)


def test_a_market_without_lines_has_no_bets() -> None:
    assert _bets(_asked().iloc[:0], prop_lines().iloc[:0]).empty
