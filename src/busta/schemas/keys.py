"""The keys that all tables share, written once."""

from __future__ import annotations

from typing import Annotated, Any, Literal, get_args

import pandas as pd
import pandera.pandas as pa

MicroSeconds = Annotated[pd.DatetimeTZDtype, "us", "UTC"]
# The first three digits of a game id say what kind of game it is.
GAME_KINDS = {"002": "regular", "004": "playoffs", "005": "play_in", "006": "cup_final"}
SEASON_TYPES = tuple(GAME_KINDS.values())
MARKETS = (
    "moneyline", "ats", "total", "points", "rebounds", "assists", "threes", "steals", "blocks",
    "points_rebounds_assists", "points_rebounds", "points_assists", "rebounds_assists",
)  # fmt: skip
Moment = Literal["open", "morning", "close"]
MOMENTS: tuple[str, ...] = get_args(Moment)
SELECTIONS = ("over", "under")


def season() -> Any:
    """Give the field of a season.

    Returns
    -------
    pandera Field
        Text such as ``2024-25``.
    """
    return pa.Field(str_matches=r"^\d{4}-\d{2}$", description="Season by both years, for example 2024-25")


def game_id() -> Any:
    """Give the field of a game id.

    Returns
    -------
    pandera Field
        Ten digits.
    """
    return pa.Field(
        str_length={"min_value": 10, "max_value": 10},
        description="Game id of NBA.com: ten digits; the first three are the kind of game, the next two the season",
    )


def game_date() -> Any:
    """Give the field of a game's date.

    Returns
    -------
    pandera Field
        Midnight, without time zone.
    """
    return pa.Field(description="Day of the game in US Eastern time, as midnight")


def season_type() -> Any:
    """Give the field of the kind of a game.

    Returns
    -------
    pandera Field
        One of `SEASON_TYPES`.
    """
    return pa.Field(isin=SEASON_TYPES, description="Kind of game: regular, playoffs, play_in or cup_final")


def team_id(what: str = "Team") -> Any:
    """Give the field of a team.

    Parameters
    ----------
    what
        Which team, in words.

    Returns
    -------
    pandera Field
        Number of NBA.com.
    """
    return pa.Field(gt=0, description=f"{what}: id of NBA.com")


def player_id(*, nullable: bool = False, what: str = "Player: id of NBA.com") -> Any:
    """Give the field of a player.

    Parameters
    ----------
    nullable
        Whether he may be unknown or absent.
    what
        What it means, in words.

    Returns
    -------
    pandera Field
        Number of NBA.com.
    """
    return pa.Field(gt=0, nullable=nullable, description=what)
