"""Who is meant by a name that somebody types: one man, or a sentence that says why not."""

from __future__ import annotations

from difflib import get_close_matches

import pandas as pd

from busta.nba.players import careers, normalise_names, resolve_players

_SHOWN = 5


class PlayerNameError(ValueError):
    """A name fits nobody, or more than one man."""


def find_player(name: str, appearances: pd.DataFrame, date: pd.Timestamp, margin_days: int) -> int:
    """Find the one player whom a name means on a day.

    Parameters
    ----------
    name
        As typed: accents, small letters, full stops, Jr. and known short forms make no difference. A number is
        taken for a ``player_id``.
    appearances
        Rows with ``player_id, player_name, team_id, game_date``; the team may be null, and so may the day, of a man who
        is yet to play.
    date
        Day on which the name is to be understood: of two men of one name it means the one seen of late.
    margin_days
        As in `busta.nba.players.resolve_players`.

    Returns
    -------
    int
        His ``player_id``.

    Raises
    ------
    PlayerNameError
        When nobody bears the name (names like it are offered), or several do and the day does not decide.
    """
    if name.isdecimal():
        return _known_id(int(name), appearances)
    key = normalise_names(pd.Series([name], dtype="str")).iloc[0]
    known = careers(appearances)
    own = known.loc[known["key"] == key, "player_id"].unique()
    if not len(own):
        raise PlayerNameError(_nobody(name, key, appearances, known))
    if len(own) == 1:
        return int(own[0])
    mention = pd.DataFrame({"player_name": [name], "team_id": pd.array([pd.NA], "Int64"), "date": [date]})
    found = resolve_players(mention, known.dropna(subset="seen_on"), margin_days).iloc[0]
    if pd.isna(found):
        told = ", ".join(_told(player, appearances) for player in sorted(own))
        raise PlayerNameError(
            f"expected a name of one player, was {name!r}, the name of {told}: give the number"
        )
    return int(found)


def _known_id(number: int, appearances: pd.DataFrame) -> int:
    if number not in appearances["player_id"].to_numpy():
        raise PlayerNameError(f"expected the number of a player, was {number}")
    return number


def _nobody(name: str, key: str, appearances: pd.DataFrame, known: pd.DataFrame) -> str:
    near = get_close_matches(key, known["key"].unique().tolist(), n=_SHOWN)
    latest = known.drop_duplicates("key", keep="last").set_index("key")["player_id"].reindex(near)
    told = ", ".join(_told(int(player), appearances) for player in latest)
    return f"expected the name of a player, was {name!r}" + (f"; near it: {told}" if told else "")


def _told(player_id: int, appearances: pd.DataFrame) -> str:
    own = appearances[appearances["player_id"] == player_id].sort_values("game_date", na_position="first")
    name, day = own[["player_name", "game_date"]].iloc[-1]
    return f"{name} ({player_id}, " + (f"last seen {day:%Y-%m-%d})" if pd.notna(day) else "yet to play)")
