"""Contracts of what surrounds the games: texts, referees, and archives of whole seasons."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pandera.pandas as pa
from pandera.typing.pandas import Series

from busta.schemas import keys

_LATER = "First day on which the row may be used: that of the next season"


def _total(what: str) -> Any:
    return pa.Field(nullable=True, ge=0, description=what)


class Texts(pa.DataFrameModel):
    """One row per article, tweet or wording of an item of a feed: untrusted text, never rendered.

    Known from ``known_from_utc`` on.
    """

    text_id: Series[str] = pa.Field(unique=True, description="Source and the archive's own number")
    source: Series[str] = pa.Field(isin=("news_articles", "news_tweets", "news_feed"), description="Source")
    season: Series[str] = keys.season()
    published_at_utc: Series[keys.MicroSeconds] = pa.Field(
        nullable=True, description="When it was published (UTC); null where only the day is known"
    )
    published_on: Series[pd.Timestamp] = pa.Field(description="Day of publication, US Eastern, as midnight")
    known_from_utc: Series[keys.MicroSeconds] = pa.Field(
        description=(
            "From when it may be used: publication; the end of the day (US Eastern) where only that is known; for a "
            "feed when it was seen"
        )
    )
    title: Series[str] = pa.Field(description="Title; empty for a tweet")
    text: Series[str] = pa.Field(description="The text without control characters")

    class Config:
        """Nothing but these columns."""

        strict = True


class Officials(pa.DataFrameModel):
    """One row per game and referee. Known from nine in the morning, US Eastern, of the game's day."""

    season: Series[str] = keys.season()
    game_id: Series[str] = keys.game_id()
    game_date: Series[pd.Timestamp] = keys.game_date()
    official_id: Series[int] = pa.Field(gt=0, description="Referee: id of NBA.com")
    official_name: Series[str] = pa.Field(description="First and last name")
    jersey_number: Series[pd.Int64Dtype] = pa.Field(nullable=True, ge=0, description="Number on the shirt")
    known_from_utc: Series[keys.MicroSeconds] = pa.Field(description="When the league names them (UTC)")

    class Config:
        """One row per game and referee."""

        strict = True
        unique = ("game_id", "official_id")


class Salaries(pa.DataFrameModel):
    """One row per season, team and player. A season's salaries are used for later seasons only."""

    season: Series[str] = keys.season()
    team_id: Series[int] = keys.team_id("Team that pays")
    player_id: Series[pd.Int64Dtype] = keys.player_id(
        nullable=True, what="Player: id of NBA.com; null where nobody or more than one of that name fits"
    )
    player_name: Series[str] = pa.Field(description="Name as in the archive")
    salary_usd: Series[float] = pa.Field(gt=0, description="Salary of the season in dollars")
    usable_from: Series[pd.Timestamp] = pa.Field(description=_LATER)

    class Config:
        """One row per season, team and player."""

        strict = True
        unique = ("season", "team_id", "player_name")


class Awards(pa.DataFrameModel):
    """One row per season, award and receiver of votes. Published after the season, used for later seasons only."""

    season: Series[str] = keys.season()
    award: Series[str] = pa.Field(
        description="Award: mvp, dpoy, mip, roy, 6moy, coy, clutch player or an all- team"
    )
    player_id: Series[pd.Int64Dtype] = keys.player_id(
        nullable=True, what="Player: id of NBA.com; null for a coach, and where nobody or more than one fits"
    )
    player_name: Series[str] = pa.Field(nullable=True, description="Player; null for a coach")
    coach_name: Series[str] = pa.Field(nullable=True, description="Coach; null for a player")
    team_id: Series[pd.Int64Dtype] = pa.Field(
        nullable=True, gt=0, description="Team; null where he had several"
    )
    rank: Series[pd.Int64Dtype] = pa.Field(nullable=True, gt=0, description="Place; null for the all- teams")
    is_tied: Series[bool] = pa.Field(description="Others have the same place")
    chosen_team: Series[pd.Int64Dtype] = pa.Field(
        nullable=True, ge=1, le=3, description="First, second or third all- team; null where not chosen"
    )
    first_votes: Series[float] = _total("Votes for the first place; null for the all- teams")
    points_won: Series[float] = _total("Points of the vote")
    points_possible: Series[float] = _total("Most points that one could have")
    share: Series[float] = _total("Share of them (0 to 1)")
    usable_from: Series[pd.Timestamp] = pa.Field(description=_LATER)

    class Config:
        """One row per season, award and receiver."""

        strict = True
        unique = ("season", "award", "player_name", "coach_name")


class Tracking(pa.DataFrameModel):
    """One row per player and season: totals of the regular season, used for later seasons only."""

    season: Series[str] = keys.season()
    player_id: Series[int] = keys.player_id()
    player_name: Series[str] = pa.Field(description="Name as in the archive")
    team_id: Series[int] = keys.team_id("His last team of the season")
    games: Series[float] = _total("Games played")
    minutes: Series[float] = _total("Minutes played")
    touches: Series[float] = _total("Touches of the ball")
    front_court_touches: Series[float] = _total("Touches in the front court")
    possession_minutes: Series[float] = _total("Minutes with the ball")
    seconds_per_touch: Series[float] = _total("Seconds per touch")
    dribbles_per_touch: Series[float] = _total("Dribbles per touch")
    elbow_touches: Series[float] = _total("Touches at the elbows")
    post_touches: Series[float] = _total("Touches in the post")
    paint_touches: Series[float] = _total("Touches in the paint")
    passes_made: Series[float] = _total("Passes made")
    passes_received: Series[float] = _total("Passes received")
    secondary_assists: Series[float] = _total("Passes to the man who had the assist")
    potential_assists: Series[float] = _total("Passes after which the receiver shot")
    assist_points: Series[float] = _total("Points scored after his assists")
    drives: Series[float] = _total("Drives")
    drive_fga: Series[float] = _total("Field goals tried on drives")
    drive_fta: Series[float] = _total("Free throws from drives")
    drive_points: Series[float] = _total("Points on drives")
    drive_passes: Series[float] = _total("Passes out of drives")
    drive_assists: Series[float] = _total("Assists out of drives")
    drive_turnovers: Series[float] = _total("Turnovers on drives")
    catch_shoot_fga: Series[float] = _total("Field goals tried off the catch")
    catch_shoot_fg3a: Series[float] = _total("Threes tried off the catch")
    catch_shoot_points: Series[float] = _total("Points off the catch")
    contested_shots_2pt: Series[float] = _total("Two-point shots contested")
    contested_shots_3pt: Series[float] = _total("Three-point shots contested")
    deflections: Series[float] = _total("Passes deflected")
    charges_drawn: Series[float] = _total("Charges drawn")
    screen_assists: Series[float] = _total("Screens that led to a basket")
    loose_balls_recovered: Series[float] = _total("Loose balls recovered")
    box_outs: Series[float] = _total("Box-outs")
    distance_miles_offence: Series[float] = _total("Miles run in offence")
    distance_miles_defence: Series[float] = _total("Miles run in defence")
    speed_mph_offence: Series[float] = _total("Average speed in offence, miles per hour")
    speed_mph_defence: Series[float] = _total("Average speed in defence, miles per hour")
    possessions: Series[float] = _total("Possessions on the floor")
    usable_from: Series[pd.Timestamp] = pa.Field(description=_LATER)

    class Config:
        """One row per player and season."""

        strict = True
        unique = ("season", "player_id")
