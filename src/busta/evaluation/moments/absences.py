"""Moments of the absences: how often men of the rotation are missing, for how long, and who was told before."""

from __future__ import annotations

import numpy as np
import pandas as pd

from busta.evaluation.moments.estimates import mean
from busta.evaluation.moments.players import rotation_rows
from busta.evaluation.moments.rules import MomentRules
from busta.evaluation.moments.samples import Calendar, Moment, Spec, measure, sample_days
from busta.evaluation.moments.tables import regular_games

GROUP = "absences"
LONG = 10  # games
_MAN = ["man", "season", "team_id", "player_id"]

_OF_GAMES: tuple[Spec, ...] = (
    ("games missed: share", "share", mean, "is_missed"),
    ("games missed after one played: share", "share", mean, "is_new"),
    ("second night in a row missed, the first one played: share", "share", mean, "is_second_missed"),
    ("other games missed, the last one played: share", "share", mean, "is_other_missed"),
    ("men of the rotation missing in a team game: mean", "count", mean, "missing"),
)
_OF_ABSENCES: tuple[Spec, ...] = (
    ("length: mean", "games", mean, "length"),
    ("length: share of a single game", "share", mean, "is_single"),
    ("length: share of 10 games or more", "share", mean, "is_long"),
    ("noted before the day of the first game missed: share", "share", mean, "is_noted_before"),
    ("noted by the day of the first game missed: share", "share", mean, "is_noted"),
    ("noted as rest: share", "share", mean, "is_rest"),
)


def absence_moments(
    team_games: pd.DataFrame,
    played: pd.DataFrame,
    notes: pd.DataFrame,
    calendar: Calendar,
    rules: MomentRules,
) -> list[Moment]:
    """Measure the games that men of the rotation missed between their first and last for a team in a season.

    Parameters
    ----------
    team_games : DataFrame
        ``prm_team_games``.
    played : DataFrame
        Men who were on the floor, see `busta.evaluation.moments.players.played_rows`.
    notes : DataFrame
        ``prm_injury_notes``.
    calendar : Calendar
        Days of the league.
    rules : MomentRules
        Who belongs to the rotation.

    Returns
    -------
    list of Moment
        A game is missed where he has no minutes in it; absences that never end are not seen. A note counts for an
        absence if it says `out` after the day of the last game he played. Intervals by day.
    """
    rotation = rotation_rows(played, rules)
    if rotation.empty:
        return []
    expected = _expected_games(regular_games(team_games), rotation)
    absences = _noted(_absences(expected), notes)
    of_teams = expected.groupby(["game_date", "game_id", "team_id"]).agg(missing=("is_missed", "sum"))
    of_teams = of_teams.reset_index()
    return [
        *measure(GROUP, sample_days(expected, calendar), _OF_GAMES[:-1]),
        *measure(GROUP, sample_days(of_teams, calendar), _OF_GAMES[-1:]),
        *measure(GROUP, sample_days(absences, calendar), _OF_ABSENCES),
    ]


def _expected_games(team_games: pd.DataFrame, rotation: pd.DataFrame) -> pd.DataFrame:
    men = rotation.groupby(_MAN, as_index=False).agg(first=("game_date", "min"), last=("game_date", "max"))
    games = team_games[["season", "team_id", "game_id", "game_date"]].sort_values(["team_id", "game_date"])
    since = games["game_date"] - games.groupby(["season", "team_id"])["game_date"].shift()
    games = games.assign(is_second_night=since.dt.days == 1)
    table = men.merge(games, on=["season", "team_id"], how="inner")
    table = table[table["game_date"].between(table["first"], table["last"])]
    played = rotation[["game_id", "player_id"]].assign(is_played=1.0)
    table = table.merge(played, on=["game_id", "player_id"], how="left", validate="one_to_one")
    table = table.sort_values(["man", "game_date", "game_id"], ignore_index=True)
    is_missed = table["is_played"].isna()
    was_played = (
        table.assign(is_missed=is_missed).groupby("man")["is_missed"].shift(fill_value=True).eq(other=False)
    )
    missed, is_second = is_missed.astype(float), table["is_second_night"]
    return table.assign(
        is_missed=missed,
        is_new=missed.where(was_played),
        is_second_missed=missed.where(was_played & is_second),
        is_other_missed=missed.where(was_played & ~is_second),
    )


def _absences(expected: pd.DataFrame) -> pd.DataFrame:
    is_start = expected["is_new"] == 1
    last_played = expected["game_date"].shift()
    numbered = expected.assign(absence=is_start.cumsum(), last_played=last_played)
    length = numbered[numbered["is_missed"] == 1].groupby("absence")["is_missed"].sum()
    starts = numbered[is_start]
    length = starts["absence"].map(length)
    return starts.assign(
        length=length,
        is_single=(length == 1).astype(float),
        is_long=(length >= LONG).astype(float),
    )


def _noted(absences: pd.DataFrame, notes: pd.DataFrame) -> pd.DataFrame:
    out = notes[(notes["state"] == "out") & notes["player_id"].notna()]
    out = out[["note_date", "player_id", "reason"]].astype({"player_id": "int64"}).sort_values("note_date")
    if out.empty:
        return absences.assign(**dict.fromkeys(["is_noted_before", "is_noted", "is_rest"], np.nan))
    starts = absences.sort_values("game_date")
    told = [
        pd.merge_asof(
            starts, out.rename(columns={"note_date": "told"}), left_on="game_date", right_on="told",
            by="player_id", allow_exact_matches=is_day_included,
        )
        for is_day_included in (False, True)
    ]  # fmt: skip
    before, by_day = ((table["told"] > table["last_played"]) for table in told)
    return told[1].assign(
        is_noted_before=before.astype(float),
        is_noted=by_day.astype(float),
        is_rest=(told[1]["reason"] == "rest").astype(float).where(by_day),
    )
