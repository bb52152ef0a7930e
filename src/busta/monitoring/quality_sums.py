"""Do box scores add up, and does every game have what belongs to it?"""

from __future__ import annotations

import pandas as pd

from busta.monitoring.quality_table import Row, measured, told_count
from busta.nba.boxscore import STATISTICS, made_within_attempted, points_add_up, rebounds_add_up
from busta.params.quality import Limits

_TEAM = ["game_id", "team_id"]
_RULES = {
    "points": (points_add_up, "the points are not 2 fgm + fg3m + ftm"),
    "reb": (rebounds_add_up, "the rebounds are not oreb + dreb"),
    "fga": (made_within_attempted, "more shots went in than were taken"),
}


def check_shots(table: str, rows: pd.DataFrame, limits: Limits) -> list[Row]:
    """Check points, rebounds and attempts of every row against each other.

    Parameters
    ----------
    table
        Its name.
    rows
        Rows of box scores, of players or teams.
    limits
        On the share of wrong rows.

    Returns
    -------
    list of dict
        One row per rule.
    """
    found = []
    for column, (is_right, what) in _RULES.items():
        wrong = rows[~is_right(rows)]
        told = f"{table}: in {told_count(len(wrong), len(rows))} rows {what}{_first(wrong)}."
        found.append(measured("sums", table, column, (len(rows), len(wrong)), limits, told))
    return found


def check_team_sums(
    team_games: pd.DataFrame, player_games: pd.DataFrame, tolerance: float, limits: Limits
) -> list[Row]:
    """Check what the players did against what their team did.

    Parameters
    ----------
    team_games, player_games
        ``prm_team_games`` and ``prm_player_games``.
    tolerance
        How far apart minutes may be, which are rounded; nothing else may differ.
    limits
        On the share of teams.

    Returns
    -------
    list of dict
        One row per statistic; teams of games without a box score are not looked at.
    """
    names = [*STATISTICS, "minutes"]
    sums = player_games.groupby(_TEAM, as_index=False)[names].sum()
    both = team_games.merge(sums, on=_TEAM, suffixes=("", "_of_players"))
    found = []
    for name in names:
        allowed = tolerance if name == "minutes" else 0.0
        difference = (both[name] - both[f"{name}_of_players"]).abs()
        wrong = both[difference > allowed]
        told = f"player_games: of {told_count(len(wrong), len(both))} teams the players' {name} do not make the team's"
        if len(wrong):
            first = wrong.iloc[0]
            told += f", for example {first[f'{name}_of_players']:g} for {first[name]:g}{_first(wrong)}"
        found.append(
            measured("sums", "player_games", f"{name} of a team", (len(both), len(wrong)), limits, f"{told}.")
        )
    return found


def check_results(games: pd.DataFrame, team_games: pd.DataFrame, limits: Limits) -> list[Row]:
    """Check that every game has its two teams, and their points are the result of the game.

    Parameters
    ----------
    games, team_games
        ``prm_games`` and ``prm_team_games``.
    limits
        On the share of games.

    Returns
    -------
    list of dict
        One row for the teams, one for the points.
    """
    counts = games["game_id"].map(team_games.groupby("game_id").size()).fillna(0)
    odd = games[counts != 2]
    told = f"games: {told_count(len(odd), len(games))} do not have two teams in team_games{_first(odd)}."
    teams = measured("sums", "games", "teams of a game", (len(games), len(odd)), limits, told)
    points = team_games.drop_duplicates(_TEAM).set_index(_TEAM)["points"]
    wrong = pd.Series(False, index=games.index)
    for side in ("home", "away"):
        keys = pd.MultiIndex.from_frame(games[["game_id", f"{side}_team_id"]])
        theirs = points.reindex(keys).to_numpy()
        wrong |= (games[f"{side}_points"] != theirs) & games["is_played"]
    bad, n = games[wrong], int(games["is_played"].sum())
    told = f"games: of {told_count(len(bad), n)} the result is not the points of the teams{_first(bad)}."
    return [teams, measured("sums", "games", "points", (n, len(bad)), limits, told)]


def check_covered_games(
    table: str, games: pd.DataFrame, covered: pd.Series, what: str, limits: Limits
) -> list[Row]:
    """Count played games without what belongs to them.

    Parameters
    ----------
    table
        Where it should stand.
    games
        ``prm_games``.
    covered
        Ids of the games that have it.
    what
        What it is, in words.
    limits
        On the share of games, among the seasons that have any.

    Returns
    -------
    list of dict
        One row. Seasons of which nothing is there are named and not counted: nobody gave such files.
    """
    played = games.loc[games["is_played"], ["season", "game_id"]]
    has = played["game_id"].isin(covered.drop_duplicates())
    any_of = has.groupby(played["season"]).transform("any")
    without = played[~has & any_of]
    n = int(any_of.sum())
    told = f"{table}: {told_count(len(without), n)} played games have no {what}{_first(without)}."
    absent = sorted(played.loc[~any_of, "season"].unique())
    if absent:
        told += f" Of {', '.join(absent)} there is none at all."
    return [measured("missing", table, f"games with a {what}", (n, len(without)), limits, told)]


def _first(rows: pd.DataFrame) -> str:
    if rows.empty:
        return ""
    first = rows.iloc[0]
    told = f"game {first['game_id']}" if "game_id" in rows.columns else ""
    told += f", team {first['team_id']}" if "team_id" in rows.columns else ""
    told += f", {first['player_name']}" if "player_name" in rows.columns else ""
    return f" ({told})" if told else ""
