"""Advanced statistics of a player over his earlier games, the latest weighing most."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from busta.features.groups import FeatureColumn
from busta.features.player_groups import QUESTIONS, PlayerFeatureGroup, player_table
from busta.features.player_history import History, Past
from busta.nba import player_advanced, player_plus_minus, player_ratings
from busta.nba.boxscore import STATISTICS
from busta.nba.player_advanced import BoxTotals
from busta.ratings.ranges import check_above_zero, check_share

_BOX = ("minutes", *STATISTICS)
_PER_100 = "points per 100 possessions"
ADVANCED_COLUMNS = {
    f"advanced_{name}": FeatureColumn(description, unit, "league_mean", prior=prior)
    for name, description, unit, prior in (
        ("true_shooting", "Points for two shooting plays (TS %).", "share", 0.55),
        ("usage", "Share of his team's plays that he ends while on the floor (USG %).", "share", 0.2),
        ("impact_share", "Share of what happens in a game that he does (PIE).", "share", 0.05),
        ("efficiency_rating", "Player Efficiency Rating (PER), 15 on average.", "rating", 15.0),
        ("offensive_rating", "Points that he produces with the possessions he uses.", _PER_100, 108.0),
        ("defensive_rating", "Points allowed, by his team and his own stops.", _PER_100, 108.0),
        ("win_shares", "Wins that he is worth in 48 minutes (WS / 48).", "wins per 48 minutes", 0.1),
        ("box_plus_minus", "Box Plus/Minus, against an average man of the league.", _PER_100, 0.0),
    )
}


@dataclass(frozen=True)
class AdvancedSettings:
    """How far back advanced statistics look.

    Attributes
    ----------
    decay
        Weight of a player's game in his totals, against the game after it.
    league_decay
        Weight of a team's game in the totals of the league, against the one after it.
    min_minutes
        Least minutes, weighed, behind a statistic; with fewer it is null.
    """

    decay: float
    league_decay: float
    min_minutes: float

    def __post_init__(self) -> None:
        check_share("Advanced statistics", self, "decay", "league_decay")
        check_above_zero("Advanced statistics", self, "min_minutes")


def advanced_features(
    questions: pd.DataFrame, player_games: pd.DataFrame, team_games: pd.DataFrame, settings: AdvancedSettings
) -> pd.DataFrame:
    """Give the advanced statistics of every player asked about.

    Parameters
    ----------
    questions, player_games, team_games
        ``feat_player_questions``, ``prm_player_games``, ``prm_team_games``.
    settings
        How far back they look.

    Returns
    -------
    pandas.DataFrame
        One row per question: the keys and `ADVANCED_COLUMNS`, as of the end of the day before the game; null for
        a man who has hardly played.
    """
    played = team_games[team_games["points"].notna()]
    history = History(_with_teams(player_games, played), ["player_id"])
    past = history.before(questions)
    league = History(played.assign(league=0), ["league"])
    totals = BoxTotals(
        _faded(past, "", settings.decay),
        _faded(past, "team_", settings.decay),
        _faded(past, "opponent_", settings.decay),
        _faded(league.before(questions.assign(league=0)), "", settings.league_decay),
    )
    games = pd.Series(past.faded_weight(history.values("minutes"), settings.decay))
    is_known = totals.player["minutes"] >= settings.min_minutes
    made = {f"advanced_{name}": values.where(is_known) for name, values in _statistics(totals, games).items()}
    return player_table(questions, {name: made[name].to_numpy() for name in ADVANCED_COLUMNS})


def _statistics(totals: BoxTotals, games: pd.Series) -> dict[str, pd.Series]:
    return {
        "true_shooting": player_advanced.true_shooting(totals.player),
        "usage": player_advanced.usage(totals),
        "impact_share": player_advanced.impact_share(totals),
        "efficiency_rating": player_advanced.efficiency_rating(totals),
        "offensive_rating": player_ratings.offensive_rating(totals),
        "defensive_rating": player_ratings.defensive_rating(totals),
        "win_shares": player_ratings.win_shares(totals),
        "box_plus_minus": player_plus_minus.box_plus_minus(totals, games),
    }


def _with_teams(player_games: pd.DataFrame, played: pd.DataFrame) -> pd.DataFrame:
    team = played[["game_id", "team_id", *_BOX]].rename(columns={name: f"team_{name}" for name in _BOX})
    other = played[["game_id", "opponent_team_id", *_BOX]].rename(
        columns={"opponent_team_id": "team_id"} | {name: f"opponent_{name}" for name in _BOX}
    )
    keys = ["game_id", "team_id"]
    both = team.merge(other, on=keys, validate="one_to_one")
    return player_games.merge(both, how="left", on=keys, validate="many_to_one")


def _faded(past: Past, prefix: str, decay: float) -> pd.DataFrame:
    rows = past.history
    return pd.DataFrame({name: past.faded_total(rows.values(f"{prefix}{name}"), decay) for name in _BOX})


GROUP = PlayerFeatureGroup(
    name="advanced",
    function=advanced_features,
    inputs=(QUESTIONS, "prm_player_games", "prm_team_games"),
    columns=ADVANCED_COLUMNS,
    theme="advanced",
)
