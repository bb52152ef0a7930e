"""How the defences and paces of the league ranked on the evening before every day."""

from __future__ import annotations

import numpy as np
import pandas as pd

from busta.features.player_history import History
from busta.features.windows import ratio
from busta.ratings.possessions import possessions

RANKS = ("defence_rank", "pace_rank")


def team_ranks(team_games: pd.DataFrame, days: pd.DataFrame, decay: float) -> pd.DataFrame:
    """Rank the teams of the league before each of some days.

    Parameters
    ----------
    team_games
        ``prm_team_games``.
    days
        ``season, game_date``, each day once.
    decay
        Weight of a team's game against the one after it.

    Returns
    -------
    pandas.DataFrame
        One row per day and team of the season that had played before: ``game_date, team_id``, ``defence`` (points
        allowed per 100 possessions), ``pace`` (possessions per 48 minutes), ``defence_rank`` (0 for the best
        defence, 1 for the worst) and ``pace_rank`` (0 for the slowest team, 1 for the fastest).
    """
    played = team_games[team_games["points"].notna()]
    against, own = History(played, ["opponent_team_id"]), History(played, ["team_id"])
    # Who is in the league is known from the schedule: played games alone would tell who plays later.
    ranked = days.merge(team_games[["season", "team_id"]].drop_duplicates(), on="season")
    past, past_own = against.before(ranked, ["team_id"]), own.before(ranked)
    allowed, used, made, minutes = (
        side.faded_total(values, decay)
        for side, values in (
            (past, against.values("points")),
            (past, _possessions(against)),
            (past_own, _possessions(own)),
            (past_own, own.values("minutes") / 5),
        )
    )
    ranked = ranked.assign(defence=100 * ratio(allowed, used), pace=48 * ratio(made, minutes))
    ranked = ranked[(past.count > 0) & (past_own.count > 0)].reset_index(drop=True)
    for name in ("defence", "pace"):
        ranked[f"{name}_rank"] = _share_below(ranked, name)
    return ranked.drop(columns="season")


def _possessions(history: History) -> np.ndarray:
    return possessions(history.rows).to_numpy(dtype=float, na_value=np.nan)


def _share_below(ranked: pd.DataFrame, name: str) -> pd.Series:
    days = ranked.groupby("game_date")[name]
    return (days.rank(method="average") - 1) / (days.transform("count") - 1).clip(lower=1)
