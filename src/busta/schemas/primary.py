"""Contracts of the primary tables, by the names that the catalog uses."""

from busta.schemas.games import Games, PlayerGames, Players, TeamGames
from busta.schemas.market import MarketLines, Quotes
from busta.schemas.news import Availability, InjuryNotes

__all__ = [
    "Availability",
    "Games",
    "InjuryNotes",
    "MarketLines",
    "PlayerGames",
    "Players",
    "Quotes",
    "TeamGames",
]
