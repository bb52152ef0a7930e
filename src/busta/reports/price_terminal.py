"""The price of a line on a player in the terminal."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd
from rich.console import Console
from rich.table import Table
from rich.text import Text

from busta.evaluation.priced_question import PricedQuestion

_SIDE = {True: "against", False: "at"}


@dataclass(frozen=True)
class ShownPrice:
    """What is printed.

    Attributes
    ----------
    data_line
        Says which data these are.
    market, player
        Id of the market, name of the man.
    teams
        Team to its abbreviation.
    question
        Who, and in which game.
    price
        One row of `busta.evaluation.player_pricer.PlayerPricer.price`.
    level
        Share that the interval covers.
    actual
        What he did; null while nobody knows.
    """

    data_line: str
    market: str
    player: str
    teams: dict[int, str]
    question: PricedQuestion
    price: pd.Series
    level: float
    actual: float


def print_price(shown: ShownPrice, console: Console) -> None:
    """Print one price, with what a reader must know of it."""
    asked, price = shown.question, shown.price
    teams = f"{shown.teams[asked.team_id]} {_SIDE[asked.is_home]} {shown.teams[asked.opponent_id]}"
    console.print(Text(shown.data_line))
    console.print(
        Text(f"{shown.player}, {shown.market}, {asked.game_date:%Y-%m-%d}, {teams} ({asked.game_id})", "bold")
    )
    table = Table(show_header=False, pad_edge=False)
    for name, value in price_rows(price, shown.level):
        table.add_row(name, value)
    console.print(table)
    for note in price_notes(shown):
        console.print(Text(f"note: {note}"))


def price_rows(price: pd.Series, level: float) -> list[tuple[str, str]]:
    """Name and value of every line of the table.

    Parameters
    ----------
    price
        One row of `busta.evaluation.player_pricer.PlayerPricer.price`.
    level
        Share that the interval covers.
    """
    line = f"{price['line']:g}"
    rows = [
        ("mean", f"{price['mean']:.2f}"),
        ("median", f"{price['median']:.0f}"),
        ("standard deviation", f"{price['sd']:.2f}"),
        (f"{level:.0%} interval", f"{price['low']:.0f} to {price['high']:.0f}"),
        (f"over {line}", f"{price['over']:.3f}"),
        (f"exactly {line}", f"{price['push']:.3f}"),
        (f"under {line}", f"{price['under']:.3f}"),
        ("of over, without a push", f"{price['probability_model']:.3f}"),
    ]
    if pd.notna(price["market_probability"]):
        rows += [
            ("the market of over", f"{price['market_probability']:.3f}"),
            ("blend with the market", f"{price['probability_stacked']:.3f}"),
        ]
    return rows


def price_notes(shown: ShownPrice) -> list[str]:
    """What a reader must know of a price, one sentence each."""
    asked, notes = shown.question, []
    if not asked.earlier_games:
        notes.append("he has played no game before: the forecast is that of an average newcomer")
    elif asked.earlier_teams[0] != asked.team_id:
        notes.append(f"his last game was for {shown.teams[asked.earlier_teams[0]]}")
    if asked.state == "did not play":
        notes.append("the game was played without him: a bet on the line was returned")
    if asked.state == "played":
        notes.append(f"the game is over, he had {shown.actual:g}; the models know earlier games only")
    if pd.isna(shown.price["market_probability"]):
        notes.append(
            "no price of a market stands beside it: a model alone is surer of itself than it should be"
        )
    return notes
