"""The thirty teams, and what every source calls them."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

import pandas as pd


@cache
def _stored() -> pd.DataFrame:
    with files("busta.nba").joinpath("teams.csv").open(encoding="utf-8") as handle:
        # The abbreviation NA is no missing value.
        return pd.read_csv(handle, keep_default_na=False, dtype={"team_id": "int64", "altitude_m": "float64"})


def teams() -> pd.DataFrame:
    """Give the table of the teams.

    Returns
    -------
    pandas.DataFrame
        One row per team: ``team_id, abbreviation, name, aliases`` (divided by ``|``), the arena's ``latitude``,
        ``longitude`` (degrees), ``altitude_m`` (metres above the sea) and ``timezone`` (name of the zone), and the
        ``conference`` and ``division`` of today (since 2004-05).
    """
    return _stored().copy()


@cache
def _by_key() -> dict[str, int]:
    table = _stored()
    spellings = table[["abbreviation", "name", "aliases"]].agg("|".join, axis=1).str.split("|")
    pairs = table.assign(spelling=spellings).explode("spelling")
    keys = _keys(pairs["spelling"])
    return dict(zip(keys, pairs["team_id"].astype(int), strict=True))


def _keys(names: pd.Series) -> pd.Series:
    return names.astype("str").str.casefold().str.replace(r"[^a-z0-9]", "", regex=True)


def team_ids(names: pd.Series) -> pd.Series:
    """Resolve team names of any source.

    Case, blanks and full stops do not matter; names of the past (NewJersey, Seattle, Bobcats) lead to the team of
    today.

    Parameters
    ----------
    names
        Abbreviations, cities, nicknames or full names.

    Returns
    -------
    pandas.Series
        Team ids (``Int64``), null where the name is unknown; the index of ``names``.
    """
    distinct = pd.Series(names.dropna().unique(), dtype="str")
    known = dict(zip(distinct, _keys(distinct).map(_by_key()), strict=True))
    return names.astype("str").map(known).astype("Int64")
