"""Invented lines on the men of `tests.counted`, for tests of what meets the prices on players."""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy.stats import nbinom

from busta.markets import Roster, validate_roster
from tests.counted import SIZE
from tests.schemas.samples import prop_lines

PARTS = {"points": ["points"], "rebounds": ["rebounds"], "points_rebounds": ["points", "rebounds"]}


def player_roster(*markets: str) -> Roster:
    """Markets on players with one learner."""
    common = {
        "subject": "player", "is_push_possible": True, "feature_groups": ["form"], "learners": ["poisson"],
        "weights": {"poisson": 1.0}, "refit": "season", "moment": "morning",
    }  # fmt: skip
    blocks = {
        name: common
        | {"id": name, "quantity": name, "parts": PARTS[name], "quotes": name}
        | {"line": {"market": name, "moment": "morning"}}
        for name in markets
    }
    return validate_roster({"markets": blocks})


def priced(means: pd.DataFrame, market: str, shade: float = 0.0, seed: int = 4) -> pd.DataFrame:
    """Main lines at both moments: the fair probability of a negative binomial in log-odds, blurred, and shaded."""
    generator = np.random.default_rng(seed)
    rows = means.drop_duplicates(["game_id", "player_id"])
    line = np.floor(rows["mean"].to_numpy()) + 0.5
    size = SIZE.get(market, 5.0)
    fair = nbinom.sf(np.floor(line), size, size / (size + rows["mean"].to_numpy()))
    told = np.log(fair / (1 - fair)) + shade + generator.normal(0, 0.1, len(rows))
    probability = 1 / (1 + np.exp(-told))
    told_lines = prop_lines().drop(columns=["season", "game_id", "game_date", "player_id"])
    table = pd.concat([told_lines] * len(rows), ignore_index=True).assign(
        **{name: rows[name].to_numpy() for name in ("season", "game_id", "game_date", "player_id")},
        market=market, line=line, market_probability=probability, line_open=line,
        price_over=1 / (1.05 * probability), price_under=1 / (1.05 * (1 - probability)),
    )  # fmt: skip
    table = table.assign(
        best_over=table["price_over"] * 1.01, best_under=table["price_under"] * 1.01, n_books=2
    )
    close = table.assign(moment="close", minutes_to_tip_off=20.0)
    return pd.concat([table, close], ignore_index=True)[list(prop_lines().columns)]
