"""The same biases in seasons that had no part in finding them: those of the archive before all other data."""

from __future__ import annotations

import pandas as pd

from busta.evaluation.bias_groups import BiasRules
from busta.evaluation.biases import BIAS_COLUMNS, betting_sides, bias_tests

OLDER = "older seasons"
MARKETS = {"ats": "close_line", "total": "close_total"}
_NO_QUOTES = [
    "season",
    "game_id",
    "game_date",
    "player_id",
    "market",
    "moment",
    "source",
    "line",
    "selection",
]


def older_bias_tests(
    history: pd.DataFrame, games: pd.DataFrame, rules: BiasRules, assumed_price: float, level: float
) -> pd.DataFrame:
    """Test the closing spread and total in the seasons before the first known game.

    Parameters
    ----------
    history
        ``prm_line_history``.
    games
        ``prm_games``; seasons from its first on are left out.
    rules
        Kinds of games.
    assumed_price
        Decimal price of both sides.
    level
        Coverage of the intervals.

    Returns
    -------
    pandas.DataFrame
        As of `busta.evaluation.biases.bias_tests`, in families of their own. What kind of game it was and where it was
        played is not told for these seasons.
    """
    older = history[history["season"] < games["season"].min()] if len(games) else history
    if older.empty:
        return pd.DataFrame(columns=BIAS_COLUMNS)
    rows = older.reset_index(drop=True)
    named = rows.assign(
        game_id=[f"archive {number}" for number in rows.index],
        season_type=pd.Series(None, rows.index, dtype="str"),
        is_neutral=False,
        is_played=True,
        home_margin=rows["home_points"] - rows["away_points"],
        total_points=rows["home_points"] + rows["away_points"],
    )
    no_quotes = pd.DataFrame(columns=[*_NO_QUOTES, "price_decimal"]).astype({"player_id": "Int64"})
    sides = betting_sides(_lines(named), no_quotes, named, assumed_price)
    found = bias_tests(sides, named, _team_games(named), rules, level)
    return found.assign(family=f"{OLDER}, " + found["market"] + ", " + found["moment"])


def _lines(games: pd.DataFrame) -> pd.DataFrame:
    keys = games[["season", "game_id", "game_date"]].assign(
        player_id=pd.array([None] * len(games), dtype="Int64"),
        moment="close",
        market_probability=0.5,
        source="closing_lines",
        book_confirmed=pd.array([None] * len(games), dtype="boolean"),
    )
    parts = [keys.assign(market=market, line=games[column]) for market, column in MARKETS.items()]
    return pd.concat(parts, ignore_index=True).dropna(subset=["line"]).reset_index(drop=True)


def _team_games(games: pd.DataFrame) -> pd.DataFrame:
    keys = ["season", "game_id", "game_date", "season_type", "is_neutral"]
    sides = [
        games[keys].assign(
            team_id=games[f"{side}_team_id"], is_home=side == "home", points=games[f"{side}_points"]
        )
        for side in ("home", "away")
    ]
    return pd.concat(sides, ignore_index=True)
