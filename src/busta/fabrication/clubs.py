"""The clubs of the invented league: real names, so that one identity room serves both worlds."""

from __future__ import annotations

from importlib.resources import files

import pandas as pd


def clubs(count: int) -> pd.DataFrame:
    """List the first clubs of the league.

    Parameters
    ----------
    count
        How many, at most 30.

    Returns
    -------
    pandas.DataFrame
        One row per club: ``team_id, code, name, city, nickname`` and its spelling in the archives ``sbr, close, books,
        rotowire``, where its floor is (``latitude, longitude``, degrees);
        ``oddsportal`` is the full name with Los Angeles written out.
    """
    with files("busta.fabrication").joinpath("clubs.csv").open(encoding="utf-8") as handle:
        table = pd.read_csv(handle, keep_default_na=False).head(count)
    table["oddsportal"] = table["name"].replace("LA Clippers", "Los Angeles Clippers")
    return table
