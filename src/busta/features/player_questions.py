"""The questions: which players are asked about in which games.

Asked of everybody who played, of everybody with a line, and, before a game is played, of every man on the books.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

PLAYER_KEYS = ["game_id", "player_id"]
QUESTION_COLUMNS = [
    "season",
    "game_id",
    "game_date",
    "season_type",
    "team_id",
    "opponent_id",
    "is_home",
    "player_id",
]
_ORDER = ["game_date", "game_id", "team_id", "player_id"]


def player_questions(
    team_games: pd.DataFrame, player_games: pd.DataFrame, outlook: pd.DataFrame, prop_quotes: pd.DataFrame
) -> pd.DataFrame:
    """List every player who is asked about, game by game.

    Parameters
    ----------
    team_games
        ``prm_team_games``, played or not.
    player_games
        ``prm_player_games``: whoever has a row, 0 minutes included, is asked about.
    outlook
        ``feat_player_outlook``: its men are asked about in games without a result.
    prop_quotes
        ``prm_prop_quotes``: whoever has a line is asked about, also when he then did not play.

    Returns
    -------
    pandas.DataFrame
        One row per game and player, sorted by ``game_date, game_id, team_id, player_id``: `QUESTION_COLUMNS`. The
        team is that of the box score, else of the outlook, else of his last appearance on an earlier day. A
        quoted man whom none of these puts on a team of the game is left out: nothing is known of him in it.
        Which rows there are is known only after the game; what is said of a row comes from the features.
    """
    teams = team_games.rename(columns={"opponent_team_id": "opponent_id"})
    to_come = teams.loc[teams["points"].isna(), "game_id"]
    men = ["game_id", "player_id", "team_id"]
    expected = outlook.loc[outlook["game_id"].isin(to_come), men]
    quoted = _quoted(teams, player_games, outlook, prop_quotes)
    asked = pd.concat([player_games[men], expected, quoted], ignore_index=True)
    # Of several teams the first stands: the box score before the outlook before the last appearance.
    asked = asked.drop_duplicates(PLAYER_KEYS)
    rows = asked.merge(teams, how="inner", on=["game_id", "team_id"], validate="many_to_one")
    return rows[QUESTION_COLUMNS].sort_values(_ORDER, ignore_index=True)


def _quoted(
    teams: pd.DataFrame, player_games: pd.DataFrame, outlook: pd.DataFrame, prop_quotes: pd.DataFrame
) -> pd.DataFrame:
    quoted = prop_quotes[["game_id", "player_id"]].drop_duplicates()
    dates = teams.drop_duplicates("game_id")[["game_id", "game_date"]]
    quoted = quoted.merge(dates, on="game_id").sort_values("game_date", kind="stable", ignore_index=True)
    appearances = player_games[["game_date", "player_id", "team_id"]]
    last = pd.merge_asof(
        quoted,
        appearances.sort_values("game_date", kind="stable"),
        on="game_date",
        by="player_id",
        allow_exact_matches=False,
    )["team_id"]
    on_books = quoted.merge(
        outlook[[*PLAYER_KEYS, "team_id"]], how="left", on=PLAYER_KEYS, validate="one_to_many"
    ).drop_duplicates(PLAYER_KEYS)["team_id"]
    team = np.where(on_books.notna(), on_books, last)
    placed = quoted.assign(team_id=team).dropna(subset="team_id")
    return placed.astype({"team_id": teams["team_id"].dtype})[["game_id", "player_id", "team_id"]]
