"""Contracts of the primary tables, by the names that the catalog uses."""

from busta.schemas.context import Awards, Officials, Salaries, Texts, Tracking
from busta.schemas.games import Games, PlayerGames, Players, TeamGames
from busta.schemas.market import MarketLines, Quotes
from busta.schemas.news import Availability, InjuryNotes

__all__ = [
    "Availability",
    "Awards",
    "Games",
    "InjuryNotes",
    "MarketLines",
    "Officials",
    "PlayerGames",
    "Players",
    "Quotes",
    "Salaries",
    "TeamGames",
    "Texts",
    "Tracking",
]
