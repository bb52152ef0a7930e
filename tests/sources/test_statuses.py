"""Words of pages on one scale."""

from __future__ import annotations

from busta.schemas.news import STATUSES
from busta.sources.statuses import phrases


def test_every_phrase_means_one_of_the_statuses() -> None:
    for source in ("underdog_statuses", "injury_snapshots", "official_report", "injury_feed"):
        assert set(phrases(source).values()) <= set(STATUSES)


def test_a_source_without_phrases_knows_none() -> None:
    assert phrases("team_logs") == {}
