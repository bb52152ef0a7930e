"""Ways to take the margin out, judged by what happened."""

import numpy as np
import pandas as pd
import pytest

from busta.evaluation.bootstrap import BootstrapRules
from busta.evaluation.margin_choice import (
    ALL,
    ARCHIVE,
    CHOSEN,
    SCORE_COLUMNS,
    archived_losses,
    choose_methods,
    quoted_losses,
    score_methods,
)
from busta.odds.margin import METHODS

RULES = BootstrapRules(draws=200, seed=1, level=0.95)
SEASONS = ("2007-08", "2008-09", "2009-10")


def _history(games: int = 3000, *, method: str = "power") -> pd.DataFrame:
    """Games whose prices a book made of the true probabilities in the given way."""
    rng = np.random.default_rng(5)
    truth = rng.uniform(0.05, 0.95, games)
    if method == "power":
        over, under = truth**0.6, (1 - truth) ** 0.6
    else:
        over, under = truth * 1.05, (1 - truth) * 1.05
    is_home = rng.random(games) < truth
    number = np.arange(games)
    return pd.DataFrame(
        {
            "season": np.array(SEASONS)[number * 3 // games],
            "game_date": pd.Timestamp("2007-11-01") + pd.to_timedelta(number // 5, unit="D"),
            "home_points": np.where(is_home, 101.0, 99.0),
            "away_points": 100.0,
            "home_price": 1 / np.minimum(over, 0.999),
            "away_price": 1 / np.minimum(under, 0.999),
        }
    )


def _pooled(scores: pd.DataFrame) -> pd.DataFrame:
    return scores[(scores["season"] == ALL) & (scores["metric"] == "log_loss")].set_index("method")


def test_the_method_by_which_the_book_made_its_prices_is_chosen() -> None:
    losses = archived_losses(_history())
    choices = choose_methods(losses, "multiplicative", 500)
    assert choices["chosen"].tolist() == ["multiplicative", "power", "power"]
    assert choices["earlier"].tolist() == [0, 1000, 2000]


def test_a_choice_needs_enough_earlier_games_and_knows_none_of_its_own_season() -> None:
    losses = archived_losses(_history())
    few = choose_methods(losses, "shin", 1001)
    assert few["chosen"].tolist() == ["shin", "shin", "power"]
    is_last = losses["season"] == SEASONS[-1]
    other = losses.assign(log_loss=losses["log_loss"].mask(is_last & (losses["method"] == "power"), 9.0))
    pd.testing.assert_frame_equal(choose_methods(other, "shin", 1001), few)


def test_differences_are_paired_and_the_choice_is_scored_as_a_method_of_its_own() -> None:
    losses = archived_losses(_history())
    scores = score_methods(losses, choose_methods(losses, "multiplicative", 500), "multiplicative", RULES)
    assert list(scores.columns) == SCORE_COLUMNS
    assert set(scores["method"]) == {*METHODS, CHOSEN}
    pooled = _pooled(scores)
    assert pooled.loc["multiplicative", ["difference", "difference_low"]].tolist() == [0, 0]
    assert pooled.loc["power", "difference_high"] < 0
    assert pooled.loc["power", "difference"] < pooled.loc[CHOSEN, "difference"] < 0
    assert pooled.loc["additive", "value"] == pytest.approx(pooled.loc["shin", "value"])
    first = scores[(scores["season"] == SEASONS[0]) & (scores["method"] == CHOSEN)]
    assert first["difference"].tolist() == [0, 0]
    assert first["chosen"].tolist() == ["multiplicative"] * 2


def test_a_fair_multiplicative_book_leaves_nothing_to_gain() -> None:
    losses = archived_losses(_history(method="multiplicative"))
    pooled = _pooled(
        score_methods(losses, choose_methods(losses, "multiplicative", 500), "multiplicative", RULES)
    )
    assert (pooled["difference_high"] >= 0).all()


def _quotes(*rows: tuple[str, str, str, float, float]) -> pd.DataFrame:
    parts = []
    for game, source, book, over, under in rows:
        for selection, price in (("over", over), ("under", under)):
            parts.append((game, source, book, selection, price))
    table = pd.DataFrame(parts, columns=["game_id", "source", "book", "selection", "price_decimal"])
    return table.assign(
        season="2019-20",
        game_date=pd.Timestamp("2019-11-01"),
        player_id=pd.array([None] * len(table), dtype="Int64"),
        market="moneyline",
        moment="close",
        line=0.0,
        quoted_at_utc=pd.NaT,
    )


def test_of_several_books_the_middle_probability_is_scored() -> None:
    quotes = _quotes(
        ("a", "book_lines", "x", 1.25, 4), ("a", "book_lines", "y", 1.25, 4), ("a", "book_lines", "z", 2, 2)
    )
    games = pd.DataFrame({"game_id": ["a"], "home_margin": [5.0], "is_played": [True]})
    losses = quoted_losses(quotes, games).set_index("method")
    assert losses.loc["additive", "brier_score"] == pytest.approx((1 - 0.775) ** 2)
    assert losses.loc["additive", "overround"] == pytest.approx(1.05)
    assert losses.loc["multiplicative", "log_loss"] == pytest.approx(-np.log(0.8 / 1.05))


def test_unplayed_games_and_the_quotes_of_the_archive_are_left_to_others() -> None:
    quotes = _quotes(("a", "book_lines", "x", 1.9, 1.9), ("b", ARCHIVE, ARCHIVE, 1.9, 1.9))
    games = pd.DataFrame({"game_id": ["a", "b"], "home_margin": [np.nan, 5.0], "is_played": [False, True]})
    assert quoted_losses(quotes, games).empty
    nothing = quoted_losses(quotes, games)
    assert score_methods(nothing, choose_methods(nothing, "shin", 1), "shin", RULES).empty
