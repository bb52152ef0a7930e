"""Tables of bets on offer, made by hand or by coins."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from busta.betting.grading import profit_per_unit
from busta.betting.limits import StakeLimits
from busta.betting.rules import BacktestRules, Headline
from busta.betting.stakes import StakeRules
from busta.betting.strategies import Strategy

MARGIN = {"moment": "close", "information": "evening", "books": "consensus"}


def offer(game: str, selection: str, **columns: Any) -> dict[str, Any]:
    """One bet on offer; what is not named is that of an even bet, won."""
    row: dict[str, Any] = {
        "season": "2018-19", "game_id": game, "game_date": "2018-11-05", "player_id": pd.NA, **MARGIN,
        "selection": selection, "line": 3.0, "price_decimal": 2.0, "is_price_assumed": False, "probability": 0.55,
        "probability_se": 0.0, "probability_model": 0.55, "probability_push": 0.0, "expected_value": 0.1,
        "edge": 1.5, "is_favourite": selection == "over", "result": "win", "closing_line_value": 0.5,
        "closing_price_value": 0.02, "is_confirmed": pd.NA,
    }  # fmt: skip
    return row | columns


def offers(*rows: dict[str, Any]) -> pd.DataFrame:
    """A table of bets, in the types of the real one, their profits worked out."""
    bets = pd.DataFrame(list(rows))
    bets["game_date"] = pd.to_datetime(bets["game_date"])
    bets["player_id"] = bets["player_id"].astype("Int64")
    bets["is_favourite"] = bets["is_favourite"].astype("boolean")
    bets["is_confirmed"] = bets["is_confirmed"].astype("boolean")
    bets["profit"] = profit_per_unit(bets["result"], bets["price_decimal"])
    return bets


def coins(
    seed: int, days: int = 60, games: int = 6, price: float = 2.0, books: tuple[str, ...] = ("consensus",)
) -> pd.DataFrame:
    """Both sides of games decided by a fair coin; what the model says knows nothing of it."""
    rng = np.random.default_rng(seed)
    number = days * games
    belief, won, line = rng.normal(0, 3, number), rng.random(number) < 0.5, rng.normal(0, 4, number).round()
    parts = []
    for book in books:
        for side, selection in ((1, "over"), (-1, "under")):
            probability = 0.5 + side * belief / 40
            parts.append(
                pd.DataFrame(
                    {
                        "season": "2018-19",
                        "game_id": [f"{at:010d}" for at in range(number)],
                        "game_date": pd.Timestamp("2018-10-20")
                        + pd.to_timedelta(np.arange(number) // games, "D"),
                        "player_id": pd.array([pd.NA] * number, dtype="Int64"),
                        **(MARGIN | {"books": book}),
                        "selection": selection,
                        "line": line,
                        "price_decimal": price,
                        "is_price_assumed": False,
                        "probability": probability,
                        "probability_se": 0.02,
                        "probability_model": probability,
                        "probability_push": 0.0,
                        "expected_value": probability * price - 1,
                        "edge": side * belief,
                        "is_favourite": pd.array(np.sign(line) * side > 0, dtype="boolean"),
                        "result": np.where(won == (side > 0), "win", "loss"),
                        "closing_line_value": side * rng.normal(0, 1, number).round(),
                        "closing_price_value": np.nan,
                        "is_confirmed": pd.array([pd.NA] * number, dtype="boolean"),
                    }
                )
            )
    bets = pd.concat(parts, ignore_index=True)
    bets["profit"] = profit_per_unit(bets["result"], bets["price_decimal"])
    bets = bets.astype(dict.fromkeys(("moment", "information", "books", "selection"), "category"))
    return bets.sort_values(["game_date", "game_id", "books", "selection"], ignore_index=True)


def small_rules(**changes: Any) -> BacktestRules:
    """Few strategies, flat stakes and Kelly."""
    asked = {
        "seed": 3,
        "strategies": {
            "value": Strategy(by="expected_value", above=0),
            "edge_2": Strategy(by="edge", above=2, unit="points"),
            "home": Strategy(only="over", kind="side"),
            "random": Strategy(is_coin=True),
        },
        "stakes": {
            "flat": StakeRules("flat", limits=StakeLimits(smallest=0.1)),
            "kelly_quarter": StakeRules("kelly", fraction=0.25, cap_bet=0.05, uses_uncertainty=True),
        },
        "bankroll": 100,
        "all_stakes_books": ("consensus", "best"),
        "min_bets": 10,
        "band": (0.05, 0.95),
        "thresholds": {"points": (0.0, 2.0), "probability": (0.0, 0.05)},
        "sheet_bets": 50,
        "headline": Headline(
            strategies={"points": ("edge_2", "value")}, stakes=("flat", "kelly_quarter"), books=("consensus",)
        ),
    }
    return BacktestRules.model_validate(asked | changes)
