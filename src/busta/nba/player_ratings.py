"""Offensive and defensive rating of a player, and the wins that both are worth.

Dean Oliver, "Basketball on Paper" (2004), as written down by Basketball-Reference, "Calculating Individual Offensive
and Defensive Ratings"; win shares by Justin Kubatko, Basketball-Reference, "NBA Win Shares". Estimates: who helped
whom, and who stopped whom, is spread over the men of a team, for box scores do not say it. Totals are those of
`busta.nba.player_advanced.BoxTotals`.
"""

from __future__ import annotations

import pandas as pd

from busta.nba.boxscore import REGULATION_MINUTES
from busta.nba.player_advanced import BoxTotals, over, pace, possessions

_LINE = 0.4  # possessions that end at the line, per free throw attempted


def _at_the_line(box: pd.DataFrame) -> pd.Series:
    # Trips to the line that brought at least a point.
    missed = 1 - over(box["ftm"], box["fta"])
    return ((1 - missed**2) * _LINE * box["fta"]).fillna(0.0)


def _scoring(box: pd.DataFrame) -> pd.Series:
    return box["fgm"] + _at_the_line(box)


def _boards(totals: BoxTotals) -> tuple[pd.Series, pd.Series, pd.Series]:
    # The team's share of offensive rebounds, what one is worth, and the share of plays that score.
    team, opponent = totals.team, totals.opponent
    taken = over(team["oreb"], team["oreb"] + opponent["dreb"])
    play = over(_scoring(team), team["fga"] + _LINE * team["fta"] + team["tov"])
    weight = over((1 - taken) * play, (1 - taken) * play + taken * (1 - play))
    return taken, weight, play


def _helped(player: pd.DataFrame, team: pd.DataFrame) -> pd.Series:
    # Share of his baskets that somebody else prepared.
    share = over(player["minutes"], team["minutes"] / 5)
    others = over(1.14 * (team["ast"] - player["ast"]), team["fgm"])
    played = over(5 * player["minutes"], team["minutes"])
    beside = over(team["ast"] * played - player["ast"], team["fgm"] * played - player["fgm"])
    return share * others + beside.fillna(0.0) * (1 - share)


def offence(totals: BoxTotals) -> tuple[pd.Series, pd.Series]:
    """Points that a player produced, and possessions that he used.

    Parameters
    ----------
    totals
        Of the player, his team and the opponents.

    Returns
    -------
    tuple of pandas.Series
        Points produced and possessions; of a team's men they add up to about those of the team.
    """
    player, team = totals.player, totals.team
    taken, weight, play = _boards(totals)
    from_field = player["points"] - player["ftm"]
    others_shooting = over(team["points"] - team["ftm"] - from_field, 2 * (team["fga"] - player["fga"]))
    own = (1 - 0.5 * over(from_field, 2 * player["fga"]) * _helped(player, team)).fillna(0.0)
    threes = team["fgm"] - player["fgm"] + 0.5 * (team["fg3m"] - player["fg3m"])
    baskets = over(threes, team["fgm"] - player["fgm"])
    again = 1 - over(team["oreb"], _scoring(team)) * weight * play
    board = player["oreb"] * weight * play

    passing = 0.5 * others_shooting * player["ast"]
    scoring = (player["fgm"] * own + passing + _at_the_line(player)) * again + board
    missed = (player["fga"] - player["fgm"]) * (1 - 1.07 * taken)
    lost = ((1 - over(player["ftm"], player["fta"])) ** 2 * _LINE * player["fta"]).fillna(0.0)
    produced = (
        2 * (player["fgm"] + 0.5 * player["fg3m"]) * own + 2 * baskets * passing + player["ftm"]
    ) * again + board * over(team["points"], _scoring(team))
    return produced, scoring + missed + lost + player["tov"]


def offensive_rating(totals: BoxTotals) -> pd.Series:
    """Points produced per 100 possessions used; null without a possession.

    Parameters
    ----------
    totals
        Of the player, his team and the opponents.

    Returns
    -------
    pandas.Series
        Points per 100 possessions.
    """
    produced, used = offence(totals)
    return 100 * over(produced, used)


def defensive_rating(totals: BoxTotals) -> pd.Series:
    """Points allowed per 100 possessions: four fifths those of the team, one fifth by his own stops.

    Parameters
    ----------
    totals
        Of the player, his team and the opponents.

    Returns
    -------
    pandas.Series
        Points per 100 possessions; null without minutes.
    """
    player, team, opponent = totals.player, totals.team, totals.opponent
    possessed = possessions(team, opponent)
    of_team = 100 * over(opponent["points"], possessed)
    stopped = over(_stops(totals) * opponent["minutes"], possessed * player["minutes"])
    worth = over(opponent["points"], _scoring(opponent))
    return of_team + 0.2 * (100 * worth * (1 - stopped) - of_team)


def _stops(totals: BoxTotals) -> pd.Series:
    player, team, opponent = totals.player, totals.team, totals.opponent
    board = over(opponent["oreb"], opponent["oreb"] + team["dreb"])
    shooting = over(opponent["fgm"], opponent["fga"])
    missing = over(shooting * (1 - board), shooting * (1 - board) + (1 - shooting) * board)
    forced = missing * (1 - 1.07 * board)
    own = player["stl"] + player["blk"] * forced + player["dreb"] * (1 - missing)
    unseen = (opponent["fga"] - opponent["fgm"] - team["blk"]) * forced + opponent["tov"] - team["stl"]
    lost = (1 - over(opponent["ftm"], opponent["fta"])) ** 2 * _LINE * opponent["fta"]
    at_the_line = over(player["pf"], team["pf"]) * lost
    return own + over(unseen, team["minutes"]) * player["minutes"] + at_the_line.fillna(0.0)


def win_shares(totals: BoxTotals) -> pd.Series:
    """Wins that a player is worth in 48 minutes (WS / 48), .1 for the average player.

    Offence: points produced above .92 of the league's for the possessions used; defence: points below 1.08 of the
    league's for his part of the team's possessions; both by the points that a win costs, .32 of the league's points
    a game at the pace of the team.

    Parameters
    ----------
    totals
        Of the player, his team, the opponents and the league.

    Returns
    -------
    pandas.Series
        Wins per 48 minutes; null without minutes.
    """
    player, team, opponent, league = totals.player, totals.team, totals.opponent, totals.league
    produced, used = offence(totals)
    level = over(league["points"], possessions(league, league))
    attack = produced - 0.92 * level * used
    part = over(player["minutes"], team["minutes"]) * possessions(team, opponent)
    defence = part * (1.08 * level - defensive_rating(totals) / 100)
    a_game = over(league["points"], league["minutes"] / REGULATION_MINUTES)
    a_win = 0.32 * a_game * over(pace(team, opponent), pace(league, league))
    return 48 * over(attack + defence, a_win * player["minutes"])
