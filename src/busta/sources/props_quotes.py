"""The quotes on players of all sources as one table; what is not believed is told with its reason."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

import numpy as np
import pandas as pd

from busta.odds.prices import decimal_to_probability
from busta.params.props import PropsParams
from busta.sources.availability import People
from busta.sources.cells import refused_rows
from busta.sources.coverage import count_coverage
from busta.sources.moments import is_morning
from busta.sources.props_cells import numbered
from busta.sources.props_match import match

KEYS = ["quoted_at_utc", "game_id", "player_id", "market", "book", "line"]
COLUMNS = [
    "season", "game_id", "game_date", "player_id", "market", "line", "price_over", "price_under", "book", "moment",
    "quoted_at_utc", "minutes_to_tip_off", "source",
]  # fmt: skip
_ORDER = ["game_date", "game_id", "player_id", "market", "book", "line", "quoted_at_utc", "source"]
_COMPARED = ["price_over", "price_under", "pulled_on"]
NO_MARKET = "a kind of prop that is no market"
NO_GAME = "no league game of that day between these teams"
NOBODY = "no player, or more than one, of that name"
NO_TIP_OFF = "start of the game not known"
TOO_LATE = "at or after tip-off"
CROSSED = "a book whose over and under are of different lines"
OFF = "far from the other books at the same line"
AGAIN = "a quote that stands there already"
# Reason: the column that is shown in the refusal, and what would have been right. No market is nobody's mistake.
_REFUSED = {
    NO_GAME: ("player_name", "a player of a league game of that day"),
    NOBODY: ("player_name", "the name of one player known by then"),
    NO_TIP_OFF: ("quoted_at_utc", "a game whose start is known"),
    TOO_LATE: ("quoted_at_utc", "a quote from before tip-off"),
    CROSSED: ("book", "a book whose over and under are of the same line"),
    OFF: ("price_over", "a price near those of the other books at the same line"),
    AGAIN: ("player_name", "one row for a moment, player, market, book and line"),
}


class PropQuotes(NamedTuple):
    """What came of the quotes on players.

    Attributes
    ----------
    rows
        ``prm_prop_quotes``.
    refused
        One row per quote that was read and is not used: ``source, file, row, column, value, expected``; kinds that
        are no market are counted only.
    coverage
        Quotes of each source by season, with the reasons why some were not used.
    """

    rows: pd.DataFrame
    refused: pd.DataFrame
    coverage: pd.DataFrame


def build_prop_quotes(
    tables: Mapping[str, pd.DataFrame],
    games: pd.DataFrame,
    people: People,
    settings: PropsParams,
    morning_until: str,
) -> PropQuotes:
    """Join the quotes of all sources to games and players, and refuse what cannot be used.

    A quote at or after tip-off is refused, by the start in ``prm_games`` and by the start that the source itself
    gives. A man who did not play keeps his quotes: whether a bet is void is a result.

    Parameters
    ----------
    tables
        Source to its ``int_`` table.
    games
        ``prm_games``.
    people
        Who names can mean.
    settings
        What is not believed, and what times mean.
    morning_until
        US Eastern time of day ``HH:MM`` at which the morning ends.

    Returns
    -------
    PropQuotes
        One row per source, moment in time, game, player, market, book and line, sorted by game. ``moment`` is told
        by the clock alone: ``close`` in the last minutes before tip-off, ``morning`` on the morning of the day of the
        game, else null. Known from ``quoted_at_utc`` on.
    """
    parts = [
        _one_source(source, table, games, people, settings, morning_until) for source, table in tables.items()
    ]
    refused, coverage = (pd.concat([part[place] for part in parts], ignore_index=True) for place in (1, 2))
    return PropQuotes(_sorted([part.rows for part in parts]), refused, coverage)


def _one_source(
    source: str,
    table: pd.DataFrame,
    games: pd.DataFrame,
    people: People,
    settings: PropsParams,
    morning_until: str,
) -> PropQuotes:
    matched = match(table, games, people)
    about = matched.table.take(matched.mention.to_numpy()).set_axis(table.index)
    start = about["tip_off_utc"]
    if "tip_off_utc" in table.columns:
        start = start.fillna(table["tip_off_utc"])
    minutes = (start - table["quoted_at_utc"]).dt.total_seconds() / 60
    reasons = _reasons(source, table, about, minutes, settings)
    is_good = reasons.eq("")
    rows = table.loc[
        is_good, ["market", "line", "price_over", "price_under", "book", "quoted_at_utc"]
    ].assign(
        **about.loc[is_good, ["season", "game_id", "game_date", "player_id"]],
        minutes_to_tip_off=minutes[is_good],
        source=source,
    )
    rows["moment"] = _moments(rows, settings.close_minutes, morning_until)
    types = {"player_id": "int64", "source": "str", "market": "str"}
    return PropQuotes(
        rows[COLUMNS].astype(types),
        _refusals(source, table, reasons),
        count_coverage(about["season"], reasons, source, "quotes"),
    )


def _reasons(
    source: str, table: pd.DataFrame, about: pd.DataFrame, minutes: pd.Series, settings: PropsParams
) -> pd.Series:
    faults = {
        NO_MARKET: table["market"].isna(),
        NO_GAME: about["game_id"].isna(),
        NOBODY: about["player_id"].isna(),
        NO_TIP_OFF: minutes.isna(),
        TOO_LATE: minutes.le(0),
        CROSSED: table["book"].isin(settings.crossed_books.get(source, [])),
    }
    names = ["", *faults, OFF, AGAIN]
    found = np.select([fault.to_numpy() for fault in faults.values()], range(1, len(faults) + 1), 0)
    reasons = pd.Series(found, index=table.index)
    needed = [name for name in (*KEYS, *_COMPARED) if name in table.columns]
    is_good = reasons.eq(0)
    good = table.loc[is_good, needed].assign(**about.loc[is_good, ["game_id", "player_id"]])
    is_again = numbered(good, KEYS).duplicated()
    is_off = _is_off(good[~is_again], settings.off_others)
    reasons.loc[is_again[is_again].index] = names.index(AGAIN)
    reasons.loc[is_off[is_off].index] = names.index(OFF)
    told = pd.Categorical.from_codes(reasons.to_numpy(), pd.Index(names))
    return pd.Series(told, index=table.index).astype("str")


def _is_off(rows: pd.DataFrame, limit: float) -> pd.Series:
    page = "pulled_on" if "pulled_on" in rows.columns else "quoted_at_utc"
    priced = rows.dropna(subset=["price_over", "price_under"])
    over, under = (decimal_to_probability(priced[name]) for name in ("price_over", "price_under"))
    probability = pd.Series(over / (over + under), index=priced.index)
    same = numbered(priced, [page, "game_id", "player_id", "market", "line"])
    quotes = probability.groupby(same)
    others = quotes.transform("size") - 1
    mean = (quotes.transform("sum") - probability) / others.where(others > 0)
    return (probability - mean).abs().gt(limit).reindex(rows.index, fill_value=False)


def _moments(rows: pd.DataFrame, close_minutes: int, morning_until: str) -> pd.Series:
    moments = pd.Series(None, index=rows.index, dtype="str").mask(is_morning(rows, morning_until), "morning")
    return moments.mask(rows["minutes_to_tip_off"].le(close_minutes), "close")


def _refusals(source: str, table: pd.DataFrame, reasons: pd.Series) -> pd.DataFrame:
    refused = [
        refused_rows(source, table[is_so], column, table.loc[is_so, column], expected)
        for reason, (column, expected) in _REFUSED.items()
        for is_so in [reasons.eq(reason)]
    ]
    return pd.concat(refused, ignore_index=True)


def _sorted(parts: Iterable[pd.DataFrame]) -> pd.DataFrame:
    rows = pd.concat(parts, ignore_index=True)
    # Codes in place of texts: a sort of a million rows by eight texts takes most of the time of the stage.
    codes = [pd.factorize(rows[column], sort=True)[0] for column in reversed(_ORDER)]
    return rows.take(np.lexsort(codes)).reset_index(drop=True)
