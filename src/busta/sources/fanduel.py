"""Spread, total and both moneylines of FanDuel; some rows were taken during the game."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import NamedTuple

import pandas as pd

from busta.odds.margin import remove_margin
from busta.params.odds import InPlayParams, PlausibleParams
from busta.sources.cells import CellReader, read_files, refused_rows
from busta.sources.parsed import Parsed, RawFile
from busta.sources.quote_cells import american_pair
from busta.sources.two_sided import moneylines, two_sided

SOURCE = "fanduel_odds"
IN_PLAY = "taken during the game, or nothing to compare with"
# Points and Win_Margin are results; they are not read at all.
COLUMNS = ["Date", "Home", "Away", "OU", "Spread", "ML_Home", "ML_Away"]


class Filtered(NamedTuple):
    """Rows believed to be from before the game, and those refused.

    Attributes
    ----------
    rows
        The rows kept.
    refused
        One row per row refused: ``source, file, row, column, value, expected``.
    """

    rows: pd.DataFrame
    refused: pd.DataFrame


def parse_fanduel(files: Mapping[str, RawFile], plausible: PlausibleParams) -> Parsed:
    """Read the odds; ``Spread`` is positive where the home team is favoured.

    Parameters
    ----------
    files
        Raw files.
    plausible
        What a number can be.

    Returns
    -------
    Parsed
        One row per game: ``file, row, game_date, home_team_id, away_team_id, line, total, home_price, away_price``.
    """
    return read_files(SOURCE, files, COLUMNS, partial(_read_file, plausible=plausible))


def drop_in_play(
    rows: pd.DataFrame, average: pd.DataFrame, closing: pd.DataFrame, rule: InPlayParams, method: str
) -> Filtered:
    """Keep the rows that stand close to the closing market; what was taken during play leaks the result.

    Parameters
    ----------
    rows
        The parsed rows that met their game.
    average
        ``int_oddsportal_moneylines``: ``game_id, home_price, away_price``.
    closing
        ``int_closing_lines``: ``game_id, close_total``.
    rule
        How close.
    method
        Margin removal for both moneylines.

    Returns
    -------
    Filtered
        A row that has no closing moneyline or total to compare with is refused too.
    """
    prices = average.set_index("game_id")[["home_price", "away_price"]].reindex(rows["game_id"])
    fair = remove_margin(prices["home_price"], prices["away_price"], method)
    distance = pd.Series(
        remove_margin(rows["home_price"], rows["away_price"], method) - fair, rows.index
    ).abs()
    is_near = distance.le(rule.probability_within)
    closed = rows["game_id"].map(closing.set_index("game_id")["close_total"]).astype("float64")
    move = (rows["total"] - closed).abs()
    is_near_total = move.le(rule.total_within)
    near_probability = (
        f"a price before the game: within {rule.probability_within:g} of the closing probability"
    )
    near_total = f"a total before the game: within {rule.total_within:g} of the closing total"
    late_price, late_total = rows[~is_near], rows[is_near & ~is_near_total]
    refused = [
        refused_rows(SOURCE, late_price, "ML_Home", late_price["home_price"], near_probability),
        refused_rows(SOURCE, late_total, "OU", late_total["total"], near_total),
    ]
    return Filtered(
        rows[is_near & is_near_total].reset_index(drop=True), pd.concat(refused, ignore_index=True)
    )


def fanduel_quotes(rows: pd.DataFrame) -> pd.DataFrame:
    """Two-sided quotes of FanDuel.

    Parameters
    ----------
    rows
        ``int_fanduel_odds``: rows from before the game.

    Returns
    -------
    pandas.DataFrame
        Spread and total without prices, and moneylines, all near the close.
    """
    book = pd.Series("fanduel", index=rows.index, dtype="str")
    return pd.concat(
        [
            two_sided(rows, "ats", "close", SOURCE, rows["line"], book=book),
            two_sided(rows, "total", "close", SOURCE, rows["total"], book=book),
            moneylines(rows, "close", SOURCE, rows["home_price"], rows["away_price"], book=book),
        ]
    )


def _read_file(cells: CellReader, plausible: PlausibleParams) -> pd.DataFrame:
    home_price, away_price = american_pair(cells, "ML_Home", "ML_Away", plausible.overround)
    return pd.DataFrame(
        {
            "game_date": cells.dates("Date", "%Y-%m-%d"),
            "home_team_id": cells.teams("Home"),
            "away_team_id": cells.teams("Away"),
            "line": cells.numbers("Spread", -plausible.spread.high, plausible.spread.high, "spread"),
            "total": cells.numbers("OU", plausible.total.low, plausible.total.high, "total"),
            "home_price": home_price,
            "away_price": away_price,
        }
    )
