"""What the market says of the game in the morning: spread, total and the points it implies for a team.

Opening lines are public before the morning ends; so is the spread of the morning. A closing line is not used.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from busta.features.groups import FeatureColumn
from busta.features.player_groups import QUESTIONS, PlayerFeatureGroup, of_team, player_table

GAME_LINES_COLUMNS = {
    "game_lines_margin": FeatureColumn(
        "Margin of his team by the spread of the morning, the opening one where there is none.",
        "points",
        missing="zero",
    ),
    "game_lines_favourite": FeatureColumn(
        "How far the game is from even by that spread.", "points", missing="league_mean", prior=6.0
    ),
    "game_lines_total": FeatureColumn("Opening total of the game.", "points", "league_mean", prior=210.0),
    "game_lines_team_points": FeatureColumn(
        "Points of his team by that spread and total.", "points", missing="league_mean", prior=105.0
    ),
}
PAST_LINES_COLUMNS = {
    "past_lines_edge": FeatureColumn(
        "Strength of his team minus that of the opponent in closing spreads of earlier days.", "points"
    ),
    "past_lines_points": FeatureColumn(
        "What both teams add to the closing totals of earlier days.", "points"
    ),
}


def game_lines_features(
    questions: pd.DataFrame, market_lines: pd.DataFrame, settings: None = None
) -> pd.DataFrame:
    """Describe what the market said of every question's game by the morning.

    Parameters
    ----------
    questions, market_lines
        ``feat_player_questions``, ``prm_market_lines``; opening lines, and spreads of the morning, are read.
    settings
        None are needed.

    Returns
    -------
    pandas.DataFrame
        One row per question: the keys and `GAME_LINES_COLUMNS`; null without a line. As of the morning.
    """
    sign = np.where(questions["is_home"].to_numpy(dtype=bool), 1.0, -1.0)
    # The line of a spread is the margin of the home team.
    opening, morning = (_line(questions, market_lines, "ats", moment) for moment in ("open", "morning"))
    margin = sign * np.where(np.isnan(morning), opening, morning)
    total = _line(questions, market_lines, "total", "open")
    columns = {
        "game_lines_margin": margin,
        "game_lines_favourite": np.abs(margin),
        "game_lines_total": total,
        "game_lines_team_points": (total + margin) / 2,
    }
    return player_table(questions, columns)


def player_past_lines_features(
    questions: pd.DataFrame, team_past_lines: pd.DataFrame, settings: None = None
) -> pd.DataFrame:
    """Describe the teams of every question's game by the closing lines of earlier days.

    Parameters
    ----------
    questions, team_past_lines
        ``feat_player_questions``, ``feat_team_past_lines``.
    settings
        None are needed.

    Returns
    -------
    pandas.DataFrame
        One row per question: the keys and `PAST_LINES_COLUMNS`. As of the end of the day before the game.
    """
    names = ("past_lines_margin", "past_lines_total")
    own, opponent = (of_team(questions, team, team_past_lines, names) for team in ("team_id", "opponent_id"))
    columns = {
        "past_lines_edge": (own["past_lines_margin"] - opponent["past_lines_margin"]).to_numpy(),
        "past_lines_points": (own["past_lines_total"] + opponent["past_lines_total"]).to_numpy(),
    }
    return player_table(questions, columns)


def _line(questions: pd.DataFrame, market_lines: pd.DataFrame, market: str, moment: str) -> np.ndarray:
    chosen = market_lines[(market_lines["market"] == market) & (market_lines["moment"] == moment)]
    return questions["game_id"].map(chosen.set_index("game_id")["line"]).to_numpy(dtype=float)


GROUP = PlayerFeatureGroup(
    name="game_lines",
    function=game_lines_features,
    inputs=(QUESTIONS, "prm_market_lines"),
    columns=GAME_LINES_COLUMNS,
    information="morning",
    theme="game_lines",
)
PAST_LINES = PlayerFeatureGroup(
    name="past_lines",
    function=player_past_lines_features,
    inputs=(QUESTIONS, "feat_team_past_lines"),
    columns=PAST_LINES_COLUMNS,
    theme="past_lines",
)
