"""How much is written about the invented league."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


def _article_shares() -> dict[str, float]:
    return {
        "injury": 0.35, "return": 0.2, "rest": 0.2, "trade": 1.0, "recap": 0.7, "preview": 0.3, "absence": 0.3,
        "winning": 0.3, "losing": 0.3,
    }  # fmt: skip


def _tweet_shares() -> dict[str, float]:
    return {
        "injury": 0.6, "return": 0.4, "rest": 0.7, "trade": 1.0, "recap": 0.2, "preview": 0.1, "absence": 0.15,
        "winning": 0.2, "losing": 0.2,
    }  # fmt: skip


@dataclass(frozen=True)
class TextSettings:
    """How much is written, about what, and how long.

    Attributes
    ----------
    article_shares, tweet_shares
        Share of the events of a kind that get an article, or a tweet (0 to 1).
    noise_per_day
        Articles, and tweets, a day that say nothing about the game.
    repeat_share
        Share of texts that are published a second time.
    mean_sentences
        Mean number of sentences of an article after the first.
    long_streak
        Wins or losses in a row that make a story.
    median_delay_minutes
        Median time from an event to the tweet.
    """

    article_shares: Mapping[str, float] = field(default_factory=_article_shares)
    tweet_shares: Mapping[str, float] = field(default_factory=_tweet_shares)
    noise_per_day: float = 1.5
    repeat_share: float = 0.02
    mean_sentences: float = 24.0
    long_streak: int = 5
    median_delay_minutes: float = 9.0
