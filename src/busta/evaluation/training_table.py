"""The question of a market, row by row: actual, line, outcome and what the market thinks.

It lives beside the scores, not with the learners: nothing is fitted here, and a model must not be able to
choose its own outcome. It knows no market by name; the caller says which quantity, line and quotes.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

KEYS = ["season", "game_id", "game_date", "player_id"]


class TrainingTableError(ValueError):
    """The question of a market cannot be asked of these tables."""


def actuals(games: pd.DataFrame, quantity: str) -> pd.DataFrame:
    """Take the quantity of every game.

    Parameters
    ----------
    games
        `prm_games`: one row per game, played or not.
    quantity
        The column that is Y.

    Returns
    -------
    pandas.DataFrame
        One row per game by date: season, game_id, game_date, player_id (null), season_type,
        actual (Y; null while unplayed or unknown).

    Raises
    ------
    TrainingTableError
        When there is no such column.
    """
    if quantity not in games.columns:
        raise TrainingTableError(
            f"expected the quantity among the columns of prm_games, was {quantity!r}; "
            f"they are {', '.join(games.columns)}"
        )
    rows = games[["season", "game_id", "game_date", "season_type"]].assign(
        player_id=pd.array([pd.NA] * len(games), dtype="Int64"), actual=games[quantity].astype("float64")
    )
    rows = rows[[*KEYS, "season_type", "actual"]]
    return rows.sort_values(["game_date", "game_id"], ignore_index=True)


def lines_of(lines: pd.DataFrame, market: str, moment: str) -> pd.DataFrame:
    """Take the lines of one market at one moment.

    Parameters
    ----------
    lines
        `prm_market_lines`: one row per game, player, market and moment.
    market, moment
        Which of them.

    Returns
    -------
    pandas.DataFrame
        One row per game and player: game_id, player_id, line, market_probability, is_price_assumed.

    Raises
    ------
    TrainingTableError
        When the market has no line at that moment at all.
    """
    taken = lines[(lines["market"] == market) & (lines["moment"] == moment)]
    if taken.empty:
        known = sorted(set(lines["market"] + " at " + lines["moment"]))
        raise TrainingTableError(
            f"expected lines of the market {market!r} at the moment {moment!r} in prm_market_lines, "
            f"it holds {', '.join(known) or 'none'}"
        )
    return taken[["game_id", "player_id", "line", "market_probability", "is_price_assumed"]]


def scaled_line(line: pd.Series, scale: float, round_to: float | None) -> pd.Series:
    """Scale a line and round it to a multiple, halves upwards.

    Parameters
    ----------
    line
        In units of its own quantity.
    scale
        Factor into the units of this quantity.
    round_to
        The multiple, above 0; null for no rounding.
    """
    scaled = line * scale
    return scaled if round_to is None else np.floor(scaled / round_to + 0.5) * round_to


def with_constant_line(rows: pd.DataFrame, constant: float) -> pd.DataFrame:
    """Give every row the same line."""
    return rows.assign(line=float(constant))


def with_market_line(
    rows: pd.DataFrame, lines: pd.DataFrame, scale: float, round_to: float | None
) -> pd.DataFrame:
    """Give every row the scaled line of a market; rows without a line are left out.

    Parameters
    ----------
    rows
        One row per game and player.
    lines
        As `lines_of` returns them.
    scale, round_to
        See `scaled_line`.
    """
    joined = _join(rows, lines[["game_id", "player_id", "line"]])
    joined = joined.assign(line=scaled_line(joined["line"], scale, round_to))
    return joined[joined["line"].notna()].reset_index(drop=True)


def with_outcome(rows: pd.DataFrame) -> pd.DataFrame:
    """Settle every row: 1 over, 0 under, null on a push and while unplayed."""
    difference = rows["actual"] - rows["line"]
    outcome = (difference > 0).astype("float64").where(difference.notna() & (difference != 0))
    return rows.assign(outcome=outcome)


def with_quotes(rows: pd.DataFrame, lines: pd.DataFrame | None, moment: str) -> pd.DataFrame:
    """Add what the market thinks; null where nobody quotes.

    Parameters
    ----------
    rows
        One row per game and player.
    lines
        As `lines_of` returns them, or null for a market that nobody quotes.
    moment
        The moment of those lines.

    Returns
    -------
    pandas.DataFrame
        The rows with market_probability (of over among over and under, margin removed),
        market_moment (null without a quote) and is_price_assumed (false without a quote).
    """
    if lines is None:
        unknown = pd.Series(np.nan, index=rows.index)
        quoted = rows.assign(market_probability=unknown, is_price_assumed=False)
    else:
        quoted = _join(rows, lines[["game_id", "player_id", "market_probability", "is_price_assumed"]])
    has_quote = quoted["market_probability"].notna()
    return quoted.assign(
        market_moment=pd.Series(moment, index=quoted.index, dtype="str").where(has_quote),
        is_price_assumed=quoted["is_price_assumed"].fillna(False).astype(bool),
    )


def _join(rows: pd.DataFrame, lines: pd.DataFrame) -> pd.DataFrame:
    return rows.merge(lines, on=["game_id", "player_id"], how="left", validate="one_to_one")


def with_completeness(rows: pd.DataFrame, features: pd.DataFrame, flags: list[str]) -> pd.DataFrame:
    """Say of every game whether all features of both teams were known.

    Parameters
    ----------
    rows
        One row per game: `game_id`.
    features
        The feature store: `game_id` and the flags, 0 or 1.
    flags
        Flags of the groups in use, 1 where a value of the group was filled in.

    Returns
    -------
    pandas.DataFrame
        The rows with `is_complete`: false where a flag of either team is 1. As of the evening before.
    """
    filled = features.groupby("game_id")[flags].max().max(axis=1) if flags else pd.Series(dtype="float64")
    return rows.assign(is_complete=~rows["game_id"].map(filled).fillna(0).astype(bool))
