"""Totals of one game by hand: a player, his team, the opponent, and a league of these two."""

from __future__ import annotations

import pandas as pd

from busta.nba.player_advanced import BoxTotals

_NAMES = "minutes points fgm fga fg3m fg3a ftm fta oreb dreb reb ast stl blk tov pf".split()
PLAYER = (30, 20, 8, 16, 2, 5, 2, 4, 1, 4, 5, 6, 2, 1, 3, 2)
TEAM = (240, 100, 38, 80, 10, 30, 14, 20, 10, 30, 40, 24, 8, 5, 12, 20)
OPPONENT = (240, 96, 36, 85, 9, 28, 15, 18, 12, 32, 44, 20, 7, 4, 14, 18)


def row(values: tuple[float, ...]) -> pd.DataFrame:
    """One row of totals."""
    return pd.DataFrame([values], columns=_NAMES).astype(float)


def totals(player: tuple[float, ...] = PLAYER) -> BoxTotals:
    """The totals of the game."""
    return BoxTotals(row(player), row(TEAM), row(OPPONENT), row(TEAM) + row(OPPONENT))
