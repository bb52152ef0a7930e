"""What each man of an invented season did over its regular season."""

from __future__ import annotations

import numpy as np
import pandas as pd

from busta.fabrication.season import Season
from busta.fabrication.tables import BOX_COLUMNS, SeasonTables


def season_totals(season: Season, tables: SeasonTables) -> pd.DataFrame:
    """Add up the regular season of everybody who played in it.

    Parameters
    ----------
    season
        The season.
    tables
        Its games.

    Returns
    -------
    pandas.DataFrame
        One row per man, by ``player_id``: ``name, position, team`` (number of his last team), ``teams`` (how many he
        had), ``games, wins, losses, starts, seconds``, the box score, ``plus_minus``, and of the man ``worth,
        draft_year, age`` (whole years at the end of the season).
    """
    games, listed = tables.games, tables.listed
    is_wanted = games["season_type"].eq("regular").to_numpy()[listed["game"]] & listed["seconds"].gt(0)
    rows = listed[is_wanted]
    margin = (games["home_points"] - games["away_points"]).to_numpy()[rows["game"]]
    has_won = (margin > 0) == rows["side"].eq(0).to_numpy()
    rows = rows.assign(games=1, wins=has_won.astype(int), starts=rows["is_starter"].astype(int))
    by_man = rows.groupby("player_id")
    sums = by_man[["games", "wins", "starts", "seconds", *BOX_COLUMNS, "plus_minus"]].sum()
    last = rows.drop_duplicates("player_id", keep="last").set_index("player_id")[["name", "position", "team"]]
    people = season.players.people.set_index("player_id")[["worth", "draft_year", "birth_date"]]
    totals = sums.join(last).join(people).assign(losses=sums["games"] - sums["wins"])
    days = (pd.Timestamp(season.year + 1, 4, 15) - totals.pop("birth_date")).dt.days
    age = np.floor(days / 365.25).astype(int)
    return totals.assign(age=age, teams=by_man["team"].nunique()).reset_index()


def ratio(part: pd.Series, whole: pd.Series, empty: float = 0.0) -> pd.Series:
    """Divide, to three places.

    Parameters
    ----------
    part, whole
        Counts.
    empty
        What stands where there is nothing to divide by.

    Returns
    -------
    pandas.Series
        Floats.
    """
    return (part / whole.where(whole > 0)).round(3).fillna(empty)
