"""One box score per game, from the most trusted source whose players add up to the team's points."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import pandas as pd

from busta.nba.boxscore import STATISTICS, team_points
from busta.sources.coverage import count_coverage
from busta.sources.parsed import Parsed, refusals
from busta.sources.rows import refuse_rows

KEYS = ["season", "game_id", "game_date", "season_type"]
COLUMNS = [
    *KEYS, "team_id", "player_id", "player_name", "minutes", "is_starter", *STATISTICS, "plus_minus", "source",
]  # fmt: skip
_SUPERSEDED = "the game was taken from a more trusted source"
_CONTRADICTS = "players do not add up to the team's points"
_NO_GAME = "no game of the team logs"


class PlayerGames(NamedTuple):
    """What came of the box scores.

    Attributes
    ----------
    rows
        ``prm_player_games``.
    refused
        Rows of games that do not add up.
    coverage
        Rows of each source, and games with a box score, by season.
    """

    rows: pd.DataFrame
    refused: pd.DataFrame
    coverage: pd.DataFrame


def build_player_games(
    games: pd.DataFrame, boxes: Mapping[str, pd.DataFrame], starters: list[pd.DataFrame]
) -> PlayerGames:
    """Choose the box score of each game.

    Parameters
    ----------
    games
        ``prm_games``.
    boxes
        Source to rows of players who played, the most trusted source first. A game is taken whole from one source.
    starters
        Tables ``game_id, team_id, player_id, is_starter``, the most trusted first; null where not told.

    Returns
    -------
    PlayerGames
        Rows sorted by date, game, team and player.
    """
    taken: list[pd.DataFrame] = []
    refused = [refusals("", "", [])]
    coverage: list[pd.DataFrame] = []
    done: set[str] = set()
    points = _points(games)
    for source, box in boxes.items():
        sums = points.merge(team_points(box), on=["game_id", "team_id"], how="left")
        reasons = _reasons(box, sums, done)
        wrong = box[reasons.eq(_CONTRADICTS)]
        parsed = Parsed(wrong, refusals(source, "", []))
        everything = pd.Series(True, index=wrong.index)
        refused.append(refuse_rows(parsed, source, everything, "points", _expectations(wrong, sums)).refused)
        coverage.append(count_coverage(box["season"], reasons, source, "player rows"))
        taken.append(box[reasons.eq("")].assign(source=pd.Series(source, index=box.index, dtype="str")))
        done |= set(taken[-1]["game_id"])
    rows = _finished(pd.concat(taken, ignore_index=True), games, starters)
    coverage.append(_game_coverage(games, rows))
    return PlayerGames(rows, pd.concat(refused, ignore_index=True), pd.concat(coverage, ignore_index=True))


def _points(games: pd.DataFrame) -> pd.DataFrame:
    played = games[games["is_played"]]
    sides = [
        played[["game_id", f"{side}_team_id", f"{side}_points"]].set_axis(
            ["game_id", "team_id", "team_points"], axis=1
        )
        for side in ("home", "away")
    ]
    return pd.concat(sides, ignore_index=True)


def _reasons(box: pd.DataFrame, sums: pd.DataFrame, done: set[str]) -> pd.Series:
    is_right = sums["team_points"].eq(sums["player_points"]).groupby(sums["game_id"]).all()
    right, wrong = set(is_right.index[is_right]), set(is_right.index[~is_right])
    game = box["game_id"]
    reasons = pd.Series("", index=box.index, dtype="str")
    reasons = reasons.mask(game.isin(wrong), _CONTRADICTS).mask(game.isin(done), _SUPERSEDED)
    return reasons.mask(~game.isin(right | wrong), _NO_GAME)


def _expectations(box: pd.DataFrame, sums: pd.DataFrame) -> pd.Series:
    of_team = (
        box[["game_id", "team_id"]].merge(sums, on=["game_id", "team_id"], how="left").set_axis(box.index)
    )
    team, players = _whole(of_team["team_points"]), _whole(of_team["player_points"])
    return (
        "players of both teams of game " + box["game_id"] + " whose points add up to the team logs: "
        + team + " for this team, was " + players
    )  # fmt: skip


def _whole(numbers: pd.Series) -> pd.Series:
    return numbers.astype("Int64").astype("str").fillna("nothing")


def _finished(rows: pd.DataFrame, games: pd.DataFrame, starters: list[pd.DataFrame]) -> pd.DataFrame:
    keys = ["game_id", "player_id"]
    known = pd.concat([table.dropna(subset="is_starter")[[*keys, "is_starter"]] for table in starters])
    known = known.drop_duplicates(keys)
    rows = rows.drop(columns=["is_starter", *(set(KEYS) - {"game_id"})], errors="ignore")
    rows = rows.merge(games[KEYS], on="game_id").merge(known, on=keys, how="left")
    rows = rows.assign(is_starter=rows["is_starter"].astype("boolean"))[COLUMNS]
    return rows.sort_values(["game_date", "game_id", "team_id", "player_id"], ignore_index=True)


def _game_coverage(games: pd.DataFrame, rows: pd.DataFrame) -> pd.DataFrame:
    played = games[games["is_played"]]
    reasons = pd.Series("no box score", index=played.index, dtype="str")
    reasons = reasons.mask(played["game_id"].isin(rows["game_id"]), "")
    return count_coverage(played["season"], reasons, "box_scores", "league games")
