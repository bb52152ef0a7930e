"""What a league looks like in numbers: one function for the real NBA and for an invented one."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from busta.evaluation.bootstrap import BootstrapRules
from busta.evaluation.moments.absences import absence_moments
from busta.evaluation.moments.boxes import box_moments
from busta.evaluation.moments.market import market_moments
from busta.evaluation.moments.players import played_rows, player_moments
from busta.evaluation.moments.props import prop_moments
from busta.evaluation.moments.rest import rest_moments
from busta.evaluation.moments.roles import role_moments
from busta.evaluation.moments.rules import MomentRules
from busta.evaluation.moments.samples import draw_calendar, moment_table
from busta.evaluation.moments.scores import score_moments

PROPS = "prm_prop_quotes"
TABLES = (
    "prm_games", "prm_team_games", "prm_player_games", "prm_market_lines", "prm_quotes", "prm_injury_notes", PROPS,
)  # fmt: skip


def league_moments(
    tables: Mapping[str, pd.DataFrame], rules: MomentRules, intervals: BootstrapRules
) -> pd.DataFrame:
    """Measure a league.

    Parameters
    ----------
    tables : mapping
        ``prm_games, prm_team_games, prm_player_games, prm_market_lines, prm_quotes, prm_injury_notes`` and, where
        there are player props, ``prm_prop_quotes``.
    rules : MomentRules
        Who belongs to a rotation, how many books make a board.
    intervals : BootstrapRules
        Draws, seed and coverage of the intervals.

    Returns
    -------
    DataFrame
        One row per moment that exists in these tables: group, moment, unit, n (rows it rests on), value, low, high
        (interval, by day unless the theme says otherwise). Known after the last game only.
    """
    games, lines, men = tables["prm_games"], tables["prm_market_lines"], tables["prm_player_games"]
    teams = tables["prm_team_games"]
    calendar = draw_calendar([games["game_date"], men["game_date"]], intervals)
    played, props = played_rows(men), tables.get(PROPS)
    return moment_table(
        [
            *score_moments(games, calendar, intervals),
            *rest_moments(games, lines, calendar),
            *market_moments(games, lines, tables["prm_quotes"], calendar, rules),
            *box_moments(teams, calendar),
            *player_moments(played, calendar, rules),
            *role_moments(played, calendar, intervals),
            *absence_moments(teams, played, tables["prm_injury_notes"], calendar, rules),
            *([] if props is None else prop_moments(props, men, calendar)),
        ]
    )


def season_moments(
    tables: Mapping[str, pd.DataFrame], rules: MomentRules, intervals: BootstrapRules
) -> pd.DataFrame:
    """Measure every season of a league by itself.

    Parameters
    ----------
    tables, rules, intervals
        As for `league_moments`.

    Returns
    -------
    DataFrame
        The columns of `league_moments`, and season.
    """
    found = []
    for season in sorted(tables["prm_games"]["season"].unique()):
        part = {
            name: table[table["season"] == season] if "season" in table else table
            for name, table in tables.items()
        }
        found.append(league_moments(part, rules, intervals).assign(season=season))
    return pd.concat(found, ignore_index=True)
