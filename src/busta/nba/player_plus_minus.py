"""Box Plus/Minus of a player: what regression of plus-minus on box scores says he is worth."""

from __future__ import annotations

import numpy as np
import pandas as pd

from busta.nba.boxscore import MEN_ON_THE_FLOOR
from busta.nba.player_advanced import BoxTotals, over, plays, possessions, true_shooting, usage

_NO_GAMES = 4.0  # games without a minute that everybody is taken to have had
_AVERAGE_MINUTES = 24.0  # a game, of the average man: ten share the 240 of a team


def box_plus_minus(totals: BoxTotals, games: pd.Series) -> pd.Series:
    """Points above the average player per 100 possessions (BPM).

    Daniel Myers, "About Box Plus/Minus (BPM)", Basketball-Reference (2014, the first version), with its published
    weights. An approximation in its last step: the published number is moved by the same amount for all men of a
    team, so that they add up to its rating; here that of an average man of the league is taken off instead, for
    what a team is worth stands in features of its own.

    Parameters
    ----------
    totals
        Of the player, his team, the opponents and the league.
    games
        Games behind the totals, weighed like them.

    Returns
    -------
    pandas.Series
        Points per 100 possessions, about 0 on average; null without minutes.
    """
    league = totals.league
    average = BoxTotals(league / MEN_ON_THE_FLOOR, league, league, league)
    minutes = over(totals.player["minutes"], games + _NO_GAMES)
    return _uncorrected(totals, minutes) - _uncorrected(average, _AVERAGE_MINUTES)


def _uncorrected(totals: BoxTotals, minutes_a_game: pd.Series | float) -> pd.Series:
    player, league = totals.player, totals.league
    shares = rate_shares(totals)
    turnovers = over(player["tov"], plays(player)).fillna(0.0)
    threes = over(player["fg3a"], player["fga"]).fillna(0.0) - over(league["fg3a"], league["fga"])
    used = 100 * usage(totals)
    shooting = 2 * (true_shooting(player) - true_shooting(totals.team)).fillna(0.0)
    scoring = shooting + 0.017022 * shares["ast"] + 0.297639 * threes - 0.213485
    return (
        0.123391 * minutes_a_game
        + 0.119597 * shares["oreb"]
        - 0.151287 * shares["dreb"]
        + 1.255644 * shares["stl"]
        + 0.531838 * shares["blk"]
        - 0.305868 * shares["ast"]
        - 0.921292 * used * turnovers
        + 0.711217 * used * (1 - turnovers) * scoring
        + 0.725930 * np.sqrt(shares["ast"] * shares["reb"])
    )


def rate_shares(totals: BoxTotals) -> pd.DataFrame:
    """What a player takes, while he is on the floor, of what there is to take.

    Basketball-Reference, Glossary: ORB %, DRB %, TRB % of the rebounds there were, AST % of his team-mates' baskets,
    STL % of the opponents' possessions, BLK % of their attempts for two.

    Parameters
    ----------
    totals
        Of the player, his team and the opponents.

    Returns
    -------
    pandas.DataFrame
        ``oreb, dreb, reb, ast, stl, blk`` in percent; null without minutes.
    """
    player, team, opponent = totals.player, totals.team, totals.opponent
    present = over(player["minutes"], team["minutes"] / 5)
    there = pd.DataFrame(
        {
            "oreb": team["oreb"] + opponent["dreb"],
            "dreb": team["dreb"] + opponent["oreb"],
            "reb": team["reb"] + opponent["reb"],
            "ast": team["fgm"] - over(player["fgm"], present),
            "stl": possessions(opponent, team),
            "blk": opponent["fga"] - opponent["fg3a"],
        }
    )
    return there.apply(lambda column: 100 * over(player[str(column.name)], present * column))
