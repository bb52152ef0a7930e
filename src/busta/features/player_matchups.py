"""Whom a player meets: how the opponent's defence and pace rank, and what he made against such teams and this one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
import pandas as pd

from busta.features.groups import FeatureColumn
from busta.features.player_groups import QUESTIONS, PlayerFeatureGroup, player_table
from busta.features.player_history import History, Past
from busta.features.team_ranks import team_ranks
from busta.nba.player_statistics import quantity, quantity_name
from busta.ratings.ranges import check_above_zero, check_share

_OPPONENT = {
    "defence": FeatureColumn(
        "Points that the opponent allows.", "points per 100 possessions", "league_mean", prior=108.0
    ),
    "defence_rank": FeatureColumn(
        "Place of the opponent's defence in the league, 0 the best.", "share", "league_mean", prior=0.5
    ),
    "pace_rank": FeatureColumn(
        "Place of the opponent's pace in the league, 0 the slowest.", "share", "league_mean", prior=0.5
    ),
}
OPPONENT_COLUMNS = {f"opponent_{name}": column for name, column in _OPPONENT.items()}
_AGAINST = {
    "against_best": "against the best third of defences as they ranked then",
    "against_worst": "against the worst third of defences as they ranked then",
    "against_similar": "against defences that then ranked like this opponent now",
    "against_opponent": "against this opponent",
}


@dataclass(frozen=True)
class MatchupsSettings:
    """How opponents are ranked, and averages against some of them told.

    Attributes
    ----------
    decay
        Weight of a team's game in its rating, against the game after it.
    share
        Share of the league that is the best, and the worst, of its defences: 10 of 30 teams are a third.
    similar_classes
        Defences of one of so many classes of equal size are alike.
    prior_games
        Games of his own mean that are added to a player's average against some teams.
    """

    decay: float
    share: float
    similar_classes: int
    prior_games: float

    def __post_init__(self) -> None:
        check_share("Matchups", self, "decay", "share")
        check_above_zero("Matchups", self, "similar_classes", "prior_games")


def opponent_ranks_features(
    questions: pd.DataFrame, team_games: pd.DataFrame, settings: MatchupsSettings
) -> pd.DataFrame:
    """Say how the opponent of every question ranks.

    Parameters
    ----------
    questions, team_games
        ``feat_player_questions``, ``prm_team_games``.
    settings
        How opponents are ranked.

    Returns
    -------
    pandas.DataFrame
        One row per question: the keys and `OPPONENT_COLUMNS`, as of the end of the day before the game.
    """
    days = questions[["season", "game_date"]].drop_duplicates()
    ranks = team_ranks(team_games, days, settings.decay)
    found = _of_opponent(questions, ranks)
    return player_table(questions, {f"opponent_{name}": found[name].to_numpy() for name in _OPPONENT})


def matchups_features(
    questions: pd.DataFrame,
    player_games: pd.DataFrame,
    team_games: pd.DataFrame,
    settings: MatchupsSettings,
    parts: Sequence[str],
) -> pd.DataFrame:
    """Say what every player asked about made against teams like the one he meets.

    Parameters
    ----------
    questions, player_games, team_games
        ``feat_player_questions``, ``prm_player_games``, ``prm_team_games``.
    settings
        How opponents are ranked.
    parts
        The statistics of the sum.

    Returns
    -------
    pandas.DataFrame
        One row per question: the keys and the columns of `matchups_group`, as of the end of the day before the game;
        null for a man who has not played.
    """
    name = quantity_name(parts)
    box, asked = _ranked(questions, player_games, team_games, settings)
    history = History(box, ["player_id"])
    past, values = history.before(asked), quantity(history.rows, parts).to_numpy()
    own, rank = past.mean(values), history.values("defence_rank")
    best, worst = (np.where(is_met, values, np.nan) for is_met in _ends(rank, settings.share))
    prior = settings.prior_games
    columns = {
        "against_best": _shrunk(past, best, own, prior),
        "against_worst": _shrunk(past, worst, own, prior),
    }
    for key, by in (("against_similar", "defence_class"), ("against_opponent", "opponent_id")):
        met = History(box, ["player_id", by])
        made = quantity(met.rows, parts).to_numpy()
        meetings = met.before(asked)
        columns[key] = _shrunk(meetings, made, own, prior)
    columns["opponent_games"] = meetings.count.astype(float)
    last = meetings.last(made)
    columns["opponent_last"] = np.where(np.isnan(last), own, last)
    return player_table(questions, {f"{name}_{key}": column for key, column in columns.items()})


def _shrunk(past: Past, values: np.ndarray, own: np.ndarray, prior_games: float) -> np.ndarray:
    games = past.total(np.isfinite(values).astype(float))
    return np.asarray((past.total(values) + prior_games * own) / (games + prior_games))


def _ends(rank: np.ndarray, share: float) -> tuple[np.ndarray, np.ndarray]:
    # A null rank is neither.
    return rank < share, rank > 1 - share


def _ranked(
    questions: pd.DataFrame, player_games: pd.DataFrame, team_games: pd.DataFrame, settings: MatchupsSettings
) -> tuple[pd.DataFrame, pd.DataFrame]:
    # Box scores and questions with the opponent, his rank on that day, and the class of that rank.
    opponents = team_games[["game_id", "team_id", "opponent_team_id"]]
    box = player_games.merge(opponents, how="left", on=["game_id", "team_id"], validate="many_to_one")
    box = box.rename(columns={"opponent_team_id": "opponent_id"})
    both = pd.concat([part[["season", "game_date"]] for part in (box, questions)]).drop_duplicates()
    ranks = team_ranks(team_games, both, settings.decay)
    classes = settings.similar_classes
    box, asked = (
        part.assign(
            defence_rank=rank,
            defence_class=np.minimum(np.floor(np.nan_to_num(rank, nan=-1.0) * classes), classes - 1),
        )
        for part in (box, questions)
        for rank in [_of_opponent(part, ranks)["defence_rank"].to_numpy()]
    )
    return box, asked


def _of_opponent(rows: pd.DataFrame, ranks: pd.DataFrame) -> pd.DataFrame:
    opponents = ranks.rename(columns={"team_id": "opponent_id"})
    keys = ["game_date", "opponent_id"]
    return rows[keys].merge(opponents, how="left", on=keys, validate="many_to_one")


OPPONENT_RANKS = PlayerFeatureGroup(
    name="opponent_ranks",
    function=opponent_ranks_features,
    inputs=(QUESTIONS, "prm_team_games"),
    columns=OPPONENT_COLUMNS,
    theme="opponent_ranks",
)


def matchups_group(parts: Sequence[str]) -> PlayerFeatureGroup:
    """Make the group of what a player made of a quantity against teams like the one he meets.

    Parameters
    ----------
    parts
        The statistics of the sum.

    Returns
    -------
    PlayerFeatureGroup
        ``matchups_<quantity>``.
    """
    name = quantity_name(parts)
    what = " + ".join(parts).replace("_", " ").capitalize()
    columns = {
        f"{name}_{key}": FeatureColumn(f"{what}: average {said}, shrunk to his own.", "a game", "league_mean")
        for key, said in _AGAINST.items()
    } | {
        f"{name}_opponent_games": FeatureColumn("Games he has played against this opponent.", "games"),
        f"{name}_opponent_last": FeatureColumn(
            f"{what}: last game against this opponent, his own mean before the first.",
            "a game",
            "league_mean",
        ),
    }
    function = partial(matchups_features, parts=tuple(parts))
    inputs = (QUESTIONS, "prm_player_games", "prm_team_games")
    return PlayerFeatureGroup(f"matchups_{name}", function, inputs, columns, theme="matchups")
