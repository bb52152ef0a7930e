"""Typed parameters of the stage `ingestion`."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field


class RefusalLimits(BaseModel):
    """Largest share of refused lines before the run fails.

    Attributes
    ----------
    default
        For every source (0 to 1).
    by_source
        For single sources.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    default: float = Field(ge=0, le=1)
    by_source: dict[str, float] = Field(default_factory=dict)


class TextLimits(BaseModel):
    """Longest texts from outside that are taken, in characters.

    Attributes
    ----------
    title, article, tweet
        By what they are.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    title: int = Field(gt=0)
    article: int = Field(gt=0)
    tweet: int = Field(gt=0)


class IngestionParams(BaseModel):
    """How raw files become tables.

    Attributes
    ----------
    career_margin_days
        Days before the first and after the last appearance of a player in which his name still counts for him.
    page_horizon_days
        An injury page speaks of the team's next game at most this many days after the page's own day.
    report_delay_minutes
        From the time in the title of an official injury report to the moment from which it counts as known.
    longest_text
        Longest texts from outside that are taken.
    max_refused_share
        When a run fails because too much was refused.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    career_margin_days: int = Field(ge=0)
    page_horizon_days: int = Field(ge=0)
    report_delay_minutes: float = Field(ge=0)
    longest_text: TextLimits
    max_refused_share: RefusalLimits


class DataParams(BaseModel):
    """What the data are.

    Attributes
    ----------
    fabricated
        Whether the raw root is expected to hold the invented league.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    fabricated: bool
