"""Which players the archives of whole seasons mean."""

from __future__ import annotations

import pandas as pd

from busta.nba.players import resolve_players
from busta.sources.awards import AWARD_COLUMNS
from busta.sources.coverage import count_coverage
from busta.sources.salaries import SALARY_COLUMNS

_NOBODY = "no player, or more than one, of that name"
_DAY = pd.Timedelta(days=1)


def resolve_salaries(
    salaries: pd.DataFrame, careers: pd.DataFrame, margin_days: int
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Find the players whom the archive of salaries names without an id.

    Parameters
    ----------
    salaries
        ``int_salaries``.
    careers
        As from `busta.nba.players.careers`.
    margin_days
        Days around a career in which a name still counts.

    Returns
    -------
    tuple
        ``prm_salaries`` (``player_id`` null where nobody or more than one fits), and the coverage by season.
    """
    # An id says who it is; a name, only where there is none.
    found = salaries["player_id"].fillna(_resolved(salaries, careers, margin_days))
    rows = salaries.assign(player_id=found)
    keys = ["season", "team_id", "player_name"]
    return rows[SALARY_COLUMNS].sort_values(keys, ignore_index=True), _coverage(rows, found, "salaries")


def resolve_awards(
    awards: pd.DataFrame, careers: pd.DataFrame, margin_days: int
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Find the players who got votes.

    Parameters
    ----------
    awards
        ``int_awards``.
    careers, margin_days
        As in `resolve_salaries`.

    Returns
    -------
    tuple
        ``prm_awards`` (``player_id`` null for a coach, and where nobody or more than one fits), and the coverage by
        season.
    """
    is_player = awards["player_name"].notna()
    ids = _resolved(awards[is_player], careers, margin_days).reindex(awards.index).astype("Int64")
    rows = awards.assign(player_id=ids)
    keys = ["season", "award", "points_won", "player_name", "coach_name"]
    table = rows[AWARD_COLUMNS].sort_values(
        keys, ascending=[True, True, False, True, True], ignore_index=True
    )
    return table, _coverage(rows, ids.notna() | ~is_player, "awards")


def _resolved(rows: pd.DataFrame, careers: pd.DataFrame, margin_days: int) -> pd.Series:
    # By the end of the season everybody meant has been seen in it.
    mentions = rows[["player_name", "team_id"]].assign(date=rows["usable_from"] - _DAY)
    return resolve_players(mentions, careers, margin_days)


def _coverage(rows: pd.DataFrame, found: pd.Series, source: str) -> pd.DataFrame:
    is_found = found if found.dtype == bool else found.notna()
    reasons = pd.Series(_NOBODY, index=rows.index, dtype="str").mask(is_found, "")
    return count_coverage(rows["season"], reasons, source, "players")
