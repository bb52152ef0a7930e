"""Typed parameters of the stage `fetching`."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from typing import Annotated, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, field_validator, model_validator

_UNITS = {"minutes": "minutes", "hours": "hours", "days": "days"}


def _as_period(value: object) -> object:
    # Written in words: `12 hours`. None stays: an answer that never grows old.
    if not isinstance(value, str):
        return value
    found = re.fullmatch(r"(\d+(?:\.\d+)?) (minutes|hours|days)", value)
    if not found:
        raise ValueError(f"expected a period such as `12 hours`, was {value!r}")
    return timedelta(**{_UNITS[found.group(2)]: float(found.group(1))})


Period = Annotated[timedelta, BeforeValidator(_as_period)]
Season = Annotated[str, Field(pattern=r"^\d{4}-\d{2}$")]
SeasonType = Literal["Regular Season", "IST", "PlayIn", "Playoffs", "Pre Season", "All Star"]
PerGame = Literal["traditional", "advanced"]
OddsMarket = Literal["h2h", "spreads", "totals"]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Politeness(_Strict):
    """How a source is asked.

    Attributes
    ----------
    calls_per_second
        Never more, counted from the start of a call to the start of the next.
    jitter_seconds
        Up to so much is waited on top, drawn anew each time.
    attempts
        Calls made for one answer before it is given up.
    backoff_seconds, longest_backoff_seconds
        First wait after a failure; it doubles up to the longest. A longer ``Retry-After`` is obeyed.
    timeout_seconds
        Wait for a connection, and between two pieces of an answer.
    deadline_seconds
        Wait for a whole answer.
    empty_confirmations
        How often an answer without rows is given before it is believed; no more often than there are attempts.
    longest_wait_seconds
        A source that asks for a longer wait (``Retry-After``) is left alone for this run.
    largest_mebibytes
        A larger answer is not taken.
    """

    calls_per_second: float = Field(gt=0)
    jitter_seconds: float = Field(ge=0)
    attempts: int = Field(ge=1)
    backoff_seconds: float = Field(ge=0)
    longest_backoff_seconds: float = Field(ge=0)
    timeout_seconds: float = Field(gt=0)
    deadline_seconds: float = Field(gt=0)
    empty_confirmations: int = Field(ge=1)
    longest_wait_seconds: float = Field(default=600, gt=0)
    largest_mebibytes: float = Field(default=64, gt=0)


class Source(_Strict):
    """What every source has.

    Attributes
    ----------
    enabled
        Whether it is asked at all.
    base_url
        Address without a slash at its end; a mirror or a test server can stand in.
    """

    enabled: bool
    base_url: str

    @field_validator("base_url")
    @classmethod
    def _is_address(cls, value: str) -> str:
        if not re.fullmatch(r"https?://[^\s?#]+[^\s?#/]", value):
            raise ValueError(f"expected an address such as https://stats.nba.com, was {value!r}")
        return value


class StatsNbaParams(Source):
    """stats.nba.com.

    Attributes
    ----------
    season_types
        Whose logs are fetched, as the source names them; ``IST`` is the final of the cup, whose other games are of the
        regular season.
    per_game
        Box scores that cost one call a game: ``traditional`` (starters, comments), ``advanced``.
    tracking
        Player tracking of a season: six calls, in a backfill only.
    schedule_max_age, index_max_age, scoreboard_max_age
        When the schedule, the index of players and tonight's games are asked for anew.
    settled_after
        The league corrects box scores for so long. A season and a single day are asked for once more when they were
        fetched earlier; yesterday comes together with as many days before it.
    """

    season_types: tuple[SeasonType, ...] = Field(min_length=1)
    per_game: tuple[PerGame, ...]
    tracking: bool
    schedule_max_age: Period
    index_max_age: Period
    scoreboard_max_age: Period
    settled_after: Period


class OddsApiParams(Source):
    """The Odds API, version 4.

    Attributes
    ----------
    sport
        As the source names it.
    regions
        Whose books; each counts in the price of a call.
    markets
        Of games.
    player_markets
        Of players, asked for each game; empty: none. As the source names them.
    history
        Whether days of the past are asked for (ten times the price).
    history_at
        US Eastern times of day ``HH:MM`` of which a past day's snapshot is asked for.
    hours_ahead
        Only games that start within so many hours are asked for.
    max_age
        Current odds are asked for anew after this.
    credits_per_run
        A run stops before it spends more.
    credits_to_keep
        A run stops before fewer are left.
    """

    sport: str
    regions: tuple[str, ...] = Field(min_length=1)
    markets: tuple[OddsMarket, ...] = Field(min_length=1)
    player_markets: tuple[str, ...]
    history: bool
    history_at: tuple[str, ...]
    hours_ahead: float = Field(gt=0)
    max_age: Period
    credits_per_run: int = Field(ge=0)
    credits_to_keep: int = Field(ge=0)

    @field_validator("history_at")
    @classmethod
    def _are_times(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for time in value:
            datetime.strptime(time, "%H:%M")
        return value


class InjuryReportParams(Source):
    """The league's official injury report.

    Attributes
    ----------
    path
        Of a report below the base address; ``{date}`` (``2024-03-02``), ``{hour}`` (``05PM``) and ``{time}``
        (``05_30PM``) are filled in.
    hourly_path, hourly_until
        The same up to and including that day: reports were published at half past every hour, and named by the hour.
    times
        US Eastern times of day ``HH:MM`` at which reports are published.
    look_back
        Reports of the last so long are fetched in daily mode.
    """

    path: str
    hourly_path: str
    hourly_until: date
    times: tuple[str, ...] = Field(min_length=1)
    look_back: Period

    @field_validator("times")
    @classmethod
    def _are_times(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for time in value:
            if not re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", time):
                raise ValueError(f"expected times of day such as 17:30, was {time!r}")
        return value


class FeedParams(Source):
    """A page of JSON that is overwritten by its publisher.

    Attributes
    ----------
    path
        Below the base address; ``{date}`` (``20240302``) is filled in.
    max_age
        It is fetched anew after this.
    """

    path: str
    max_age: Period


class NewsFeed(_Strict):
    """A feed of news.

    Attributes
    ----------
    name
        Short name, for the column ``feed``.
    url
        Whole address.
    format
        ``rss`` (RSS or Atom) or ``json`` (JSON Feed 1.1).
    """

    name: str = Field(pattern=r"^[a-z0-9_]+$")
    url: str
    format: Literal["rss", "json"]

    @field_validator("url")
    @classmethod
    def _is_address(cls, value: str) -> str:
        if not re.fullmatch(r"https?://[^\s/?#]+\S*", value):
            raise ValueError(
                f"expected an address such as https://www.espn.com/espn/rss/nba/news, was {value!r}"
            )
        return value


class NewsFeedParams(_Strict):
    """Feeds of news.

    Attributes
    ----------
    enabled
        Whether they are asked at all.
    feeds
        Which.
    max_age
        They are fetched anew after this.
    longest_title, longest_text
        Text beyond so many characters is cut off.
    """

    enabled: bool
    feeds: tuple[NewsFeed, ...]
    max_age: Period
    longest_title: int = Field(gt=0)
    longest_text: int = Field(gt=0)


class FetchingParams(_Strict):
    """What is fetched.

    Attributes
    ----------
    mode
        ``daily``: yesterday, and what is known of today. ``backfill``: whole seasons, or the days from ``first_day`` to
        ``last_day``.
    dry_run
        Only say what would be fetched.
    as_of
        Moment that counts as now, ISO with time zone; None: the clock.
    first_season, last_season
        Of a backfill.
    first_day, last_day
        A backfill of single days, both included; within the seasons.
    quiet
        No progress bars.
    politeness
        How every source is asked.
    stats_nba, odds_api, injury_report, daily_lineups, injury_feed, news_feed
        The sources.
    """

    mode: Literal["daily", "backfill"]
    dry_run: bool
    as_of: datetime | None
    first_season: Season
    last_season: Season
    first_day: date | None
    last_day: date | None
    quiet: bool
    politeness: Politeness
    stats_nba: StatsNbaParams
    odds_api: OddsApiParams
    injury_report: InjuryReportParams
    daily_lineups: FeedParams
    injury_feed: FeedParams
    news_feed: NewsFeedParams

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.first_season > self.last_season:
            raise ValueError(
                "expected fetching.first_season at or before last_season, "
                f"was {self.first_season} to {self.last_season}"
            )
        if (self.first_day is None) != (self.last_day is None):
            raise ValueError("expected both fetching.first_day and last_day, or neither")
        if self.first_day and self.last_day and self.first_day > self.last_day:
            raise ValueError(
                f"expected fetching.first_day at or before last_day, was {self.first_day} to {self.last_day}"
            )
        if self.as_of is not None and self.as_of.tzinfo is None:
            raise ValueError("expected fetching.as_of with a time zone, was without")
        return self
