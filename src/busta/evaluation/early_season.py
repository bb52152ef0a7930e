"""A known anomaly, and its death: totals that were too high in the first days of a season.

Baryla, Borghesi, Dare and Dennis (2007), Learning, price formation and the early season bias in the NBA, Finance
Research Letters 4, 155-164; Girdner, Davis, Fodor and Kirch, Early season NBA over/under bias, Journal of Prediction
Markets: of the games in the first week of the seasons 2009-12, 58.2 % stayed under the closing total.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

import numpy as np
import pandas as pd

from busta.evaluation.clustered import Tested, mean_by_day
from busta.evaluation.returns import returns_by_day

FAMILY = "early-season unders"
EARLY, LATER = "while it lived", "afterwards"
SEASON_COLUMNS = ["season", "days", "era", "n", "share", "low", "high"]


@dataclass(frozen=True)
class EarlySeasonRules:
    """Which games are the early ones, written down before looking.

    Attributes
    ----------
    days
        Lengths of the beginning of a season, days from its first game.
    last_season
        Last season of which the anomaly is told, for example ``2011-12``.
    """

    days: tuple[int, ...]
    last_season: str

    def __post_init__(self) -> None:
        if not self.days or min(self.days) < 1:
            raise ValueError(f"Early season days: expected numbers from 1, was {list(self.days)}.")


def early_unders(history: pd.DataFrame, rules: EarlySeasonRules) -> pd.DataFrame:
    """Take the games of the beginning of every season.

    Parameters
    ----------
    history
        ``prm_line_history``.
    rules
        How long a beginning is.

    Returns
    -------
    pandas.DataFrame
        One row per game with a closing total and length of the beginning (``days``): season, game_date, era, and result
        of the under: 1 won, -1 lost, 0 push.
    """
    rows = history.dropna(subset=["close_total"])
    since = (rows["game_date"] - history.groupby("season")["game_date"].transform("min")).dt.days
    points = rows["home_points"] + rows["away_points"]
    table = pd.DataFrame(
        {
            "season": rows["season"],
            "game_date": rows["game_date"],
            "era": np.where(rows["season"] <= rules.last_season, EARLY, LATER),
            "result": np.sign(rows["close_total"] - points),
        }
    )
    parts = [table[since.loc[rows.index] < days].assign(days=days) for days in rules.days]
    return pd.concat(parts, ignore_index=True)


def early_season_tests(unders: pd.DataFrame, price: float, level: float) -> pd.DataFrame:
    """Test the unders of the beginning of the seasons, while the anomaly is told of and afterwards.

    Parameters
    ----------
    unders
        From `early_unders`.
    price
        Decimal price of an under.
    level
        Coverage of the intervals.

    Returns
    -------
    pandas.DataFrame
        One row per length of the beginning and era, columns as in `busta.evaluation.biases.bias_tests`, as far as they
        apply. ``estimate`` is the share of decided games that stayed under, minus one half.
    """
    found = []
    for days, era in product(sorted(unders["days"].unique()), (EARLY, LATER)):
        rows = unders[(unders["days"] == days) & (unders["era"] == era)]
        decided = rows[rows["result"] != 0]
        if decided["game_date"].nunique() < 2:
            continue
        share = (decided["result"] > 0).astype(float)
        tested = mean_by_day(share - 0.5, decided["game_date"], level)
        named = {"family": FAMILY, "test": "under", "market": "total", "moment": "close"}
        days_of_bets, result = rows["game_date"], rows["result"]
        found.append(
            named
            | {"group": f"first {days} days, {_seasons(rows)}: {era}", "share": share.mean(), "fair": 0.5}
            | vars(tested)
            | returns_by_day("roi", result, price, days_of_bets, level)
            | returns_by_day("roi_against", -result, price, days_of_bets, level)
            | {"share_assumed": 1.0}
        )
    return pd.DataFrame(found)


def early_season_shares(unders: pd.DataFrame, level: float) -> pd.DataFrame:
    """Share of unders at the beginning of every season.

    Parameters
    ----------
    unders
        From `early_unders`.
    level
        Coverage of the intervals.

    Returns
    -------
    pandas.DataFrame
        One row per length of the beginning and season: season, days, era, n (decided games), share, low, high.
    """
    found = []
    for (days, season, era), rows in unders[unders["result"] != 0].groupby(["days", "season", "era"]):
        if rows["game_date"].nunique() < 2:
            continue
        share: Tested = mean_by_day(rows["result"] > 0, rows["game_date"], level)
        found.append([season, days, era, share.n, share.estimate, share.low, share.high])
    return pd.DataFrame(found, columns=SEASON_COLUMNS)


def _seasons(rows: pd.DataFrame) -> str:
    return f"{rows['season'].min()} to {rows['season'].max()}"
