"""Who was said to be able to play, when, and for which game: pages of several sources on one scale of words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import pandas as pd

from busta.nba.calendar import eastern_date, season_of_date
from busta.nba.players import own_teams, resolve_players
from busta.sources.coverage import count_coverage

COLUMNS = [
    "season", "game_id", "game_date", "team_id", "player_id", "source", "seen_at_utc", "status", "chance_of_playing",
    "minutes_to_tip_off",
]  # fmt: skip
_NO_GAME = "no game of that team on the day of the page"
_NOBODY = "no player, or more than one, of that name"
_TOO_LATE = "at or after tip-off"
_OTHER_TEAM = "stands under both teams of the game"
_TWICE = "two spellings of one player on a page"


class Availability(NamedTuple):
    """What came of the pages.

    Attributes
    ----------
    rows
        ``prm_availability``.
    coverage
        Rows of each source by season, with the reasons why some were not used.
    """

    rows: pd.DataFrame
    coverage: pd.DataFrame


class People(NamedTuple):
    """Who names can mean.

    Attributes
    ----------
    careers
        As from `busta.nba.players.careers`.
    appearances
        Rows with ``player_id, team_id, game_date``.
    margin_days
        Days around a career in which a name still counts.
    """

    careers: pd.DataFrame
    appearances: pd.DataFrame
    margin_days: int


def build_availability(
    pages: Mapping[str, pd.DataFrame], games: pd.DataFrame, people: People, horizon_days: int
) -> Availability:
    """Join pages to games and names to players.

    A page that names its game keeps it; a page with a date belongs to the team's game of that date; a page
    without either to the team's next game that has not begun, at most ``horizon_days`` after the page's own day.
    Rows at or after tip-off are left out. A player under both teams of a game counts for the team he last
    appeared for.

    Parameters
    ----------
    pages
        Source to rows ``seen_at_utc, team_id, player_name, status`` and perhaps ``game_id, game_date,
        chance_of_playing``.
    games
        ``prm_games``.
    people
        Who names can mean.
    horizon_days
        See above; 1 is the next day.

    Returns
    -------
    Availability
        One row per source, moment, game and player; sorted by moment. Known from ``seen_at_utc`` on.
    """
    rows = pd.concat(
        [_to_games(page, games, horizon_days).assign(source=source) for source, page in pages.items()],
        ignore_index=True,
    )
    mentions = rows.assign(date=rows["game_date"].fillna(eastern_date(rows["seen_at_utc"])))
    rows["player_id"] = resolve_players(mentions, people.careers, people.margin_days)
    rows["own_team_id"] = own_teams(people.appearances, mentions.assign(player_id=rows["player_id"]))
    minutes = (rows["tip_off_utc"] - rows["seen_at_utc"]).dt.total_seconds() / 60
    rows["minutes_to_tip_off"] = minutes
    reasons = _reasons(rows)
    days = mentions["date"]
    coverage = [
        count_coverage(
            season_of_date(days[rows["source"] == source]), reasons[rows["source"] == source], source, "rows"
        )
        for source in pages
    ]
    kept = rows.loc[reasons.eq(""), COLUMNS].astype({"player_id": "int64", "source": "str"})
    kept = kept.sort_values(["seen_at_utc", "source", "game_id", "player_id"], ignore_index=True)
    return Availability(kept, pd.concat(coverage, ignore_index=True))


def _to_games(page: pd.DataFrame, games: pd.DataFrame, horizon_days: int) -> pd.DataFrame:
    rows = page.reindex(columns=[*page.columns, *({"chance_of_playing"} - set(page.columns))])
    rows = rows.drop(columns=["tip_off_utc"], errors="ignore").astype({"chance_of_playing": "float64"})
    teams = _team_days(games)
    if "game_id" in rows.columns:
        rows = rows.drop(columns="game_date").merge(teams, on=["game_id", "team_id"], how="left")
        return rows.assign(game_id=rows["game_id"].where(rows["season"].notna()))
    if "game_date" in rows.columns:
        return rows.merge(teams, on=["game_date", "team_id"], how="left")
    return _next_games(rows, teams, horizon_days)


def _team_days(games: pd.DataFrame) -> pd.DataFrame:
    keys = ["season", "game_id", "game_date", "tip_off_utc"]
    sides = [
        games[[*keys, f"{side}_team_id"]].rename(columns={f"{side}_team_id": "team_id"})
        for side in ("home", "away")
    ]
    return pd.concat(sides, ignore_index=True)


def _next_games(rows: pd.DataFrame, teams: pd.DataFrame, horizon_days: int) -> pd.DataFrame:
    # A game whose start is not known counts from the last minute of its day.
    last_minute = (teams["game_date"] + pd.Timedelta(hours=28)).dt.tz_localize("UTC")
    begins = teams["tip_off_utc"].fillna(last_minute).astype("datetime64[us, UTC]")
    coming = teams.assign(begins=begins).sort_values("begins", kind="stable")
    found = pd.merge_asof(
        rows.assign(place=range(len(rows))).sort_values("seen_at_utc", kind="stable"),
        coming,
        left_on="seen_at_utc",
        right_on="begins",
        by="team_id",
        direction="forward",
        allow_exact_matches=False,
    ).sort_values("place")
    is_far = (found["game_date"] - eastern_date(found["seen_at_utc"])).dt.days.gt(horizon_days)
    columns = ["season", "game_id", "game_date", "tip_off_utc"]
    found[columns] = found[columns].mask(is_far)
    return found.drop(columns=["place", "begins"]).set_axis(rows.index)


def _reasons(rows: pd.DataFrame) -> pd.Series:
    reasons = pd.Series("", index=rows.index, dtype="str")
    reasons = reasons.mask(rows["minutes_to_tip_off"].le(0), _TOO_LATE)
    reasons = reasons.mask(rows["player_id"].isna(), _NOBODY).mask(rows["game_id"].isna(), _NO_GAME)
    is_open = reasons.eq("")
    keys = ["source", "seen_at_utc", "game_id", "player_id"]
    teams = rows[is_open].groupby(keys)["team_id"].transform("nunique").reindex(rows.index).fillna(1)
    is_other = teams.gt(1) & rows["team_id"].ne(rows["own_team_id"]).fillna(True).astype("bool")
    reasons = reasons.mask(is_open & is_other, _OTHER_TEAM)
    is_second = rows[reasons.eq("")].duplicated(keys).reindex(rows.index, fill_value=False)
    return reasons.mask(is_second, _TWICE)
