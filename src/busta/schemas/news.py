"""Contracts of what was said about players before games."""

from __future__ import annotations

import pandas as pd
import pandera.pandas as pa
from pandera.typing.pandas import Series

from busta.schemas import keys

STATUSES = (
    "out", "doubtful", "questionable", "probable", "available", "expected_starter", "confirmed_starter",
)  # fmt: skip
REASONS = ("injury", "illness", "rest", "suspension", "protocols", "personal", "other")


class InjuryNotes(pa.DataFrameModel):
    """One row per note and player. Without an hour: usable from the day after ``note_date`` on."""

    note_date: Series[pd.Timestamp] = pa.Field(description="Day of the transaction or missed game")
    team_id: Series[int] = keys.team_id()
    player_id: Series[pd.Int64Dtype] = keys.player_id(
        nullable=True, what="Player: id of NBA.com; null where nobody or more than one of that name fits"
    )
    player_name: Series[str] = pa.Field(description="Name as in the note; several spellings are divided by /")
    state: Series[str] = pa.Field(isin=("out", "back"), description="out (relinquished) or back (acquired)")
    reason: Series[str] = pa.Field(
        isin=REASONS, description="Why, from the words of the note; other where it names nothing"
    )
    is_day_to_day: Series[bool] = pa.Field(description="The note says (DTD)")
    is_season_ending: Series[bool] = pa.Field(description="The note says out for the season")
    note: Series[str] = pa.Field(description="The note, as it is")

    class Config:
        """Nothing but these columns."""

        strict = True


class Availability(pa.DataFrameModel):
    """One row per source, moment, game and player. Known from ``seen_at_utc`` on, always before tip-off."""

    season: Series[str] = keys.season()
    game_id: Series[str] = keys.game_id()
    game_date: Series[pd.Timestamp] = keys.game_date()
    team_id: Series[int] = keys.team_id("Team of the player")
    player_id: Series[int] = keys.player_id()
    source: Series[str] = pa.Field(
        isin=(
            "rotowire_lineups",
            "underdog_statuses",
            "underdog_lineups",
            "injury_snapshots",
            "official_report",
            "nba_lineups",
            "injury_feed",
        ),
        description="Source",
    )
    seen_at_utc: Series[keys.MicroSeconds] = pa.Field(
        description="When the page was stored, or the official report could be read (UTC)"
    )
    status: Series[str] = pa.Field(
        isin=STATUSES, description="What the page says, on one scale of words for all sources"
    )
    chance_of_playing: Series[float] = pa.Field(
        nullable=True, ge=0, le=1, description="Chance that the page gives (0 to 1); null where it gives none"
    )
    minutes_to_tip_off: Series[float] = pa.Field(
        nullable=True, gt=0, description="Minutes from the page to tip-off; null where the start is unknown"
    )

    class Config:
        """One row per source, moment, game and player."""

        strict = True
        unique = ("source", "seen_at_utc", "game_id", "player_id")
