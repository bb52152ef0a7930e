"""Odds rows meet games on (date, home, away). What does not meet one is reported, never guessed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from busta.nba.calendar import season_of_date
from busta.sources.cells import refused_rows

GAME = ["game_date", "home_team_id", "away_team_id"]
TEAMS = ["home_team_id", "away_team_id"]
SCORES = ["home_points", "away_points"]
COVERAGE_COLUMNS = ["season", "source", "what", "read", "joined", "refused", "reason", "share_joined"]


@dataclass(frozen=True)
class Joined:
    """Rows of a source that belong to a game.

    Attributes
    ----------
    rows
        ``season, game_id, game_date`` of the game, then the columns of the source but its scores.
    refused
        One row per row without a game, or second row for one game.
    coverage
        One row per season and what was counted: the rows of the source, and the league games of the season.
    """

    rows: pd.DataFrame
    refused: pd.DataFrame
    coverage: pd.DataFrame


def join_games(
    rows: pd.DataFrame, games: pd.DataFrame, source: str, days_off: int, quote_keys: Sequence[str] = ()
) -> Joined:
    """Find the game of every row.

    A row belongs to the game of its date, home and away team. A row without one that has a final score belongs
    to the game between the same teams, home and away, with the same final score, at most `days_off` days from its
    date, if no other row of the source has that game; it is reported as ``date one day off``. Scores serve to check
    the join and are not kept.

    Parameters
    ----------
    rows
        Typed rows of a source: ``file, row, game_date, home_team_id, away_team_id`` and perhaps ``home_points,
        away_points``.
    games
        ``int_games``: one row per league game.
    source
        Name of the source.
    days_off
        Largest distance in days of a misdated row.
    quote_keys
        Columns that tell several rows of one game apart (book, market, ...).

    Returns
    -------
    Joined
        Rows with games, refused rows, coverage.
    """
    known = rows.dropna(subset=GAME).reset_index(drop=True)
    found = known.merge(games[[*GAME, "season", "game_id", *SCORES]], "left", GAME, suffixes=("", "_of_game"))
    found = found.assign(is_one_day_off=False)
    if set(SCORES) <= set(rows.columns):
        found = _with_misdated(found, games, days_off)
    found = found.assign(
        season=found["season"].fillna(season_of_date(found["game_date"])),
        reason=_reasons(found, games, quote_keys),
    )
    is_joined = found["reason"].eq("")
    return Joined(
        rows=_kept(found[is_joined], rows, games),
        refused=_refused(found[~is_joined & found["reason"].ne(_NO_SEASON)], source),
        coverage=_coverage(found, games, source),
    )


_NO_SEASON = "no games known of this season"
_NO_GAME = "no league game of that day between these teams"
_SECOND = "a second row for the same game"


def _with_misdated(found: pd.DataFrame, games: pd.DataFrame, days_off: int) -> pd.DataFrame:
    lost = found.loc[found["game_id"].isna(), [*GAME, *SCORES]].dropna().reset_index(names="position")
    free = games[~games["game_id"].isin(found["game_id"].dropna().unique())]
    near = lost.merge(free, on=[*TEAMS, *SCORES], suffixes=("", "_of_game"))
    distance = (near["game_date_of_game"] - near["game_date"]).abs().dt.days
    near = near[distance.le(days_off)].drop_duplicates("position", keep=False).set_index("position")
    found = found.copy()
    found.loc[near.index, ["season", "game_id"]] = near[["season", "game_id"]]
    found.loc[near.index, ["home_points_of_game", "away_points_of_game"]] = near[SCORES].to_numpy()
    found.loc[near.index, "is_one_day_off"] = True
    return found


def _reasons(found: pd.DataFrame, games: pd.DataFrame, quote_keys: Sequence[str]) -> pd.Series:
    is_lost = found["game_id"].isna()
    is_known_season = season_of_date(found["game_date"]).isin(games["season"].unique())
    is_second = ~is_lost & found.duplicated(["game_id", *quote_keys])
    reasons = pd.Series("", index=found.index, dtype="str")
    reasons = reasons.mask(is_lost, _NO_GAME).mask(is_lost & ~is_known_season, _NO_SEASON)
    return reasons.mask(is_second, _SECOND)


def _kept(found: pd.DataFrame, rows: pd.DataFrame, games: pd.DataFrame) -> pd.DataFrame:
    own = [column for column in rows.columns if column not in {*GAME, *SCORES}]
    dates = games.set_index("game_id")["game_date"]
    kept = found.assign(game_date=found["game_id"].map(dates).astype("datetime64[us]"))
    kept = kept[["season", "game_id", *GAME, *own]].astype(dict.fromkeys(TEAMS, "int64"))
    return kept.sort_values(["game_date", "game_id"], kind="stable").reset_index(drop=True)


def _refused(lost: pd.DataFrame, source: str) -> pd.DataFrame:
    days = lost["game_date"].dt.strftime("%Y-%m-%d")
    games = days + " " + lost["away_team_id"].astype("str") + " at " + lost["home_team_id"].astype("str")
    tables = [
        refused_rows(source, lost[is_so], "game", games[is_so], expected)
        for expected, is_so in (
            ("a league game of that day between these teams", lost["reason"].eq(_NO_GAME)),
            ("one row for a game", lost["reason"].eq(_SECOND)),
        )
    ]
    return pd.concat(tables, ignore_index=True)


def _coverage(found: pd.DataFrame, games: pd.DataFrame, source: str) -> pd.DataFrame:
    found = found.assign(is_joined=found["reason"].eq(""), note=_notes(found))
    by_rows = found.groupby("season", as_index=False).agg(
        read=("row", "size"), joined=("is_joined", "sum"), reason=("note", _summary)
    )
    per_season = games.groupby("season")["game_id"].nunique()
    met = found[found["is_joined"]].groupby("season")["game_id"].nunique()
    by_games = pd.DataFrame({"joined": met, "read": per_season.reindex(met.index)}).reset_index()
    coverage = pd.concat(
        [by_rows.assign(what="rows"), by_games.assign(what="league games", reason="")], ignore_index=True
    ).assign(source=source, refused=lambda table: table["read"] - table["joined"])
    coverage["share_joined"] = coverage["joined"] / coverage["read"]
    counts = dict.fromkeys(["read", "joined", "refused"], "int64")
    return coverage[COVERAGE_COLUMNS].astype(counts).sort_values(["what", "season"], ignore_index=True)


def left_out(coverage: pd.DataFrame, joined: pd.DataFrame, kept: pd.DataFrame, reason: str) -> pd.DataFrame:
    """Correct a coverage for rows that met their game and were refused afterwards.

    Parameters
    ----------
    coverage
        As of the join, see `Joined`.
    joined, kept
        Rows that met their game, and those of them that stay: ``season, game_id``.
    reason
        Why the others do not.

    Returns
    -------
    pandas.DataFrame
        The coverage with these rows among the refused, and the reason with their number.
    """
    games = joined.groupby("season")["game_id"].nunique(), kept.groupby("season")["game_id"].nunique()
    rows = joined.groupby("season").size(), kept.groupby("season").size()
    is_rows = coverage["what"].eq("rows")
    lost = [
        coverage["season"].map(before.sub(after, fill_value=0)).fillna(0) for before, after in (rows, games)
    ]
    count = lost[0].where(is_rows, lost[1]).astype("int64")
    joined_now = coverage["joined"] - count
    told = coverage["reason"].mask(coverage["reason"].ne(""), coverage["reason"] + "; ")
    told = (told + reason + ": " + count.astype("str")).where(is_rows & count.gt(0), coverage["reason"])
    return coverage.assign(
        joined=joined_now,
        refused=coverage["refused"] + count,
        reason=told,
        share_joined=joined_now / coverage["read"],
    )


def _notes(found: pd.DataFrame) -> pd.Series:
    notes = found["reason"].mask(found["is_one_day_off"], "date one day off")
    if "home_points_of_game" not in found.columns:
        return notes
    pairs = [(found[score], found[f"{score}_of_game"]) for score in SCORES]
    differs = pd.concat([(own != of_game) & own.notna() & of_game.notna() for own, of_game in pairs], axis=1)
    return notes.mask(found["reason"].eq("") & differs.any(axis=1), "joined, final score differs")


def _summary(notes: pd.Series) -> str:
    counts = notes[notes.ne("")].value_counts()
    return "; ".join(f"{note}: {count}" for note, count in counts.items())
