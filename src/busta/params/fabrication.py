"""Typed parameters of the stage `fabrication`."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from busta.fabrication.book_settings import BookSettings, EdgeSettings
from busta.fabrication.prop_settings import PropSettings
from busta.fabrication.settings import FIRST_SEASONS, LeagueSettings, PlayerSettings, PlaySettings
from busta.fabrication.text_settings import TextSettings


class FabricationParams(BaseModel):
    """How large the invented league is and by which laws it plays.

    Attributes
    ----------
    seed
        Root seed; equal parameters give equal files.
    seasons
        Number of seasons; 0 invents nothing and writes nothing.
    first_season
        First year of the first season (2018 for 2018-19).
    teams, games_per_team, players_per_team
        Size of the league, of a regular season and of a roster.
    playoff_teams, playoff_wins
        Teams in the play-offs and wins that decide a series.
    preseason_games, neutral_games, cup_from_season
        Games of each team before opening day; games on neutral floors; number of the first season with a cup final.
    play, players, book
        The laws of the game, of the players and of the bookmakers.
    edges
        Mistakes that the bookmakers are made to make.
    texts
        How much is written about the league.
    props
        Lines on players.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    seed: int = Field(ge=0)
    seasons: int = Field(ge=0, le=50)
    first_season: int = Field(ge=FIRST_SEASONS[0], le=FIRST_SEASONS[1])
    teams: int
    games_per_team: int
    players_per_team: int
    playoff_teams: int
    playoff_wins: int
    preseason_games: int
    neutral_games: int
    cup_from_season: int
    play: PlaySettings
    players: PlayerSettings
    book: BookSettings
    edges: EdgeSettings
    props: PropSettings
    texts: TextSettings

    def settings(self) -> LeagueSettings:
        """Give the settings of the league.

        Returns
        -------
        LeagueSettings
            The same values.

        Raises
        ------
        LeagueSettingsError
            If no such league can be built.
        """
        return LeagueSettings(**{name: getattr(self, name) for name in type(self).model_fields})
