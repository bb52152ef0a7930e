"""The invented season as plain tables, before they are dressed up as the files of this or that archive."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from busta.fabrication.play import Played
from busta.fabrication.season import Season

BOX_COLUMNS = ("points", "fgm", "fga", "fg3m", "fg3a", "ftm", "fta", "oreb", "dreb", "reb", "ast", "stl", "blk", "tov",
               "pf")  # fmt: skip
_STARTERS = ("G", "G", "F", "F", "C")
_POSITION_ORDER = {"Guard": 0, "Forward": 1, "Center": 2}


@dataclass(frozen=True)
class SeasonTables:
    """A season in three tables; column names are the project's own.

    Attributes
    ----------
    year
        First year of the season.
    games
        One row per game: ``game_id, game_date, season_type, is_neutral, home, away`` (rows of the table of clubs),
        ``tip_off_utc, home_points, away_points, overtimes``, quarters ``home_q1`` to ``away_q4``, ``home_ot, away_ot``,
        the true expectations ``margin, total`` with those of ``_open`` and ``_morning``, and per side
        ``is_second_night`` (it played on the day before) and ``travel_km`` (from its last game).
    team_games
        Two rows per game, home first: ``game, side, team`` (row numbers), ``minutes``, the box score, ``plus_minus``.
    listed
        One row per man on a roster of a game: ``game, side, team, player_id, name, position, seconds, is_starter``,
        the box score, ``plus_minus, is_hurt, is_rested, chance_evening, chance_morning`` (true chances
        of being fit), ``told_evening, told_morning`` (what a list of doubtful men says), ``worth, standing``, and the
        seconds that he is expected to play in 48 minutes given what is known at tip-off (``expected_seconds``, 0 if he
        cannot play), in the morning and at the opening (``_morning, _open``).
    preseason
        The games before opening day, which do not count.
    """

    year: int
    games: pd.DataFrame
    team_games: pd.DataFrame
    listed: pd.DataFrame
    preseason: SeasonTables | None = None

    @property
    def label(self) -> str:
        """Season as ``2018-19``."""
        return f"{self.year}-{(self.year + 1) % 100:02d}"


def season_tables(
    season: Season, played: Played, tip_offs: pd.Series, preseason: SeasonTables | None = None
) -> SeasonTables:
    """Lay a played season out in tables.

    Parameters
    ----------
    season
        State of the season.
    played
        Its games.
    tip_offs
        Tip-off of each game, UTC.
    preseason
        The games before opening day, laid out in the same way.

    Returns
    -------
    SeasonTables
        Games, team lines and the lines of everybody on a roster.
    """
    games = _games(season, played, tip_offs)
    listed = _listed(season, played)
    return SeasonTables(season.year, games, _team_games(games, listed), listed, preseason)


def game_dates(season: Season, days: pd.Series) -> pd.Series:
    """Turn days of a season into dates.

    Parameters
    ----------
    season
        The season.
    days
        Days from opening day.

    Returns
    -------
    pandas.Series
        Dates at midnight, US Eastern.
    """
    return season.opening_day + pd.to_timedelta(days, unit="D")


def _games(season: Season, played: Played, tip_offs: pd.Series) -> pd.DataFrame:
    score, quarters = played.arrays["score"], played.arrays["quarters"]
    columns: dict[str, pd.Series | np.ndarray] = {
        "game_date": game_dates(season, played.games["day"]),
        "tip_off_utc": tip_offs,
    }
    for side, name in enumerate(("home", "away")):
        columns[f"{name}_points"] = score[:, side]
        columns |= {f"{name}_q{quarter + 1}": quarters[:, side, quarter] for quarter in range(4)}
        columns[f"{name}_ot"] = played.arrays["overtime_points"][:, side]
    return played.games.assign(**columns)


def _listed(season: Season, played: Played) -> pd.DataFrame:
    arrays = played.arrays
    shape = arrays["seconds"].shape
    game, side, _ = np.indices(shape)
    people = season.players.people
    man = arrays["man"].ravel()
    columns = {
        "game": game.ravel(),
        "side": side.ravel(),
        "team": played.games[["home", "away"]].to_numpy()[game.ravel(), side.ravel()],
        **{name: people[name].to_numpy()[man] for name in ("player_id", "name", "position")},
    }
    names = ("seconds", *BOX_COLUMNS, "plus_minus", "is_hurt", "is_rested", "chance_evening", "chance_morning",
             "told_evening", "told_morning", "is_starter", "worth", "standing", "expected_seconds",
             "expected_seconds_open", "expected_seconds_morning")  # fmt: skip
    columns |= {name: arrays[name].ravel() for name in names}
    return _in_order(pd.DataFrame(columns))


def _in_order(listed: pd.DataFrame) -> pd.DataFrame:
    # Starters first, by position, then the bench by minutes: as archives list them.
    rank = listed["position"].map(_POSITION_ORDER)
    keys = listed.assign(bench=~listed["is_starter"], rank=rank, less=-listed["seconds"])
    keys.loc[keys["bench"], "rank"] = 0
    order = keys.sort_values(["game", "side", "bench", "rank", "less", "player_id"], kind="stable").index
    listed = listed.loc[order].reset_index(drop=True)
    place = listed.groupby(["game", "side"]).cumcount()
    spot = place.clip(upper=4).map(dict(enumerate(_STARTERS)))
    return listed.assign(start_position=spot.where(listed["is_starter"], ""))


def _team_games(games: pd.DataFrame, listed: pd.DataFrame) -> pd.DataFrame:
    sums = listed.groupby(["game", "side", "team"], as_index=False)[[*BOX_COLUMNS, "seconds"]].sum()
    plus_minus = games["home_points"].to_numpy() - games["away_points"].to_numpy()
    signed = plus_minus[sums["game"]] * (1 - 2 * sums["side"])
    return sums.assign(minutes=sums.pop("seconds") // 60, plus_minus=signed)
