"""Invented seasons with lines on players, for the tests of this folder: each made once."""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd

from busta.fabrication.league import fabricate_seasons
from busta.fabrication.player_expectations import MARKETS, expected_statistics, statistic_laws
from busta.fabrication.prop_book import PropMarket, Viewpoint, book_lines, prop_market
from busta.fabrication.prop_settings import PropSettings
from busta.fabrication.raw_formats import SeasonSources
from tests.league import tiny_settings

DEFAULT = PropSettings()
EXACT = Viewpoint(error_sd=0.0, line_error_sd=0.0, missing_share=0.0, shade=0.0, markets=tuple(MARKETS))
ALL_DEFECTS = PropSettings(
    api_share=1.0, pra_share=1.0, page_share=1.0, api_books=10, pra_books=9, page_books=4, late_share=0.1,
    repeated_share=0.3, utc_date_share=0.5, missing_price_share=0.05,
)  # fmt: skip


@cache
def middle_season(props: PropSettings = DEFAULT) -> SeasonSources:
    """A season of sixteen teams."""
    settings = tiny_settings(
        seasons=1, teams=16, games_per_team=70, players_per_team=15, playoff_teams=0, props=props
    )
    return next(iter(fabricate_seasons(settings)))


@cache
def small_season(props: PropSettings = ALL_DEFECTS) -> SeasonSources:
    """A season of eight teams with every defect in a large dose."""
    return next(iter(fabricate_seasons(tiny_settings(seasons=1, props=props))))


@cache
def truth(moment: str) -> pd.DataFrame:
    """What everybody in the middle season is truly expected to do."""
    sources = middle_season()
    laws = statistic_laws(sources.season, sources.tables, sources.settings.play, sources.chance("prop laws"))
    return expected_statistics(sources.season, sources.tables, laws, moment)


@cache
def market(props: PropSettings = DEFAULT) -> PropMarket:
    """What the market of the middle season expects."""
    sources = middle_season(props)
    return prop_market(sources.season, sources.tables, sources.settings, sources.chance)


def results() -> pd.DataFrame:
    """What everybody in the middle season did, by market."""
    listed = middle_season().tables.listed
    names = {"points": "points", "rebounds": "reb", "assists": "ast", "threes": "fg3m", "steals": "stl",
             "blocks": "blk"}  # fmt: skip
    done = pd.DataFrame({market: listed[name] for market, name in names.items()})
    for market_id in MARKETS:
        if market_id not in done:
            done[market_id] = done[market_id.split("_")].sum(axis=1)
    return done[list(MARKETS)]


def graded(stage: str, view: Viewpoint = EXACT, props: PropSettings = DEFAULT) -> pd.DataFrame:
    """Main lines of a book at a snapshot of the middle season, with what came of them; men who played."""
    expected = market(props)
    covered = np.ones(len(expected.rows), dtype=bool)
    quotes = book_lines(expected, stage, covered, view, np.random.default_rng(1))
    rows = expected.rows[quotes["man"]]
    quotes["result"] = results().to_numpy()[rows, quotes["market"]]
    has_played = middle_season().tables.listed["seconds"].gt(0).to_numpy()[rows]
    return quotes[has_played].assign(is_over=lambda all_rows: all_rows["result"] > all_rows["line"])
