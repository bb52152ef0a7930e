"""Lines on players of many books, pulled once a day (The Odds API): one row per side of a quote."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

import pandas as pd

from busta.nba.calendar import eastern_date
from busta.odds.margin import overround
from busta.params.props import PlausibleProps
from busta.sources import props_cells as props
from busta.sources.cells import CellReader, read_files
from busta.sources.parsed import Parsed, RawFile

SOURCE = "props_api"
BOOK, KIND, SEEN = "bookmakers.key", "bookmakers.markets.key", "bookmakers.markets.last_update"
SIDE, PLAYER, PRICE, LINE = "outcomes_name", "outcomes_description", "outcomes_price", "outcomes_point"
COLUMNS = [
    SIDE, PLAYER, PRICE, LINE, "commence_time", "home_team", "away_team", BOOK, KIND, SEEN, "pull_date",
]  # fmt: skip
# A quote is these; its two sides are two rows.
QUOTE = [
    "pulled_on", "quoted_at_utc", "tip_off_utc", "home_team_id", "away_team_id", "player_name", "market", "line",
    "book",
]  # fmt: skip
_SIDES = {"Over": "price_over", "Under": "price_under"}


def parse_props_api(files: Mapping[str, RawFile], plausible: PlausibleProps) -> Parsed:
    """Read the pulls and put the two sides of a quote into one row.

    Parameters
    ----------
    files
        Raw files.
    plausible
        What a number can be.

    Returns
    -------
    Parsed
        One row per pull, game, player, market, book and line: ``file, row`` (of the side that stands first),
        ``game_date`` (US Eastern date of ``commence_time``), ``pulled_on, quoted_at_utc, tip_off_utc,
        home_team_id, away_team_id, player_name, market, line, book, price_over, price_under`` (decimal, missing
        for a side that is not offered). A quote updated at or after ``commence_time`` is refused.
    """
    return read_files(SOURCE, files, COLUMNS, partial(_read_file, plausible=plausible))


def _read_file(cells: CellReader, plausible: PlausibleProps) -> pd.DataFrame:
    start, seen = props.times(cells, "commence_time"), props.times(cells, SEEN)
    cells.refuse(seen.ge(start), SEEN, "an update before commence_time")
    side = props.texts(cells, SIDE)
    cells.refuse(~side.isin(list(_SIDES)), SIDE, "Over or Under")
    price = cells.american(PRICE)
    cells.refuse(props.texts(cells, PRICE).eq(""), PRICE, "American odds")
    rows = pd.DataFrame(
        {
            "pulled_on": props.days(cells, "pull_date"),
            "quoted_at_utc": seen,
            "tip_off_utc": start,
            "home_team_id": props.teams(cells, "home_team"),
            "away_team_id": props.teams(cells, "away_team"),
            "player_name": props.names(cells, PLAYER),
            "market": props.markets(cells, KIND),
            "line": props.lines(cells, LINE, plausible),
            "book": props.books(cells, BOOK),
        }
    )
    return _paired(cells, rows, side, price, plausible)


def _paired(
    cells: CellReader, rows: pd.DataFrame, side: pd.Series, price: pd.Series, plausible: PlausibleProps
) -> pd.DataFrame:
    quote = props.numbered(rows, QUOTE)
    is_second = pd.DataFrame({"quote": quote, "side": side}).duplicated()
    cells.refuse(is_second, PRICE, "one price for a side of a quote")
    # A quote of which one side was refused is no quote.
    is_bad = quote.isin(quote[cells.index.isin(cells.refused["row"])])
    is_first = ~is_bad & ~quote.duplicated()
    pairs = {
        name: quote[is_first].map(pd.Series(price[own].to_numpy(), index=quote[own]))
        for word, name in _SIDES.items()
        for own in [~is_bad & side.eq(word)]
    }
    total = pd.Series(overround(pairs["price_over"], pairs["price_under"]), index=quote[is_first].index)
    low, high = plausible.overround.low, plausible.overround.high
    is_odd = (total.notna() & ~total.between(low, high)).reindex(cells.index, fill_value=False)
    cells.refuse(is_odd, PRICE, f"two prices whose implied probabilities sum to {low:g} to {high:g}")
    is_kept = is_first & ~is_odd
    paired = rows[is_kept].assign(
        **{name: prices.reindex(quote.index[is_kept]) for name, prices in pairs.items()}
    )
    paired.insert(0, "game_date", eastern_date(paired["tip_off_utc"]))
    return paired.astype({"market": "str", "home_team_id": "Int64", "away_team_id": "Int64"})
