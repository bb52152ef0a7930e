"""Advanced statistics of players from box scores: shares and one rating, each with its published formula.

Every function takes totals over the same games: of the player, of his team and the opponents in the games he played,
and of the whole league. A total may be weighed (the latest games more): the formulas divide totals by totals.
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

FREE_THROW_PLAYS = 0.44  # plays that end at the line, per free throw attempted
AVERAGE_RATING = 15.0


@dataclass(frozen=True)
class BoxTotals:
    """Totals of box scores, one row per case, the same index in all four.

    Attributes
    ----------
    player
        Of the player: ``minutes`` and `busta.nba.boxscore.STATISTICS`.
    team, opponent
        Of his team and of its opponents in the games he played, the same columns; minutes of all men (240 a game).
    league
        Of all teams of the league.
    """

    player: pd.DataFrame
    team: pd.DataFrame
    opponent: pd.DataFrame
    league: pd.DataFrame


def over(upper: pd.Series, lower: pd.Series) -> pd.Series:
    """Divide where the lower number is above zero; null elsewhere."""
    return upper / lower.where(lower > 0)


def true_shooting(box: pd.DataFrame) -> pd.Series:
    """Points for two shooting plays (TS %).

    ``points / (2 (fga + .44 fta))``; Basketball-Reference, Glossary, "True Shooting Percentage".

    Parameters
    ----------
    box
        Totals with ``points, fga, fta``.

    Returns
    -------
    pandas.Series
        A share, 0 to 1.5; null without an attempt.
    """
    return over(box["points"], 2 * (box["fga"] + FREE_THROW_PLAYS * box["fta"]))


def plays(box: pd.DataFrame) -> pd.Series:
    """Plays ended by a shot, at the line or with a turnover: ``fga + .44 fta + tov``."""
    return box["fga"] + FREE_THROW_PLAYS * box["fta"] + box["tov"]


def usage(totals: BoxTotals) -> pd.Series:
    """Share of his team's plays that a player ends while he is on the floor (USG %).

    ``plays of his (team minutes / 5) / (minutes plays of the team)``; Basketball-Reference, Glossary, "Usage
    Percentage". An approximation: the team's plays are taken to be spread evenly over its minutes.

    Parameters
    ----------
    totals
        Of the player and his team.

    Returns
    -------
    pandas.Series
        A share; .2 on average.
    """
    player, team = totals.player, totals.team
    return over(plays(player) * team["minutes"] / 5, player["minutes"] * plays(team))


def impact_share(totals: BoxTotals) -> pd.Series:
    """Share of what happened in his games that a player did (PIE, Player Impact Estimate).

    ``points + fgm + ftm - fga - fta + dreb + oreb / 2 + ast + stl + blk / 2 - pf - tov`` of the player over the same
    of both teams; NBA.com, Stats Glossary, "PIE".

    Parameters
    ----------
    totals
        Of the player, his team and the opponents.

    Returns
    -------
    pandas.Series
        A share of the whole game, rest included: .1 a man if ten played all of it.
    """
    return over(_impact(totals.player), _impact(totals.team) + _impact(totals.opponent))


def _impact(box: pd.DataFrame) -> pd.Series:
    shooting = box["points"] + box["fgm"] + box["ftm"] - box["fga"] - box["fta"]
    rest = box["dreb"] + box["oreb"] / 2 + box["ast"] + box["stl"] + box["blk"] / 2 - box["pf"] - box["tov"]
    return shooting + rest


def possessions(box: pd.DataFrame, other: pd.DataFrame) -> pd.Series:
    """Possessions of each of two teams, from the box scores of both.

    Mean over both of ``fga + .4 fta - 1.07 oreb / (oreb + dreb of the other) (fga - fgm) + tov``;
    Basketball-Reference, Glossary, "Possessions".

    Parameters
    ----------
    box, other
        Totals of the two teams.

    Returns
    -------
    pandas.Series
        Possessions of one team.
    """
    return (_one_side(box, other) + _one_side(other, box)) / 2


def _one_side(box: pd.DataFrame, other: pd.DataFrame) -> pd.Series:
    again = 1.07 * over(box["oreb"], box["oreb"] + other["dreb"]) * (box["fga"] - box["fgm"])
    return box["fga"] + 0.4 * box["fta"] - again + box["tov"]


def pace(box: pd.DataFrame, other: pd.DataFrame) -> pd.Series:
    """Possessions of a team in 48 minutes of play; ``box`` has the minutes of all men."""
    return over(48 * possessions(box, other), box["minutes"] / 5)


def efficiency_rating(totals: BoxTotals) -> pd.Series:
    """Player Efficiency Rating (PER), 15 for the average player.

    John Hollinger, "Pro Basketball Forecast" (2005), as written down by Basketball-Reference, "Calculating PER":
    the value of all he did a minute, at the pace of the league, scaled by that of the league. An approximation in
    one step: the league's value a minute is that of its totals, not the mean over its players.

    Parameters
    ----------
    totals
        Of the player, his team, the opponents and the league.

    Returns
    -------
    pandas.Series
        The rating; null without minutes.
    """
    league = totals.league
    of_league = _value_a_minute(league, league, league)
    adjusted = _value_a_minute(totals.player, totals.team, league) * over(
        pace(league, league), pace(totals.team, totals.opponent)
    )
    return AVERAGE_RATING * over(adjusted, of_league)


def _value_a_minute(player: pd.DataFrame, team: pd.DataFrame, league: pd.DataFrame) -> pd.Series:
    helped = over(team["ast"], team["fgm"])
    factor = 2 / 3 - over(0.5 * over(league["ast"], league["fgm"]), 2 * over(league["fgm"], league["ftm"]))
    value = over(league["points"], plays(league) - league["oreb"])
    kept = over(league["dreb"], league["reb"])  # share of rebounds that the defence takes
    shooting = (
        player["fg3m"]
        + (2 - factor * helped) * player["fgm"]
        + 0.5 * player["ftm"] * (2 - helped / 3)
        - value * kept * (player["fga"] - player["fgm"])
        - value * 0.44 * (0.44 + 0.56 * kept) * (player["fta"] - player["ftm"])
    )
    ball = 2 / 3 * player["ast"] - value * player["tov"] + value * player["stl"]
    boards = value * (1 - kept) * player["dreb"] + value * kept * (player["oreb"] + player["blk"])
    foul = over(league["ftm"], league["pf"]) - 0.44 * over(league["fta"], league["pf"]) * value
    return over(shooting + ball + boards - player["pf"] * foul, player["minutes"])
