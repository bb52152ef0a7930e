"""How the line of a player moved on the day of the game, from the quotes seen so far."""

from __future__ import annotations

import pandas as pd

from busta.nba.calendar import LEAGUE_ZONE

_PLAYED = ["game_id", "player_id", "market"]


def line_moves(quotes: pd.DataFrame, lines: pd.DataFrame) -> pd.DataFrame:
    """Say where the line of the day began and how often it moved.

    Parameters
    ----------
    quotes
        ``prm_prop_quotes``.
    lines
        ``game_id, player_id, market, moment`` and ``quoted_at_utc``, the last moment that may be looked at.

    Returns
    -------
    pandas.DataFrame
        The keys, ``line_open`` (the first line of the day, US Eastern, of most books; of equally many the smaller) and
        ``line_moves`` (changes at the book that moved most often), from quotes up to ``quoted_at_utc`` only.
    """
    of_day = _book_lines(quotes)
    keys = [*_PLAYED, "moment"]
    seen = of_day.merge(lines, on=_PLAYED, suffixes=("", "_last"))
    seen = seen[seen["quoted_at_utc"] <= seen["quoted_at_utc_last"]]
    return _opened(seen, keys).merge(_moved(seen, keys), on=keys, validate="one_to_one")


def _book_lines(quotes: pd.DataFrame) -> pd.DataFrame:
    local = quotes["quoted_at_utc"].dt.tz_convert(LEAGUE_ZONE).dt.tz_localize(None)
    is_of_day = local.ge(quotes["game_date"]) & quotes[["price_over", "price_under"]].notna().all(axis=1)
    day = quotes.loc[is_of_day, [*_PLAYED, "book", "quoted_at_utc", "line", "price_over", "price_under"]]
    day = day.assign(player=day.groupby([*_PLAYED, "book"], sort=False).ngroup())
    # Of the lines of one page the most balanced is the main line; margins matter little for which that is.
    tilt = (1 / day["price_over"] - 1 / day["price_under"]).abs()
    day = day.assign(tilt=tilt).sort_values(["player", "quoted_at_utc", "tilt", "line"])
    return day.drop_duplicates(["player", "quoted_at_utc"]).drop(
        columns=["tilt", "price_over", "price_under"]
    )


def _opened(seen: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    first = seen.drop_duplicates([*keys, "book"])
    counted = first.groupby([*keys, "line"], as_index=False).size()
    most = counted.sort_values([*keys, "size", "line"], ascending=[True] * 4 + [False, True])
    return most.drop_duplicates(keys)[[*keys, "line"]].rename(columns={"line": "line_open"})


def _moved(seen: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    of_book = seen.groupby(["moment", "player"])["line"]
    is_move = of_book.shift().notna() & of_book.shift().ne(seen["line"])
    moves = seen.assign(line_moves=is_move).groupby([*keys, "book"], as_index=False)["line_moves"].sum()
    return moves.groupby(keys, as_index=False)["line_moves"].max().astype({"line_moves": "int64"})
