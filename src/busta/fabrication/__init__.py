"""The invented league: the only place that may invent."""

from busta.fabrication.league import fabricate_league, fabricate_pieces, fabricate_season
from busta.fabrication.raw_formats import RAW_DATASETS
from busta.fabrication.settings import LeagueSettings

__all__ = ["RAW_DATASETS", "LeagueSettings", "fabricate_league", "fabricate_pieces", "fabricate_season"]
