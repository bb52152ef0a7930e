"""The invented players: what they are worth, what they do on the floor, how they age, come and go."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from busta.fabrication.settings import LeagueSettings, PlayerSettings

FIRST_PLAYER_ID = 1_900_000
_POSITIONS = np.array(["Guard", "Guard", "Forward", "Forward", "Center"])
_HEIGHT_INCHES = {"Guard": 75.5, "Forward": 79.5, "Center": 83.0}
_COUNTRIES = np.array(["USA", "USA", "USA", "Canada", "Serbia", "France", "Australia"])
_FLOOR_OF_WORTH = -5.0

# Share of a team's doings that an average man of the position has per minute, relative to the others.
_RATES = pd.DataFrame(
    {
        "Guard": {
            "two": 0.9,
            "three": 1.3,
            "ft": 0.9,
            "oreb": 0.45,
            "dreb": 0.75,
            "ast": 1.6,
            "stl": 1.2,
            "blk": 0.4,
        },
        "Forward": {
            "two": 1.0,
            "three": 1.0,
            "ft": 1.0,
            "oreb": 1.0,
            "dreb": 1.1,
            "ast": 0.8,
            "stl": 1.0,
            "blk": 1.0,
        },
        "Center": {
            "two": 1.3,
            "three": 0.4,
            "ft": 1.2,
            "oreb": 2.2,
            "dreb": 1.4,
            "ast": 0.6,
            "stl": 0.7,
            "blk": 2.4,
        },
    }
).T
_RATE_SPREAD = {
    "two": 0.3,
    "three": 0.5,
    "ft": 0.6,
    "oreb": 0.45,
    "dreb": 0.33,
    "ast": 0.5,
    "stl": 0.3,
    "blk": 0.5,
}


@dataclass(frozen=True)
class Players:
    """The men under contract, one per place on a roster.

    Attributes
    ----------
    people
        One row per man (row = team * men per team + place): ``player_id, name, position, birth_date, height_inches,
        weight_pounds, draft_year, country, worth`` (points per 100 possessions for his team), ``offence_share``,
        ``frailty`` (how often he is hurt, 1 average), and his relative rates ``two, three, ft, oreb, dreb, ast, stl,
        blk, tov, pf`` with the making ``two_skill, three_skill, ft_skill`` (probabilities).
    hired
        How many men were ever under contract: the next newcomer has this number.
    """

    people: pd.DataFrame
    hired: int


def first_players(settings: LeagueSettings, names: np.ndarray, rng: np.random.Generator) -> Players:
    """Fill every roster for the first season.

    Parameters
    ----------
    settings
        The league.
    names
        All names that the league will need; man number i bears name i.
    rng
        Source of chance.

    Returns
    -------
    Players
        One man per place.
    """
    count = settings.teams * settings.players_per_team
    people = _newcomers(np.arange(count), names, settings.first_season, settings.players, rng)
    years = rng.integers(0, 12, size=count)
    people["birth_date"] = people["birth_date"] - pd.to_timedelta(years * 365, unit="D")
    people["draft_year"] = people["draft_year"] - years
    return Players(people, count)


def next_summer(
    players: Players, settings: LeagueSettings, year: int, names: np.ndarray, rng: np.random.Generator
) -> Players:
    """Let a summer pass: men change, the weak and old leave, newcomers arrive, some change teams.

    Parameters
    ----------
    players
        The men of the season that ended.
    settings
        The league.
    year
        First year of the season to come.
    names
        All names that the league will need.
    rng
        Source of chance.

    Returns
    -------
    Players
        The men of the season to come.
    """
    laws, people = settings.players, players.people.copy()
    count = len(people)
    age = year - people["birth_date"].dt.year.to_numpy()
    decline = 0.12 * (age - 28.0)
    people["worth"] = np.maximum(
        0.97 * people["worth"] - decline + rng.normal(0.0, laws.yearly_sd, count), _FLOOR_OF_WORTH
    )
    leaving = np.argsort(
        people["worth"].to_numpy() - 0.3 * np.maximum(age - 31, 0) + rng.normal(0.0, 1.5, count)
    )
    places = np.sort(leaving[: round(laws.turnover_share * count)])
    numbers = players.hired + np.arange(len(places))
    new = _newcomers(numbers, names, year, laws, rng)
    people = pd.concat([people.drop(index=list(places)), new.set_index(places)]).sort_index()
    movers = np.flatnonzero(rng.random(count) < laws.summer_move_share)
    order = np.arange(count)
    order[movers] = rng.permutation(movers)
    return Players(people.iloc[order].reset_index(drop=True), players.hired + len(places))


def names_needed(settings: LeagueSettings) -> int:
    """Count the men who will ever be under contract.

    Parameters
    ----------
    settings
        The league.

    Returns
    -------
    int
        Upper bound on the number of players over all seasons.
    """
    count = settings.teams * settings.players_per_team
    return count + max(settings.seasons - 1, 0) * round(settings.players.turnover_share * count)


def _newcomers(
    numbers: np.ndarray, names: np.ndarray, year: int, laws: PlayerSettings, rng: np.random.Generator
) -> pd.DataFrame:
    count = len(numbers)
    position = _POSITIONS[numbers % len(_POSITIONS)]
    birth_days = rng.integers(0, 365, count) + 365 * rng.integers(0, 4, count)
    height = np.array([_HEIGHT_INCHES[p] for p in position]) + rng.normal(0.0, 1.6, count)
    people = pd.DataFrame(
        {
            "player_id": FIRST_PLAYER_ID + numbers,
            "name": names[numbers],
            "position": position,
            "birth_date": pd.Timestamp(year - 23, 1, 1) + pd.to_timedelta(birth_days, unit="D"),
            "height_inches": np.round(height).astype(int),
            "weight_pounds": np.round(215 + 7.0 * (height - 79) + rng.normal(0.0, 9.0, count)),
            "draft_year": np.full(count, year),
            "country": rng.choice(_COUNTRIES, size=count),
            "worth": np.maximum(_skewed(count, rng) * laws.talent_sd - 1.0, _FLOOR_OF_WORTH),
            "offence_share": rng.uniform(0.0, 1.2, count),
            "frailty": rng.gamma(4.0, 0.25, count),
        }
    )
    return pd.concat([people, _habits(people, rng)], axis=1)


def _skewed(count: int, rng: np.random.Generator) -> np.ndarray:
    # A gamma of shape 4, centred and scaled: a few stars, many ordinary men.
    return (rng.gamma(4.0, 1.0, count) - 4.0) / 2.0


def _habits(people: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    count = len(people)
    usage = np.exp(0.145 * (people["worth"].to_numpy() + 1.0).clip(-1.5, 4.5))
    position = people["position"].to_numpy()
    habits = {
        name: _RATES.loc[position, name].to_numpy() * np.exp(rng.normal(0.0, spread, count))
        for name, spread in _RATE_SPREAD.items()
    }
    for name in ("two", "three", "ft", "ast"):
        habits[name] = habits[name] * usage
    habits["tov"] = 0.6 * usage + 0.3 * habits["ast"]
    habits["pf"] = np.where(position == "Center", 1.3, 1.0) * np.exp(rng.normal(0.0, 0.2, count))
    habits["two_skill"] = (0.53 + rng.normal(0.0, 0.03, count)).clip(0.42, 0.66)
    habits["three_skill"] = (0.36 + rng.normal(0.0, 0.03, count)).clip(0.22, 0.45)
    habits["ft_skill"] = (0.78 + rng.normal(0.0, 0.07, count)).clip(0.5, 0.94)
    return pd.DataFrame(habits)
