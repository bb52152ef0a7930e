"""The question behind a price: which man, in which game, and what is known of whether he played in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import pandas as pd

from busta.evaluation.bootstrap import EvaluationError

State = Literal["to come", "played", "did not play"]


@dataclass(frozen=True)
class PricedQuestion:
    """One man in one game.

    Attributes
    ----------
    game_id, game_date, team_id, opponent_id, is_home, player_id
        As in ``feat_player_questions``.
    earlier_games
        Games before the day in whose box scores he has a row, 0 minutes included.
    earlier_teams
        Teams of these, the latest first; more than one for a man who was traded.
    state
        Whether the game is to come, he played in it, or it was played without him: a bet is void then.
    """

    game_id: str
    game_date: pd.Timestamp
    team_id: int
    opponent_id: int
    is_home: bool
    player_id: int
    earlier_games: int
    earlier_teams: tuple[int, ...]
    state: State


def find_question(
    questions: pd.DataFrame, player_games: pd.DataFrame, player_id: int, game_id: str | None = None
) -> PricedQuestion:
    """Find the question about a man: in the game named, else in his next game, else in his latest one.

    Parameters
    ----------
    questions
        ``feat_player_questions``.
    player_games
        ``prm_player_games``.
    player_id
        Whom it is about.
    game_id
        The game, or null.

    Returns
    -------
    PricedQuestion
        ``earlier_games`` and ``earlier_teams`` are as of the day before the game.

    Raises
    ------
    EvaluationError
        When nobody asks about him, there or anywhere: he has no box score and no line, and is on no team's books for
        a game to come.
    """
    own = questions[questions["player_id"] == player_id].sort_values("game_date", kind="stable")
    if own.empty:
        raise EvaluationError(
            f"expected a player with a box score, a line or a game to come, player {player_id} has none of them"
        )
    played = set(player_games["game_id"])
    to_come = own[~own["game_id"].isin(played)]
    chosen = own[own["game_id"] == game_id] if game_id else to_come.head(1) if len(to_come) else own.tail(1)
    if chosen.empty:
        raise EvaluationError(
            f"expected a game that player {player_id} is asked about, was {game_id}; his latest is "
            f"{own['game_id'].iloc[-1]} on {own['game_date'].iloc[-1]:%Y-%m-%d}"
        )
    row = chosen.iloc[0]
    his = player_games[player_games["player_id"] == player_id].sort_values("game_date", kind="stable")
    earlier = his.loc[his["game_date"] < row["game_date"], "team_id"]
    was_there = bool((his["game_id"] == row["game_id"]).any())
    return PricedQuestion(
        str(row["game_id"]),
        pd.Timestamp(row["game_date"]),
        int(row["team_id"]),
        int(row["opponent_id"]),
        bool(row["is_home"]),
        player_id,
        len(earlier),
        tuple(int(team) for team in earlier[::-1].unique()),
        "played" if was_there else "did not play" if row["game_id"] in played else "to come",
    )
