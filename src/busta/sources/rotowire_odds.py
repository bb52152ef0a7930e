"""Odds of several books on time-stamped line-up pages of rotowire.com."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

import pandas as pd

from busta.nba.calendar import utc_from_eastern
from busta.nba.teams import team_ids
from busta.odds.prices import american_to_decimal, parse_american
from busta.params.odds import PlausibleParams
from busta.sources.cells import CellReader, read_files
from busta.sources.moments import is_morning, last_of_game
from busta.sources.parsed import Parsed, RawFile
from busta.sources.two_sided import moneylines, two_sided

SOURCE = "rotowire_odds"
COLUMNS = ["snapshot_utc", "game_date", "game_time", "away", "home", "book", "moneyline", "spread", "total"]
# A book stands once on a page; a page is known by the moment it was stored.
QUOTE_KEYS = ["quoted_at_utc", "book"]
_NONE = ("", "-", "–")


def parse_rotowire_odds(
    files: Mapping[str, RawFile], plausible: PlausibleParams, not_books: Sequence[str]
) -> Parsed:
    """Read the odds; a side is named by its team: ``IND -124``, ``IND -1.5``, ``226.5 Pts``.

    Parameters
    ----------
    files
        Raw files.
    plausible
        What a number can be.
    not_books
        Values of ``book`` that are no book of their own; they are left out.

    Returns
    -------
    Parsed
        One row per page, game and book: ``file, row, game_date, home_team_id, away_team_id, tip_off_utc,
        quoted_at_utc, book, line, total, home_price, away_price``; of the moneyline only the favourite's price is
        shown. Pages without a time stamp, and those at or after tip-off, are refused.
    """
    return read_files(SOURCE, files, COLUMNS, partial(_read_file, plausible=plausible, not_books=not_books))


def rotowire_quotes(rows: pd.DataFrame, morning_until: str) -> pd.DataFrame:
    """Two-sided quotes of the last page of the morning and of the last page before tip-off.

    Parameters
    ----------
    rows
        ``int_rotowire_odds``: the parsed rows that met their game.
    morning_until
        US Eastern time of day ``HH:MM``; the last page of the game's day up to then is the morning's.

    Returns
    -------
    pandas.DataFrame
        Spread and total without prices, moneylines with one price; moments ``morning`` and ``close``.
    """
    return pd.concat(
        [
            _moment(last_of_game(rows[is_morning(rows, morning_until)]), "morning"),
            _moment(last_of_game(rows), "close"),
        ]
    )


def _moment(rows: pd.DataFrame, moment: str) -> pd.DataFrame:
    more = {"book": rows["book"], "quoted_at_utc": rows["quoted_at_utc"]}
    return pd.concat(
        [
            two_sided(rows, "ats", moment, SOURCE, rows["line"], **more),
            two_sided(rows, "total", moment, SOURCE, rows["total"], **more),
            moneylines(rows, moment, SOURCE, rows["home_price"], rows["away_price"], **more),
        ]
    )


def _read_file(cells: CellReader, plausible: PlausibleParams, not_books: Sequence[str]) -> pd.DataFrame:
    cells = cells.part(cells.index[~cells.text("book").isin(not_books)])
    start, seen = _tip_off(cells), cells.times("snapshot_utc")
    is_late = seen.ge(start)
    cells.refuse(is_late, "snapshot_utc", "a page stored before tip-off")
    teams = {side: cells.teams(side) for side in ("home", "away")}
    is_known = seen.notna() & start.notna() & ~is_late
    rows = pd.DataFrame(
        {
            "game_date": cells.dates("game_date", "%Y-%m-%d").where(is_known),
            "home_team_id": teams["home"],
            "away_team_id": teams["away"],
            "tip_off_utc": start,
            "quoted_at_utc": seen,
            "book": cells.text("book"),
        }
    )
    return rows.assign(
        line=_line(cells, rows, plausible), total=_total(cells, plausible), **_prices(cells, rows)
    )


def _tip_off(cells: CellReader) -> pd.Series:
    text = cells.text("game_date") + " " + cells.text("game_time")
    local = pd.to_datetime(text, format="%Y-%m-%d %I:%M %p ET", errors="coerce")
    has_date = cells.text("game_date").ne("")
    start = utc_from_eastern(local)
    cells.refuse(start.isna() & has_date, "game_time", "a US Eastern time such as 7:30 PM ET")
    return start


def _sides(cells: CellReader, rows: pd.DataFrame, column: str) -> tuple[pd.Series, pd.Series, pd.Series]:
    text = cells.text(column)
    parts = text.str.extract(r"^([A-Z]+) (.+)$").astype("str")
    team = team_ids(parts[0].fillna(""))
    is_home, is_away = (
        team.eq(rows[f"{side}_team_id"]).fillna(False).astype(bool) for side in ("home", "away")
    )
    cells.refuse(~text.isin(_NONE) & ~is_home & ~is_away, column, "one of the two teams, then its number")
    return is_home, is_away, parts[1]


def _line(cells: CellReader, rows: pd.DataFrame, plausible: PlausibleParams) -> pd.Series:
    is_home, is_away, text = _sides(cells, rows, "spread")
    spread = pd.to_numeric(text, errors="coerce").astype("float64")
    bad = (is_home | is_away) & ~spread.abs().le(plausible.spread.high)
    cells.refuse(bad, "spread", f"a spread of at most {plausible.spread.high:g}")
    spread = spread.where(~bad)
    return (0.0 - spread).where(is_home, spread.where(is_away))


def _total(cells: CellReader, plausible: PlausibleParams) -> pd.Series:
    text = cells.text("total")
    bounds = plausible.total
    total = pd.to_numeric(text.str.extract(r"^([0-9.]+) Pts$")[0], errors="coerce").astype("float64")
    is_good = total.between(bounds.low, bounds.high)
    cells.refuse(
        ~text.isin(_NONE) & ~is_good, "total", f"a total from {bounds.low:g} to {bounds.high:g} as 226.5 Pts"
    )
    return total.where(is_good)


def _prices(cells: CellReader, rows: pd.DataFrame) -> dict[str, pd.Series]:
    is_home, is_away, text = _sides(cells, rows, "moneyline")
    prices = parse_american(text)
    cells.refuse(
        (is_home | is_away) & prices.is_refused, "moneyline", "American odds of at most -100 or at least 100"
    )
    decimal = pd.Series(american_to_decimal(prices.american), index=rows.index)
    return {"home_price": decimal.where(is_home), "away_price": decimal.where(is_away)}
