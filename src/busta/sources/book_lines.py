"""Opening line and ten books' closing lines with prices (classic.sportsbookreview.com)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import partial

import pandas as pd

from busta.params.odds import PlausibleParams
from busta.sources.cells import CellReader, read_files
from busta.sources.parsed import Parsed, RawFile
from busta.sources.quote_cells import american_pair, mirrored_line
from busta.sources.two_sided import moneylines, two_sided

SOURCE = "book_lines"
COLUMNS = [
    "Date",
    "bet_type",
    "home_Team",
    "away_Team",
    "home_score",
    "away_score",
    *[f"{side}_open_{cell}" for side in ("away", "home") for cell in ("line", "odds")],
]
MARKETS = {"moneyline": "moneyline", "spread": "ats", "total": "total"}
# A book quotes a market of a game once.
QUOTE_KEYS = ["market", "book"]
OPENING = "open"
_MAX_POINTS = 400


def parse_book_lines(files: Mapping[str, RawFile], plausible: PlausibleParams) -> Parsed:
    """Read the lines; every pair of columns ``away_X_line, home_X_line`` is a book, whatever its name.

    Spread lines are signed and have to mirror, the two totals have to be equal; the visitor's price of a total is
    that of over. A moneyline's price stands in the column of the line.

    Parameters
    ----------
    files
        Raw files.
    plausible
        What a number can be.

    Returns
    -------
    Parsed
        One row per game, market and book that quotes it: ``file, row, game_date, home_team_id, away_team_id,
        home_points, away_points, market, book, line, price_over, price_under``. The opening is the book ``open``.
    """
    return read_files(SOURCE, files, COLUMNS, partial(_read_file, plausible=plausible))


def book_line_quotes(rows: pd.DataFrame) -> pd.DataFrame:
    """Two-sided quotes of the books.

    Parameters
    ----------
    rows
        ``int_book_lines``: the parsed rows that met their game.

    Returns
    -------
    pandas.DataFrame
        Openings (moment ``open``) and closing lines of the books (moment ``close``).
    """
    quotes = []
    for moment, is_of_moment in (("open", rows["book"].eq(OPENING)), ("close", rows["book"].ne(OPENING))):
        for market in MARKETS.values():
            part = rows[is_of_moment & rows["market"].eq(market)]
            prices = (part["price_over"], part["price_under"])
            if market == "moneyline":
                quotes.append(moneylines(part, moment, SOURCE, *prices, book=part["book"]))
            else:
                quotes.append(two_sided(part, market, moment, SOURCE, part["line"], *prices, part["book"]))
    return pd.concat(quotes)


def _read_file(cells: CellReader, plausible: PlausibleParams) -> pd.DataFrame:
    games = pd.DataFrame(
        {
            "game_date": cells.dates("Date", "%Y%m%d"),
            "home_team_id": cells.teams("home_Team"),
            "away_team_id": cells.teams("away_Team"),
            "home_points": cells.numbers("home_score", 0, _MAX_POINTS, "final score"),
            "away_points": cells.numbers("away_score", 0, _MAX_POINTS, "final score"),
        }
    )
    kind = cells.text("bet_type")
    cells.refuse(~kind.isin(MARKETS), "bet_type", f"one of {', '.join(MARKETS)}")
    # What is not about NBA teams is refused once, by its team, not again by every line of it.
    is_known = games[["game_date", "home_team_id", "away_team_id"]].notna().all(axis=1)
    quotes = [
        _read_book(cells.part(cells.index[is_known & kind.eq(name)]), book, market, plausible)
        for book in _books(cells.file.rows.columns)
        for name, market in MARKETS.items()
    ]
    return games.join(pd.concat(quotes), how="inner")


def _books(columns: pd.Index) -> list[str]:
    return [
        match.group(1) for match in (re.fullmatch(r"away_(.+)_line", str(name)) for name in columns) if match
    ]


def _read_book(cells: CellReader, book: str, market: str, plausible: PlausibleParams) -> pd.DataFrame:
    # Over is the home side, but for a total the visitor's column holds it.
    over, under = ("away", "home") if market == "total" else ("home", "away")
    cell = "line" if market == "moneyline" else "odds"
    prices = american_pair(cells, f"{over}_{book}_{cell}", f"{under}_{book}_{cell}", plausible.overround)
    quotes = pd.DataFrame({"market": market, "book": book, "line": 0.0}, index=cells.index)
    quotes = quotes.astype({"market": "str", "book": "str"}).assign(
        price_over=prices[0], price_under=prices[1]
    )
    if market == "moneyline":
        return quotes[quotes[["price_over", "price_under"]].notna().any(axis=1)]
    if market == "ats":
        line = mirrored_line(cells, f"home_{book}_line", f"away_{book}_line", plausible.spread)
    else:
        line = _total(cells, book, plausible)
    return quotes.assign(line=line).dropna(subset="line")


def _total(cells: CellReader, book: str, plausible: PlausibleParams) -> pd.Series:
    bounds = (plausible.total.low, plausible.total.high)
    over = cells.numbers(f"away_{book}_line", *bounds, "total")
    under = cells.numbers(f"home_{book}_line", *bounds, "total")
    bad = over.notna() & under.notna() & over.ne(under)
    cells.refuse(bad, f"away_{book}_line", f"the total in home_{book}_line")
    return over.where(~bad & under.notna())
