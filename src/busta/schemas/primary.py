"""Contracts of the primary tables, by the names that the catalog uses."""

from busta.schemas.context import Awards, Officials, Salaries, Texts, Tracking
from busta.schemas.games import Games, PlayerGames, Players, TeamGames
from busta.schemas.market import LineHistory, MarketLines, Quotes
from busta.schemas.news import Availability, InjuryNotes
from busta.schemas.props import PropBooks, PropLines, PropQuotes

__all__ = [
    "Availability",
    "Awards",
    "Games",
    "InjuryNotes",
    "LineHistory",
    "MarketLines",
    "Officials",
    "PlayerGames",
    "Players",
    "PropBooks",
    "PropLines",
    "PropQuotes",
    "Quotes",
    "Salaries",
    "TeamGames",
    "Texts",
    "Tracking",
]
