"""How large the invented league is and by which laws it plays."""

from __future__ import annotations

from dataclasses import dataclass, field

from busta.fabrication.book_settings import BookSettings, EdgeSettings
from busta.fabrication.prop_settings import PropSettings
from busta.fabrication.text_settings import TextSettings

# The year in which a season may begin: ids of games end in 2045-46, and before 1960 men would be drafted by a league
# that did not exist.
FIRST_SEASONS = (1960, 2045)


@dataclass(frozen=True)
class PlaySettings:
    """The laws of an invented game.

    Attributes
    ----------
    home_edge
        Points that the home side is better for being at home.
    back_to_back_cost
        Points that a team is worse on the second of two nights.
    travel_cost, longest_travel_km
        Points that a team is worse per 1,000 km since its last game; a longer way costs no more than the longest.
    day_news_sd, total_news_sd
        Standard deviation of the day's news that no archive writes (an illness, a mood), in points of the expected
        margin and total: half of its variance is known in the morning, all of it at the close.
    margin_sd, total_sd
        Standard deviation of the final margin and total around their true expectations, in points, over 48 minutes.
    pace, points_per_100
        Possessions per 48 minutes and points per 100 possessions of an average team.
    season_trend_sd
        Standard deviation of the yearly change of ``points_per_100``.
    """

    home_edge: float = 1.9
    back_to_back_cost: float = 1.3
    travel_cost: float = 0.25
    longest_travel_km: float = 4000.0
    day_news_sd: float = 1.0
    total_news_sd: float = 2.2
    margin_sd: float = 12.7
    total_sd: float = 17.0
    pace: float = 101.0
    points_per_100: float = 110.5
    season_trend_sd: float = 1.3


@dataclass(frozen=True)
class PlayerSettings:
    """How players differ, change, are hurt and move.

    Attributes
    ----------
    talent_sd
        Standard deviation of a player's worth in points per 100 possessions.
    team_sd
        Standard deviation of what a team is worth beside its men (coach, fit) in a season, in the same unit.
    form_sd
        Standard deviation of the daily step of that worth (a random walk through the season).
    yearly_sd
        Standard deviation of its change between two seasons.
    role_sd, role_days
        Standard deviation of what a coach makes of a man beside his worth (in the same unit), and in how many days
        that fades.
    injuries_per_season
        Injuries an average player has in 170 days.
    median_days_out, spread_of_days_out
        Median and logarithmic standard deviation of the length of an injury.
    rest_share
        Chance that one of a team's three best men rests on the second of two nights.
    turnover_share
        Share of players replaced by newcomers each summer.
    summer_move_share, trades_per_team
        Share of players who change teams in summer; trades a team makes in a season.
    """

    talent_sd: float = 1.75
    team_sd: float = 3.4
    form_sd: float = 0.03
    yearly_sd: float = 0.6
    role_sd: float = 0.7
    role_days: float = 25.0
    injuries_per_season: float = 3.5
    median_days_out: float = 3.5
    spread_of_days_out: float = 1.4
    rest_share: float = 0.08
    turnover_share: float = 0.10
    summer_move_share: float = 0.15
    trades_per_team: float = 2.0


@dataclass(frozen=True)
class LeagueSettings:
    """Everything that decides what the invented league looks like.

    Attributes
    ----------
    seed
        Root seed; equal settings give equal tables.
    seasons
        Number of seasons; 0 invents nothing.
    first_season
        First year of the first season (2018 for 2018-19). Fifty seasons may begin in 1960 to 1996: the year in an id
        of a game has two digits, 46 to 99 being years of the 1900s.
    teams
        Number of teams, even, 4 to 30.
    games_per_team
        Regular-season games of each team.
    players_per_team
        Men on each roster, at least 10.
    playoff_teams
        Teams in the play-offs, a power of two (0: none); one more pair meets in a play-in game.
    playoff_wins
        Wins that decide a series.
    preseason_games
        Games of each team before opening day; team logs alone have them.
    neutral_games
        Regular-season games on neutral floors.
    cup_from_season
        Number of the first season with a cup final on a neutral floor (1 is the first season, 0 none at all).
    play, players, book
        The laws of the game, of the players and of the bookmakers.
    edges
        Mistakes that the bookmakers are made to make.
    texts
        How much is written about the league.
    props
        Lines on players.
    """

    seed: int
    seasons: int
    first_season: int
    teams: int = 12
    games_per_team: int = 44
    players_per_team: int = 15
    playoff_teams: int = 4
    playoff_wins: int = 4
    preseason_games: int = 4
    neutral_games: int = 2
    cup_from_season: int = 3
    play: PlaySettings = field(default_factory=PlaySettings)
    players: PlayerSettings = field(default_factory=PlayerSettings)
    book: BookSettings = field(default_factory=BookSettings)
    edges: EdgeSettings = field(default_factory=EdgeSettings)
    props: PropSettings = field(default_factory=PropSettings)
    texts: TextSettings = field(default_factory=TextSettings)

    def __post_init__(self) -> None:
        _require(self.seasons >= 0, "seasons", "0 or more", self.seasons)
        first, last = FIRST_SEASONS[0], FIRST_SEASONS[1] + 1 - max(self.seasons, 1)
        span = f"{first} to {last} for {self.seasons} seasons (ids of games hold two digits of the year)"
        _require(first <= self.first_season <= last, "first_season", span, self.first_season)
        _require(
            4 <= self.teams <= 30 and self.teams % 2 == 0, "teams", "an even number from 4 to 30", self.teams
        )
        _require(self.games_per_team >= 2, "games_per_team", "2 or more", self.games_per_team)
        _require(10 <= self.players_per_team <= 20, "players_per_team", "10 to 20", self.players_per_team)
        _require(1 <= self.playoff_wins <= 4, "playoff_wins", "1 to 4", self.playoff_wins)
        for name in ("preseason_games", "neutral_games", "cup_from_season"):
            _require(getattr(self, name) >= 0, name, "0 or more", getattr(self, name))
        _require(self.preseason_games <= 8, "preseason_games", "at most 8", self.preseason_games)
        powers = (0, 2, 4, 8, 16)
        is_fitting = self.playoff_teams in powers and self.playoff_teams <= self.teams
        _require(is_fitting, "playoff_teams", f"one of {powers}, at most teams", self.playoff_teams)


class LeagueSettingsError(ValueError):
    """The invented league cannot be built as asked."""


def _require(is_right: bool, name: str, expected: str, was: object) -> None:
    if not is_right:
        raise LeagueSettingsError(f"fabrication: {name} expected {expected}, was {was!r}")
