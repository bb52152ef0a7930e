"""How much a game means: the standings of the evening before."""

from __future__ import annotations

import numpy as np
import pandas as pd

from busta.features.player_history import History
from busta.nba.teams import teams

REGULAR = "regular"


def standings(team_games: pd.DataFrame, places: int) -> pd.DataFrame:
    """Give every team's record before each day of games.

    Parameters
    ----------
    team_games
        ``prm_team_games``.
    places
        Places of a conference that lead to the play-offs.

    Returns
    -------
    pandas.DataFrame
        One row per day and team of the season: ``game_date, team_id``, ``games`` of the regular season so far,
        ``win_share`` (one half before the first) and ``lead_games``: games ahead of the last place of its conference
        that leads to the play-offs, negative behind it. As of the end of the day before.
    """
    days = team_games[["season", "game_date"]].drop_duplicates()
    conference = teams()[["team_id", "conference"]]
    # Who is in the league is known from the schedule.
    rows = days.merge(team_games[["season", "team_id"]].drop_duplicates(), on="season")
    rows = rows.merge(conference, how="left", on="team_id", validate="many_to_one")
    history = _results(team_games)
    past = history.before(rows)
    rows["games"] = (past.end - past.season).astype(float)
    rows["win_share"] = np.where(rows["games"] > 0, past.mean(history.values("won"), past.season), 0.5)
    order = rows.groupby(["game_date", "conference"])["win_share"].rank(method="first", ascending=False)
    size = order.groupby([rows["game_date"], rows["conference"]]).transform("max")
    last = rows[order == size.clip(upper=places)][["game_date", "conference", "win_share"]]
    last = last.rename(columns={"win_share": "last_share"})
    rows = rows.merge(last, how="left", on=["game_date", "conference"], validate="many_to_one")
    rows["lead_games"] = (rows["win_share"] - rows["last_share"]) * rows["games"]
    return rows[["game_date", "team_id", "games", "win_share", "lead_games"]]


def _results(team_games: pd.DataFrame) -> History:
    played = team_games[team_games["points"].notna() & (team_games["season_type"] == REGULAR)]
    other = played[["game_id", "team_id", "points"]].rename(
        columns={"team_id": "opponent_team_id", "points": "allowed"}
    )
    both = played.merge(other, on=["game_id", "opponent_team_id"], validate="one_to_one")
    return History(both.assign(won=(both["points"] > both["allowed"]).astype(float)), ["team_id"])
