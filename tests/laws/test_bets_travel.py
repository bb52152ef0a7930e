"""What is believed of a bet, and whether it was on offer, was known at the moment of the bet."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from busta.betting.beliefs import BELIEF_COLUMNS, Question, form_beliefs
from busta.betting.offers import BET_COLUMNS, OfferRules, list_bets
from tests.betting.beliefs_samples import ATS, MONEYLINE, forecast, keys, quoted
from tests.laws.time_travel import changed_columns

SEASONS = ("2018-19", "2019-20", "2020-21")
GAMES = keys(360, SEASONS)
RULES = OfferRules(assumed_price=1.9, books={"close": ("books",)})
# Results, and what the close made of a bet.
LATER = {"actual", "result", "profit", "closing_line_value", "closing_price_value"}


def _world(question: Question, rng: np.random.Generator) -> dict[str, pd.DataFrame]:
    truth = rng.normal(0, 6, len(GAMES))
    actual = np.round(truth + rng.normal(0, 12, len(GAMES)))
    told = {
        "mean": truth + rng.normal(0, 2, len(GAMES)),
        "probability_over": rng.uniform(0.2, 0.8, len(GAMES)),
    }
    at = 0.0 if question.link == "logit" else np.round(truth * 2) / 2
    lines = []
    for moment in ("open", "close"):
        price = {
            "price_over": rng.uniform(1.7, 2.1, len(GAMES)),
            "price_under": rng.uniform(1.7, 2.1, len(GAMES)),
        }
        chance = rng.uniform(0.45, 0.55, len(GAMES))
        lines.append(quoted(GAMES, moment, line=at, market_probability=chance, **price))
    books = [
        GAMES.assign(
            market="ats", line=at, book=book, source="books", selection=side, moment="close",
            price_decimal=rng.uniform(1.7, 2.1, len(GAMES)),
        )
        for book in ("a", "b")
        for side in ("over", "under")
    ]  # fmt: skip
    return {
        "forecast": forecast(GAMES, actual=actual, **told),
        "lines": pd.concat(lines, ignore_index=True),
        "quotes": pd.concat(books, ignore_index=True),
    }


def _made(world: dict[str, pd.DataFrame], question: Question) -> tuple[pd.DataFrame, pd.DataFrame]:
    forecasts = {"evening": world["forecast"], "day_before": world["forecast"]}
    beliefs = form_beliefs(forecasts, world["lines"], question, 50)
    return beliefs, list_bets(beliefs, world["lines"], world["quotes"], question, RULES)


def _other(
    world: dict[str, pd.DataFrame], day: pd.Timestamp, rng: np.random.Generator
) -> dict[str, pd.DataFrame]:
    # From the day on other results; after it other forecasts, lines, prices and quotes.
    asked = world["forecast"]
    since, after = asked["game_date"] >= day, asked["game_date"] > day
    changed = asked.assign(
        actual=asked["actual"].where(~since, -asked["actual"]),
        mean=asked["mean"].where(~after, asked["mean"] + rng.normal(0, 5, len(asked))),
    )
    out = {"forecast": changed}
    for name, columns in (
        ("lines", ("price_over", "price_under", "market_probability")),
        ("quotes", ("price_decimal",)),
    ):
        table = world[name]
        later = table["game_date"] > day
        out[name] = table.assign(**{c: table[c].where(~later, table[c] * 0.95) for c in columns})
    return out


@pytest.mark.parametrize("question", [ATS, MONEYLINE], ids=["ats", "moneyline"])
def test_no_bet_knows_what_came_after_it(question: Question) -> None:
    rng = np.random.default_rng(8)
    world = _world(question, rng)
    beliefs, bets = _made(world, question)
    assert beliefs["shrink"].gt(0).any()
    for day in GAMES["game_date"].iloc[[0, 119, 120, 200, 240, 300, 359]]:
        other = _made(_other(world, day, rng), question)
        for truth, found, columns in zip((beliefs, bets), other, (BELIEF_COLUMNS, BET_COLUMNS), strict=True):
            past, known = truth["game_date"] <= day, [name for name in columns if name not in LATER]
            wrong = changed_columns(truth[past], found[found["game_date"] <= day], known)
            assert not wrong, f"from {day:%Y-%m-%d}: the future changed {', '.join(wrong)}"


def test_a_share_learned_on_its_own_season_would_be_caught(monkeypatch) -> None:
    from busta.betting import beliefs as module

    honest = module.shrink_by_season
    monkeypatch.setattr(
        module, "shrink_by_season", lambda rows, *more: honest(rows.assign(season="2000-01"), *more)
    )
    with pytest.raises(AssertionError, match=r"the future changed .*shrink"):
        test_no_bet_knows_what_came_after_it(ATS)
