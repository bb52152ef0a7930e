"""What the spreads, totals and moneylines of The Odds API have in common: snapshots, their moments and prices."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from busta.nba.calendar import eastern_date, season_of_date
from busta.nba.teams import teams
from busta.params.odds import OddsParams, PlausibleParams
from busta.sources.cells import CellReader
from busta.sources.join import GAME, left_out
from busta.sources.moments import is_after_morning, is_morning, last_of_game
from busta.sources.quote_cells import possible_pair

COLUMNS = ["timestamp", "commence_time", "home_team", "away_team", "bookmaker"]
# One snapshot of a game may stand in several files, and a book quotes a game once in a snapshot.
QUOTE_KEYS = ["quoted_at_utc", "book"]
# Why a snapshot makes no quote though it met its game; its start of the game is still believed.
BETWEEN = "after the morning and not the close"
_MAX_PRICE = 1000.0
_MOST_NAMED = 5


def read_snapshot(cells: CellReader) -> dict[str, pd.Series]:
    """Read what every snapshot says beside its prices.

    Parameters
    ----------
    cells
        Reader of the file.

    Returns
    -------
    dict
        ``game_date`` (US Eastern date of ``commence_time``, missing where the snapshot was taken at or after it, which
        is refused), ``home_team_id, away_team_id, tip_off_utc, quoted_at_utc, book``.
    """
    start, seen = cells.times("commence_time"), cells.times("timestamp")
    is_late = seen.ge(start)
    cells.refuse(is_late, "timestamp", "a snapshot before commence_time")
    return {
        "game_date": eastern_date(start).where(~is_late),
        "home_team_id": cells.teams("home_team"),
        "away_team_id": cells.teams("away_team"),
        "tip_off_utc": start,
        "quoted_at_utc": seen,
        "book": cells.text("bookmaker"),
    }


def decimal_prices(
    cells: CellReader, over_column: str, under_column: str, plausible: PlausibleParams
) -> dict[str, pd.Series]:
    """Read the decimal prices of both selections.

    Parameters
    ----------
    cells
        Reader of the file.
    over_column, under_column
        Columns with the decimal odds of over (home) and of under (away).
    plausible
        What a number can be.

    Returns
    -------
    dict
        ``price_over, price_under``, missing where there are none or where they were refused.
    """
    # The smallest number above one: a decimal price of 1 pays nothing and is none.
    least = 1.001
    first = cells.numbers(over_column, least, _MAX_PRICE, "decimal price")
    second = cells.numbers(under_column, least, _MAX_PRICE, "decimal price")
    over, under = possible_pair(cells, first, second, over_column, plausible.overround)
    return {"price_over": over, "price_under": under}


def moments(rows: pd.DataFrame, morning_until: str, close_minutes: int) -> dict[str, pd.DataFrame]:
    """Choose the snapshot of each moment of each game.

    Parameters
    ----------
    rows
        Rows of one source that met their game: ``game_id, game_date, quoted_at_utc, tip_off_utc``.
    morning_until
        US Eastern time of day ``HH:MM``; a later snapshot of the day is not the morning's.
    close_minutes
        A snapshot at most so many minutes before the start that it gives itself can be the close.

    Returns
    -------
    dict
        ``morning``: of each game the rows of the last snapshot of the morning of its day; ``close``: those of its last
        snapshot, if that is after the morning and near enough to the start.
    """
    minutes = (rows["tip_off_utc"] - rows["quoted_at_utc"]).dt.total_seconds() / 60
    is_near = is_after_morning(rows, morning_until) & minutes.gt(0) & minutes.le(close_minutes)
    return {
        "morning": last_of_game(rows[is_morning(rows, morning_until)]),
        "close": last_of_game(rows[is_near]),
    }


def without_between(coverage: pd.DataFrame, rows: pd.DataFrame, odds: OddsParams) -> pd.DataFrame:
    """Count the snapshots that make no quote because they are of neither moment.

    Parameters
    ----------
    coverage
        As of the join.
    rows
        Rows that met their game.
    odds
        Typed parameters.

    Returns
    -------
    pandas.DataFrame
        The coverage with these rows among the refused. A snapshot of an earlier day is none of them.
    """
    close = moments(rows, odds.morning_until, odds.api_close_minutes)["close"]
    is_between = is_after_morning(rows, odds.morning_until) & ~rows.index.isin(close.index)
    return left_out(coverage, rows, rows[~is_between], BETWEEN)


def name_unmatched(coverage: pd.DataFrame, parsed: pd.DataFrame, games: pd.DataFrame) -> pd.DataFrame:
    """Name the events that met no game, in the coverage of the rows of their season.

    Parameters
    ----------
    coverage
        As of the join.
    parsed
        All typed rows of the source.
    games
        ``int_games``.

    Returns
    -------
    pandas.DataFrame
        The coverage; its reason says which event of which day, and what can be done. The rows stay in the raw files and
        meet their game as soon as that is known.
    """
    pairs = pd.concat([parsed.dropna(subset=GAME)[GAME].drop_duplicates(), games[GAME], games[GAME]])
    lost = pairs.drop_duplicates(keep=False)
    lost = lost.assign(season=season_of_date(lost["game_date"])).sort_values(GAME)
    told = {str(season): _told(part) for season, part in lost.groupby("season")}
    more = coverage["season"].map(told).astype("str").where(coverage["what"].eq("rows")).fillna("")
    gap = pd.Series("; ", index=coverage.index).where(coverage["reason"].ne("") & more.ne(""), "")
    return coverage.assign(reason=coverage["reason"] + gap + more)


def _told(lost: pd.DataFrame) -> str:
    names = teams().set_index("team_id")["name"]
    home, away = (lost[f"{side}_team_id"].astype("int64").map(names) for side in ("home", "away"))
    events = (away + " at " + home + " of " + lost["game_date"].dt.strftime("%Y-%m-%d")).tolist()
    more = f" and {len(events) - _MOST_NAMED} more" if len(events) > _MOST_NAMED else ""
    return (
        f"no game is known for the events {', '.join(events[:_MOST_NAMED])}{more}: if they are games to come, fetch "
        "the schedule and run ingestion again; their quotes are kept"
    )


def tip_offs(tables: Iterable[pd.DataFrame]) -> pd.DataFrame:
    """Scheduled start of each game, as of its last snapshot.

    Parameters
    ----------
    tables
        Typed rows of the sources: ``game_id, quoted_at_utc, tip_off_utc``. Of two of one moment the first is taken.

    Returns
    -------
    pandas.DataFrame
        One row per game: ``game_id, tip_off_utc``.
    """
    rows = pd.concat([table[["game_id", "quoted_at_utc", "tip_off_utc"]] for table in tables])
    last = rows.sort_values("quoted_at_utc", ascending=False, kind="stable").drop_duplicates("game_id")
    return last[["game_id", "tip_off_utc"]].sort_values("game_id", ignore_index=True)
