"""A whole invented season played out: regular season, play-in, play-offs."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from busta.fabrication import schedule
from busta.fabrication.boxscores import box_scores
from busta.fabrication.games import (
    REGULATION_SECONDS,
    draw_scores,
    expectations,
    expected_shares,
    play_time,
)
from busta.fabrication.season import Season, availability
from busta.fabrication.settings import LeagueSettings
from busta.fabrication.travel import floors, kilometres, since_last_game

_DAYS_TO_PLAYOFFS = 4


@dataclass(frozen=True)
class Played:
    """Games that were played, with everything that was true of them.

    Attributes
    ----------
    games
        One row per game: ``day, home, away, season_type, is_neutral, game_id`` (filled last), ``overtimes``, true
        expectations ``margin, total`` and those given older knowledge: ``margin_open, total_open, margin_morning,
        total_morning``.
    arrays
        By name, first axis the game: ``points, overtime_points`` (side), ``quarters`` (side, 4), ``man, is_hurt,
        is_rested, is_fit, chance_evening, chance_morning, seconds`` and the counts of the box score (side, place).
    """

    games: pd.DataFrame
    arrays: dict[str, np.ndarray]


def play_season(season: Season, settings: LeagueSettings, rng: np.random.Generator) -> Played:
    """Play a season to its end.

    Parameters
    ----------
    season
        Its state on each day.
    settings
        The league.
    rng
        Source of chance.

    Returns
    -------
    Played
        All games by day, with ids.
    """
    slate = schedule.regular_season(settings.teams, settings.games_per_team, rng)
    parts = [_play(slate.assign(season_type="regular", code=""), season, settings, rng)]
    seeds = _standings(parts[0], settings.teams)
    day = int(slate["day"].max()) + _DAYS_TO_PLAYOFFS
    if settings.playoff_teams:
        if settings.playoff_teams < settings.teams:
            parts.append(_play_in(seeds, day - 2, season, settings, rng))
            seeds = _after_play_in(seeds, parts[-1], settings.playoff_teams)
        parts.extend(_playoffs(seeds[: settings.playoff_teams], day, season, settings, rng))
    return _with_ids(_joined(parts), season.year)


def season_days(settings: LeagueSettings) -> int:
    """Bound the length of a season.

    Parameters
    ----------
    settings
        The league.

    Returns
    -------
    int
        Days from opening day that the longest season needs.
    """
    rounds = max(settings.playoff_teams, 1).bit_length() - 1
    return 2 * settings.games_per_team + 12 + rounds * (2 * (2 * settings.playoff_wins - 1) + 2)


def _play(slate: pd.DataFrame, season: Season, settings: LeagueSettings, rng: np.random.Generator) -> Played:
    games = slate.assign(is_neutral=False, floor=slate["home"])
    days, last_floor = since_last_game(games, games.head(0))
    tired = days == 1
    way = kilometres(floors(settings.teams), last_floor, games[["floor"]].to_numpy())
    for side, name in enumerate(("home", "away")):
        games[f"{name}_is_second_night"], games[f"{name}_travel_km"] = tired[:, side], way[:, side]
    who = availability(season, games, tired, settings.players.rest_share, rng)
    chances = {
        "": who["is_fit"].astype(float),
        "_open": who["chance_evening"],
        "_morning": who["chance_morning"],
    }
    for moment, chance in chances.items():
        margin, total = expectations(season, settings.play, games, who["man"], chance, tired)
        games[f"margin{moment}"], games[f"total{moment}"] = margin, total
    worth = season.worth[games["day"].to_numpy()[:, None, None], who["man"]]
    who |= {
        f"expected_seconds{moment}": expected_shares(worth, chance) * REGULATION_SECONDS / 5
        for moment, chance in chances.items()
    }
    scores = draw_scores(games["margin"].to_numpy(), games["total"].to_numpy(), settings.play, rng)
    games["overtimes"] = scores.pop("overtimes")
    seconds, is_starter = play_time(worth, who["is_fit"], games["overtimes"].to_numpy(), rng)
    pace = season.pace[games[["home", "away"]].to_numpy()].mean(axis=1) * (
        1 + games["overtimes"].to_numpy() * 5 / 48
    )
    box = box_scores(scores["points"], seconds, who["man"], season.players.people, pace, rng)
    team_points = scores.pop("points")
    return Played(
        games,
        {
            **who,
            **scores,
            "score": team_points,
            "seconds": seconds,
            "worth": worth,
            "is_starter": is_starter,
            **box,
        },
    )


def _standings(played: Played, teams: int) -> np.ndarray:
    games = played.games
    is_home_win = played.arrays["score"][:, 0] > played.arrays["score"][:, 1]
    winner = np.where(is_home_win, games["home"], games["away"])
    margin = np.bincount(games["home"], played.arrays["score"][:, 0] - played.arrays["score"][:, 1], teams)
    return np.argsort(-(np.bincount(winner, minlength=teams) + margin * 1e-6), kind="stable")


def _play_in(
    seeds: np.ndarray, day: int, season: Season, settings: LeagueSettings, rng: np.random.Generator
) -> Played:
    place = settings.playoff_teams
    slate = pd.DataFrame({"day": [day], "home": [seeds[place - 1]], "away": [seeds[place]]})
    return _play(slate.assign(season_type="play_in", code="00001"), season, settings, rng)


def _after_play_in(seeds: np.ndarray, played: Played, places: int) -> np.ndarray:
    score = played.arrays["score"][0]
    if score[0] > score[1]:
        return seeds
    changed = seeds.copy()
    changed[[places - 1, places]] = seeds[[places, places - 1]]
    return changed


def _playoffs(
    seeds: np.ndarray, day: int, season: Season, settings: LeagueSettings, rng: np.random.Generator
) -> list[Played]:
    parts, number = [], 1
    while len(seeds) > 1:
        half = len(seeds) // 2
        high, low = seeds[:half], seeds[half:][::-1]
        slate = schedule.series_games(high, low, day, settings.playoff_wins)
        code = [f"00{number}{s}{n + 1}" for s, n in zip(slate["series"], slate["number"], strict=True)]
        played = _play(slate.assign(season_type="playoffs", code=code), season, settings, rng)
        played, seeds = _decided(played, high, low, settings.playoff_wins)
        parts.append(played)
        day, number = int(played.games["day"].max()) + 3, number + 1
    return parts


def _decided(played: Played, high: np.ndarray, low: np.ndarray, wins: int) -> tuple[Played, np.ndarray]:
    # All possible games were played out; those after the deciding one never happened.
    games = played.games
    score = played.arrays["score"]
    winner = np.where(score[:, 0] > score[:, 1], games["home"], games["away"])
    is_high = pd.Series(winner == high[games["series"]], index=games.index).astype(int)
    high_wins = is_high.groupby(games["series"]).cumsum()
    low_wins = (1 - is_high).groupby(games["series"]).cumsum()
    is_over_before = (high_wins - is_high).ge(wins) | (low_wins - (1 - is_high)).ge(wins)
    is_high_through = is_high[~is_over_before].groupby(games["series"]).sum().ge(wins)
    through = np.where(is_high_through, high, low)
    return _taken(played, np.flatnonzero(~is_over_before)), through


def _taken(played: Played, rows: np.ndarray) -> Played:
    games = played.games.iloc[rows].reset_index(drop=True)
    return Played(games, {name: values[rows] for name, values in played.arrays.items()})


def _joined(parts: list[Played]) -> Played:
    games = pd.concat([part.games for part in parts], ignore_index=True)
    arrays = {name: np.concatenate([part.arrays[name] for part in parts]) for name in parts[0].arrays}
    return Played(games, arrays)


def _with_ids(played: Played, year: int) -> Played:
    games = played.games.drop(columns=["series", "number"], errors="ignore")
    prefix = games["season_type"].map({"regular": "002", "play_in": "005", "playoffs": "004"})
    is_regular = games["season_type"].eq("regular")
    number = is_regular.cumsum().astype(str).str.zfill(5)
    code = games["code"].where(~is_regular, number)
    return replace(
        played, games=games.assign(game_id=prefix + f"{year % 100:02d}" + code).drop(columns="code")
    )
