"""The invented lines on players: where they stand, what they know, and that nobody gets rich on an honest book."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from busta.fabrication.player_expectations import MARKETS, probability_above
from busta.fabrication.prop_book import STAGES, Viewpoint, alternate_lines, book_lines, main_line
from busta.fabrication.prop_books import BOOKS, PropBookmaker, books_of, prices
from busta.fabrication.prop_settings import PropSettings, PropSettingsError
from tests.fabrication.prop_leagues import EXACT, graded, market, middle_season, truth

EFFICIENT = PropSettings(error_sd=0.0, step_sd=0.0)


def _decimal(price: np.ndarray) -> np.ndarray:
    return np.asarray(np.where(price > 0, 1 + price / 100, 1 - 100 / np.minimum(price, -100)))


def test_a_line_stands_at_the_half_point_nearest_to_the_median() -> None:
    # Poisson of mean 2.7: P(X > 1.5) = 0.751, P(X > 2.5) = 0.506, P(X > 3.5) = 0.286.
    line, probability = main_line(np.array([2.7]), np.array([2.7]), np.zeros(1))
    assert line.tolist() == [2.5]
    assert probability[0] == pytest.approx(0.506, abs=0.001)


@given(st.floats(0.3, 45), st.floats(1.0, 3.5), st.floats(0, 1))
def test_no_line_a_point_away_is_more_even(mean: float, spread: float, evenness: float) -> None:
    line, probability = main_line(np.array([mean]), np.array([mean * spread]), np.array([evenness]))
    assert line[0] % 1 == 0.5
    for other in (line - 1, line + 1):
        if other[0] > 0:
            chance = probability_above(np.array([mean]), np.array([mean * spread]), other, evenness)
            assert abs(chance[0] - 0.5) >= abs(probability[0] - 0.5) - 1e-12


def test_alternate_lines_are_the_less_likely_the_higher_they_are() -> None:
    rows = alternate_lines(graded("pull").head(200), 3).sort_values(["man", "market", "line"])
    assert rows["line"].ge(0.5).all()
    assert rows.groupby(["man", "market"]).size().max() == 7
    steps = rows.groupby(["man", "market"])["probability"].diff().dropna()
    assert steps.lt(0).all()


def test_even_money_with_six_and_a_half_percent_costs_minus_115_in_steps_of_five() -> None:
    # 0.5 * 1.07 = 0.535 implied: -100 * 0.535 / 0.465 = -115.05
    mgm = next(book for book in BOOKS if book.name == "betmgm")
    assert [price.tolist() for price in prices(mgm, np.array([0.5]), 0.065)] == [[-115], [-115]]


@given(st.sampled_from(BOOKS), st.floats(0.2, 0.8))
def test_both_prices_together_hold_the_margin_of_the_book(book: PropBookmaker, probability: float) -> None:
    over, under = prices(book, np.array([probability]), 0.065)
    assert (np.abs([over, under]) >= 100).all()
    assert 0.02 < (1 / _decimal(over) + 1 / _decimal(under))[0] - 1 < 0.13


def test_an_exact_market_expects_the_truth_at_the_close() -> None:
    exact = market(EFFICIENT)
    known = exact.is_quotable[-1]
    seen = exact.mean[-1][known][:, 0]
    true = truth("close")["mean_points"].to_numpy()[exact.rows[known]]
    # A few sides hear the last news too late.
    assert np.isclose(seen, true, rtol=1e-4).mean() > 0.9


def test_an_earlier_view_errs_more() -> None:
    expected, exact = market(), market(EFFICIENT)
    both = expected.is_quotable.all(axis=0)
    ratio = np.log(expected.mean[:, both] / exact.mean[:, both])
    errors = ratio.std(axis=(1, 2))
    assert (np.diff(errors) < 0).all()
    assert errors[-1] == pytest.approx(0.025, rel=0.1)


def test_a_man_is_quoted_until_it_is_known_that_he_is_out() -> None:
    expected = market()
    cannot = truth("close")["seconds"].eq(0).to_numpy()[expected.rows]
    share = [cannot[expected.is_quotable[STAGES.index(stage)]].mean() for stage in ("pull", "last")]
    assert share[0] > 0.01
    assert share[1] < share[0] / 3


def test_a_book_keeps_its_opinion_of_a_man_while_nothing_is_new() -> None:
    exact = market(PropSettings(step_sd=0.0, error_sd=0.0))
    covered = np.ones(len(exact.rows), dtype=bool)
    view = Viewpoint(0.02, 0.03, 0.2, 0.0, tuple(MARKETS))
    pages = [
        book_lines(exact, stage, covered, view, np.random.default_rng(3)).set_index(["man", "market"])
        for stage in ("page_2", "page_3")
    ]
    both = pages[0].join(pages[1].add_suffix("_later"), how="inner")
    is_same = both["line"].eq(both["line_later"]) & np.isclose(both["probability"], both["probability_later"])
    assert len(both) > 1000
    assert is_same.mean() > 0.5


@pytest.mark.parametrize("stage", ["eve", "pull", "last"])
def test_an_honest_line_is_exceeded_as_often_as_its_price_says(stage: str) -> None:
    quotes = graded(stage, props=EFFICIENT)
    by_market = quotes.groupby("market")[["is_over", "probability"]].mean()
    noise = 0.5 / np.sqrt(quotes.groupby("market").size())
    assert ((by_market["is_over"] - by_market["probability"]).abs() < 4 * noise + 0.006).all()


def test_nobody_wins_by_betting_blindly_on_an_honest_book() -> None:
    quotes = graded("pull", Viewpoint(0.005, 0.02, 0.1, 0.0, tuple(MARKETS)))
    over, under = prices(books_of("api", 1)[0], quotes["probability"].to_numpy(), 0.065)
    is_over = quotes["is_over"].to_numpy()
    returns = [(is_over * _decimal(over)).mean() - 1, (~is_over * _decimal(under)).mean() - 1]
    assert max(returns) < 0
    assert sum(returns) / 2 == pytest.approx(-0.055, abs=0.015)


def test_unders_win_where_lines_are_put_up() -> None:
    quotes = graded("pull", Viewpoint(0.0, 0.0, 0.0, 0.3, tuple(MARKETS)))
    honest = graded("pull", EXACT)
    # 0.3 standard deviations are about 0.12 of probability.
    gap = (quotes["is_over"].mean() - quotes["probability"].mean()) - (
        honest["is_over"].mean() - honest["probability"].mean()
    )
    assert gap == pytest.approx(-0.115, abs=0.015)
    under = prices(books_of("api", 1)[0], quotes["probability"].to_numpy(), 0.065)[1]
    assert (~quotes["is_over"].to_numpy() * _decimal(under)).mean() - 1 > 0.1


def test_quoted_men_are_expected_to_play_long() -> None:
    listed = middle_season().tables.listed
    expected = market()
    minutes = listed["seconds"].to_numpy()[expected.rows[expected.is_quotable[STAGES.index("pull")]]] / 60
    assert np.median(minutes) > 28


@pytest.mark.parametrize(
    "wrong", [{"seasons": -1}, {"api_books": 11}, {"pages": 0}, {"api_share": 1.2}, {"error_sd": -0.1},
              {"alternates": -1}, {"overround": 0.5}]
)  # fmt: skip
def test_settings_that_make_no_sense_are_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(PropSettingsError, match=f"{next(iter(wrong))} expected"):
        PropSettings(**wrong)
