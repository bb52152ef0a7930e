"""One line and one probability per player, market and moment, out of the quotes of every book."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from busta.odds.margin import overround, remove_margin
from busta.odds.prop_check import condemned
from busta.odds.prop_moves import line_moves

KEYS = ["game_id", "player_id", "market", "moment"]
COLUMNS = [
    "season", *KEYS[:1], "game_date", *KEYS[1:], "line", "market_probability", "price_over", "price_under",
    "best_over", "best_over_book", "best_under", "best_under_book", "n_books", "n_condemned", "overround",
    "quoted_at_utc", "minutes_to_tip_off", "line_open", "line_moves",
]  # fmt: skip
_MINUTE = pd.Timedelta(minutes=1)


@dataclass(frozen=True)
class LineRules:
    """How the quotes of a moment become one line.

    Attributes
    ----------
    margin_removal
        A method of `busta.odds.margin`.
    off_others
        Largest believed distance of a probability from the mean of the other books at the same line.
    fresh_minutes
        A book whose last quote of the moment is older than the latest of any book by more has left the market.
    """

    margin_removal: str
    off_others: float
    fresh_minutes: int


def prop_lines(quotes: pd.DataFrame, believed: pd.DataFrame) -> pd.DataFrame:
    """Choose one line per player, market and moment.

    Of each book the last quotes of the moment count. Its main line is the one with the most balanced prices; the
    main line of the market is that of most books, of equally many the most balanced. Quotes without prices are of no
    book.

    Parameters
    ----------
    quotes
        ``prm_prop_quotes``.
    believed
        The same as from `book_quotes`.

    Returns
    -------
    pandas.DataFrame
        ``prm_prop_lines``: one row per game, player, market and moment, by date, game, player, market and moment.
        Known from ``quoted_at_utc`` on.
    """
    is_good = ~believed["is_condemned"]
    main = _main_lines(believed[is_good])
    on_main = believed[is_good].merge(main, on=[*KEYS, "line"], how="inner", validate="many_to_one")
    lines = _summed_up(on_main).merge(main, on=KEYS, validate="one_to_one")
    # Quotes that were found wanting, and those at other lines, had a say in which line it is.
    looked_at = believed.groupby(KEYS, as_index=False).agg(
        n_condemned=("is_condemned", "sum"), quoted_at_utc=("quoted_at_utc", "max")
    )
    lines = lines.merge(looked_at, on=KEYS, validate="one_to_one")
    lines = lines.merge(line_moves(quotes, lines[[*KEYS, "quoted_at_utc"]]), on=KEYS, validate="one_to_one")
    return lines.sort_values(["game_date", *KEYS], ignore_index=True)[COLUMNS]


def book_quotes(quotes: pd.DataFrame, rules: LineRules) -> pd.DataFrame:
    """Keep the last quotes of each book at each moment, and say which of them are off the others.

    Parameters
    ----------
    quotes
        ``prm_prop_quotes``.
    rules
        See `LineRules`.

    Returns
    -------
    pandas.DataFrame
        One row per game, player, market, moment, book and line with both prices, and ``probability`` (of over, margin
        removed), ``overround``, ``place`` (number of the line of that moment), ``is_condemned``.
    """
    priced = quotes[quotes[["price_over", "price_under", "moment"]].notna().all(axis=1)].copy()
    of_market = priced.groupby(KEYS, sort=False).ngroup()
    of_book = _numbered(of_market, priced["book"])
    seen = priced["quoted_at_utc"]
    last = seen.groupby(of_book).transform("max")
    age = seen.groupby(of_market).transform("max") - last
    # One book may stand in two sources at once: the first of them in the order of the table counts.
    is_last = seen.eq(last) & age.le(rules.fresh_minutes * _MINUTE)
    kept = priced[is_last]
    kept = kept[~_numbered(of_book[is_last], kept["line"]).duplicated()].reset_index(drop=True)
    kept["probability"] = remove_margin(kept["price_over"], kept["price_under"], rules.margin_removal)
    kept["overround"] = overround(kept["price_over"], kept["price_under"])
    kept["place"] = kept.groupby([*KEYS, "line"], sort=False).ngroup()
    off = condemned(kept["probability"].to_numpy(), kept["place"].to_numpy(), rules.off_others)
    return kept.assign(is_condemned=off)


def _numbered(group: pd.Series, value: pd.Series) -> pd.Series:
    codes, distinct = pd.factorize(value)
    return group * (len(distinct) + 1) + codes


def _main_lines(quotes: pd.DataFrame) -> pd.DataFrame:
    tilt = (quotes["probability"] - 0.5).abs()
    ordered = quotes.assign(tilt=tilt).sort_values([*KEYS, "book", "tilt", "line"])
    of_books = ordered.drop_duplicates([*KEYS, "book"])
    offered = of_books.groupby([*KEYS, "line"], as_index=False).agg(
        n_main=("line", "size"), tilt=("tilt", "mean")
    )
    best = offered.sort_values([*KEYS, "n_main", "tilt", "line"], ascending=[True] * 4 + [False, True, True])
    return best.drop_duplicates(KEYS)[[*KEYS, "line"]]


def _summed_up(on_main: pd.DataFrame) -> pd.DataFrame:
    summed = on_main.groupby(KEYS, as_index=False).agg(
        season=("season", "first"),
        game_date=("game_date", "first"),
        market_probability=("probability", "mean"),
        price_over=("price_over", "median"),
        price_under=("price_under", "median"),
        n_books=("book", "size"),
        overround=("overround", "mean"),
        minutes_to_tip_off=("minutes_to_tip_off", "median"),
    )
    for side in ("over", "under"):
        best = on_main.sort_values([*KEYS, f"price_{side}", "book"], ascending=[True] * 4 + [False, True])
        best = best.drop_duplicates(KEYS)[[*KEYS, f"price_{side}", "book"]]
        names = {f"price_{side}": f"best_{side}", "book": f"best_{side}_book"}
        summed = summed.merge(best.rename(columns=names), on=KEYS, validate="one_to_one")
    return summed.astype({"n_books": np.int64})
