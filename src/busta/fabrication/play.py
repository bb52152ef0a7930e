"""A whole invented season played out: preseason, regular season, cup final, play-in, play-offs."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from busta.fabrication import schedule
from busta.fabrication.availability import availability
from busta.fabrication.boxscores import box_scores
from busta.fabrication.games import (
    REGULATION_SECONDS,
    draw_scores,
    expectations,
    game_pace,
    game_threes,
    overtime_points,
)
from busta.fabrication.minutes import decisive_lead, expected_lead, expected_shares, play_time
from busta.fabrication.season import Season
from busta.fabrication.settings import LeagueSettings, PlaySettings
from busta.fabrication.travel import floors, kilometres, since_last_game

_DAYS_TO_PLAYOFFS = 4
_DAYS_FROM_PRESEASON = 4
_PREFIXES = {"preseason": "001", "regular": "002", "playoffs": "004", "play_in": "005", "cup_final": "006"}
# What was known at each moment: of the men, and the share of the variance of the day's news.
_MOMENTS = {"_open": "chance_evening", "_morning": "chance_morning", "": "is_fit"}
_NEWS_BEFORE = {"_open": 0.0, "_morning": 0.5, "": 0.5}


@dataclass(frozen=True)
class Played:
    """Games that were played, with everything that was true of them.

    Attributes
    ----------
    games
        One row per game: ``day, home, away, floor, season_type, is_neutral, game_id`` (filled last), ``overtimes``,
        true expectations ``margin, total`` and those given older knowledge: ``margin_open, total_open,
        margin_morning, total_morning``; per side ``is_second_night, travel_km``.
    arrays
        By name, first axis the game: ``score, overtime_points`` (side), ``quarters`` (side, 4), ``man, is_hurt,
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
    number = season.year - settings.first_season + 1
    has_cup = 0 < settings.cup_from_season <= number
    ground = floors(settings.teams)
    km = _distances(ground, settings.teams)
    slate = schedule.regular_season(km, settings.games_per_team, rng, has_cup)
    slate = schedule.neutral_floors(slate, ground, settings.neutral_games, rng)
    parts = _regular(slate.assign(season_type="regular", code=""), season, settings, has_cup, rng)
    seeds = _standings(_joined([part for part in parts if not _is_cup(part)]), settings.teams)
    day = int(slate["day"].max()) + _DAYS_TO_PLAYOFFS
    if settings.playoff_teams:
        if settings.playoff_teams < settings.teams:
            parts.append(_play_in(seeds, day - 2, season, settings, parts, rng))
            seeds = _after_play_in(seeds, parts[-1], settings.playoff_teams)
        _playoffs(seeds[: settings.playoff_teams], day, season, settings, parts, rng)
    return _with_ids(_joined(parts), season.year)


def play_preseason(season: Season, settings: LeagueSettings, rng: np.random.Generator) -> Played:
    """Play the games before opening day.

    Parameters
    ----------
    season
        Its state on each day; that of opening day is taken.
    settings
        The league.
    rng
        Source of chance.

    Returns
    -------
    Played
        Games on days below 0, with ids; none if the league has no preseason.
    """
    km = _distances(floors(settings.teams), settings.teams)
    slate = schedule.regular_season(km, max(settings.preseason_games, 1), rng)
    slate = slate.head(len(slate) if settings.preseason_games else 0)
    slate = slate.assign(
        day=slate["day"] - int(slate["day"].max() if len(slate) else 0) - _DAYS_FROM_PRESEASON,
        floor=slate["home"], is_neutral=False, season_type="preseason", code="",
    )  # fmt: skip
    return _with_ids(_play(slate, season, settings, [], rng), season.year)


def play_out(
    games: pd.DataFrame,
    season: Season,
    play: PlaySettings,
    man: np.ndarray,
    standing: np.ndarray,
    is_fit: np.ndarray,
    rng: np.random.Generator,
) -> dict[str, np.ndarray]:
    """Draw all that is luck from the tip-off on.

    Parameters
    ----------
    games
        Games with ``day, home, away`` and the true expectations ``margin, total``.
    season
        Their season.
    play
        The laws of the game.
    man, standing, is_fit
        Row in ``players.people`` of each man, what his coach takes him for and whether he can play:
        (game, side, place).
    rng
        Source of chance.

    Returns
    -------
    dict of str to numpy.ndarray
        ``overtimes`` (game), ``score, overtime_points`` (game, side), ``quarters`` (game, side, 4), and by (game, side,
        place) ``seconds, is_starter`` and the counts of `busta.fabrication.boxscores.box_scores`.
    """
    scores = draw_scores(games["margin"].to_numpy(), games["total"].to_numpy(), play, rng)
    score, overtimes = scores.pop("points"), scores["overtimes"]
    lead = np.where(overtimes > 0, 0.0, decisive_lead(score[:, 0] - score[:, 1]))
    seconds, is_starter = play_time(standing, is_fit, lead, overtimes, rng)
    pace = game_pace(season, games) * (1 + overtimes * 5 / 48)
    threes = game_threes(season, games)
    box = box_scores(score, seconds, man, season.players.people, pace, threes, rng)
    return {**scores, "score": score, "seconds": seconds, "is_starter": is_starter, **box}


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
    regular = schedule.season_length(settings.games_per_team)
    return regular + _DAYS_TO_PLAYOFFS + rounds * (2 * (2 * settings.playoff_wins - 1) + 2)


def _regular(
    slate: pd.DataFrame, season: Season, settings: LeagueSettings, has_cup: bool, rng: np.random.Generator
) -> list[Played]:
    if not has_cup:
        return [_play(slate, season, settings, [], rng)]
    day = schedule.cup_day(settings.games_per_team)
    parts = [_play(slate[slate["day"] < day].reset_index(drop=True), season, settings, [], rng)]
    best = _standings(parts[0], settings.teams)[:2]
    floor = int(floors(settings.teams)["is_cup"].to_numpy().argmax())
    final = pd.DataFrame({"day": [day], "home": best[:1], "away": best[1:], "floor": floor})
    final = final.assign(is_neutral=True, season_type="cup_final", code="00001")
    parts.append(_play(final, season, settings, parts, rng))
    parts.append(_play(slate[slate["day"] > day].reset_index(drop=True), season, settings, parts, rng))
    return parts


def _is_cup(played: Played) -> bool:
    return bool(played.games["season_type"].eq("cup_final").any())


def _distances(ground: pd.DataFrame, teams: int) -> np.ndarray:
    own = np.arange(teams)
    return kilometres(ground, own[:, None], own[None, :])


def _play(
    slate: pd.DataFrame,
    season: Season,
    settings: LeagueSettings,
    parts: list[Played],
    rng: np.random.Generator,
) -> Played:
    games, tired = _with_travel(slate, parts, settings.teams)
    who = availability(season, games, tired, settings.players, rng)
    days = games["day"].clip(lower=0).to_numpy()[:, None, None]
    men = {"worth": season.worth[days, who["man"]], "standing": season.standing[days, who["man"]]}
    games, seconds = _with_expectations(games, season, settings.play, who, men["standing"], rng)
    drawn = play_out(games, season, settings.play, who["man"], men["standing"], who["is_fit"], rng)
    games["overtimes"] = drawn.pop("overtimes")
    return Played(games, {**who, **men, **seconds, **drawn})


def _with_travel(slate: pd.DataFrame, parts: list[Played], teams: int) -> tuple[pd.DataFrame, np.ndarray]:
    earlier = pd.concat([part.games for part in parts]) if parts else slate.head(0)
    days, last_floor = since_last_game(slate, earlier)
    way = kilometres(floors(teams), last_floor, slate[["floor"]].to_numpy())
    tired = days == 1
    columns = {f"{name}_is_second_night": tired[:, side] for side, name in enumerate(("home", "away"))}
    columns |= {f"{name}_travel_km": way[:, side] for side, name in enumerate(("home", "away"))}
    return slate.assign(**columns), tired


def _with_expectations(
    games: pd.DataFrame, season: Season, play: PlaySettings, who: dict[str, np.ndarray], standing: np.ndarray,
    rng: np.random.Generator,
) -> tuple[pd.DataFrame, dict[str, np.ndarray]]:  # fmt: skip
    columns, seconds, news = {}, {}, np.zeros((2, len(games)))
    for moment, chance_name in _MOMENTS.items():
        chance = who[chance_name].astype(float)
        margin, total = expectations(season, play, games, who["man"], expected_shares(standing, chance))
        sizes = np.sqrt(_NEWS_BEFORE[moment]) * np.array([[play.day_news_sd], [play.total_news_sd]])
        news = news + rng.normal(0.0, 1.0, news.shape) * sizes
        margin, total = margin + news[0], total + news[1]
        columns[f"margin{moment}"], columns[f"total{moment}"] = margin, total + overtime_points(margin, play)
        shares = expected_shares(standing, chance, expected_lead(margin, play))
        seconds[f"expected_seconds{moment}"] = shares * REGULATION_SECONDS / 5
    return games.assign(**columns), seconds


def _standings(played: Played, teams: int) -> np.ndarray:
    games = played.games
    is_home_win = played.arrays["score"][:, 0] > played.arrays["score"][:, 1]
    winner = np.where(is_home_win, games["home"], games["away"])
    margin = np.bincount(games["home"], played.arrays["score"][:, 0] - played.arrays["score"][:, 1], teams)
    return np.argsort(-(np.bincount(winner, minlength=teams) + margin * 1e-6), kind="stable")


def _play_in(
    seeds: np.ndarray, day: int, season: Season, settings: LeagueSettings, parts: list[Played],
    rng: np.random.Generator,
) -> Played:  # fmt: skip
    place = settings.playoff_teams
    slate = pd.DataFrame({"day": [day], "home": [seeds[place - 1]], "away": [seeds[place]]})
    slate = slate.assign(floor=slate["home"], is_neutral=False, season_type="play_in", code="00001")
    return _play(slate, season, settings, parts, rng)


def _after_play_in(seeds: np.ndarray, played: Played, places: int) -> np.ndarray:
    score = played.arrays["score"][0]
    if score[0] > score[1]:
        return seeds
    changed = seeds.copy()
    changed[[places - 1, places]] = seeds[[places, places - 1]]
    return changed


def _playoffs(
    seeds: np.ndarray, day: int, season: Season, settings: LeagueSettings, parts: list[Played],
    rng: np.random.Generator,
) -> None:  # fmt: skip
    number = 1
    while len(seeds) > 1:
        half = len(seeds) // 2
        high, low = seeds[:half], seeds[half:][::-1]
        slate = schedule.series_games(high, low, day, settings.playoff_wins)
        code = [f"00{number}{s}{n + 1}" for s, n in zip(slate["series"], slate["number"], strict=True)]
        slate = slate.assign(floor=slate["home"], is_neutral=False, season_type="playoffs", code=code)
        played = _play(slate, season, settings, parts, rng)
        played, seeds = _decided(played, high, low, settings.playoff_wins)
        parts.append(played)
        day, number = int(played.games["day"].max()) + 3, number + 1


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
    prefix = games["season_type"].map(_PREFIXES)
    is_counted = games["code"].eq("")
    number = is_counted.cumsum().astype(str).str.zfill(5)
    code = games["code"].where(~is_counted, number)
    return replace(
        played, games=games.assign(game_id=prefix + f"{year % 100:02d}" + code).drop(columns="code")
    )
