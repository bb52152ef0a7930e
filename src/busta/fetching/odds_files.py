"""Answers of The Odds API as raw files, beside the archives that a user owns."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

import pandas as pd

from busta.fetching.calls import Answer
from busta.fetching.odds_calls import EVENT_ODDS, ODDS, PAST_EVENT_ODDS, PAST_ODDS
from busta.fetching.odds_tables import (
    LAYOUTS,
    PROP_KEYS,
    QUOTE_KEYS,
    game_quotes,
    player_quotes,
    read_outcomes,
)
from busta.sources.parsed import RawFile

WRITTEN = {"folder": "str", "file": "str", "rows": "int64", "skipped": "int64", "sentence": "str"}
_FETCHED = "_fetched_"
# Answers of an endpoint in a partition.
Stored = Callable[[str, str], Iterable[Answer]]


class Files(NamedTuple):
    """Raw files of one folder.

    Attributes
    ----------
    files
        File name to table.
    written
        One row per file: ``folder, file, rows, skipped, sentence``.
    """

    files: dict[str, pd.DataFrame]
    written: pd.DataFrame


def game_files(
    stored: Stored, seasons: Sequence[str], own: Mapping[str, Mapping[str, RawFile]]
) -> list[Files]:
    """Make the files of spreads, totals and moneylines.

    Parameters
    ----------
    stored
        Gives the stored answers.
    seasons
        Whose files are made anew, from all their answers.
    own
        Layout (``spreads, totals, moneylines``) to all raw files of its folder.

    Returns
    -------
    list of Files
        In the order of ``LAYOUTS``.
    """
    outcomes = {
        season: read_outcomes([*stored(ODDS, season), *stored(PAST_ODDS, season)]).table for season in seasons
    }
    made: list[Files] = []
    for layout in LAYOUTS:
        tables = {
            f"{layout}{_FETCHED}{season}.parquet": game_quotes(rows, layout)
            for season, rows in outcomes.items()
        }
        made.append(_beside_own(f"odds_api_{layout}", tables, own[layout], QUOTE_KEYS))
    return made


def player_files(stored: Stored, months: Sequence[str], own: Mapping[str, RawFile]) -> Files:
    """Make the files of quotes on players.

    Parameters
    ----------
    stored
        Gives the stored answers.
    months
        Whose files are made anew, from all their answers (``2024-03``).
    own
        All raw files of the folder.

    Returns
    -------
    Files
        One file a month.
    """
    tables = {
        f"props_all_markets{_FETCHED}{month}.parquet": player_quotes(
            read_outcomes([*stored(EVENT_ODDS, month), *stored(PAST_EVENT_ODDS, month)]).table
        )
        for month in months
    }
    return _beside_own("props", tables, own, PROP_KEYS)


def nothing_written() -> pd.DataFrame:
    """Give the account of a run that writes nothing.

    Returns
    -------
    pandas.DataFrame
        No rows: ``folder, file, rows, skipped, sentence``.
    """
    return pd.DataFrame({name: pd.Series(dtype=kind) for name, kind in WRITTEN.items()})


def _beside_own(
    folder: str, tables: Mapping[str, pd.DataFrame], own: Mapping[str, RawFile], keys: list[str]
) -> Files:
    kept = {name: file.rows for name, file in own.items() if _FETCHED not in name}
    usable = [rows[keys] for rows in kept.values() if set(keys) <= set(rows.columns)]
    known = pd.concat(usable).drop_duplicates() if usable else None
    files: dict[str, pd.DataFrame] = {}
    accounts = [nothing_written()]
    for name, table in tables.items():
        new = _new(table, known, keys)
        skipped = len(table) - len(new)
        told = f"{skipped} rows stand already in files of your own in {folder}/" if skipped else ""
        if len(new):
            files[name] = new
        values = [folder, name if len(new) else "", len(new), skipped, told]
        accounts.append(pd.DataFrame([dict(zip(WRITTEN, values, strict=True))]).astype(WRITTEN))
    filled = [account for account in accounts if len(account)] or accounts
    return Files(files, pd.concat(filled, ignore_index=True))


def _new(table: pd.DataFrame, known: pd.DataFrame | None, keys: list[str]) -> pd.DataFrame:
    if known is None:
        return table
    found = table[keys].merge(known, "left", keys, indicator=True)["_merge"]
    return table[found.eq("left_only").to_numpy()].reset_index(drop=True)
