"""The price of a combination of bets in the terminal."""

from __future__ import annotations

from dataclasses import dataclass

from rich.console import Console
from rich.table import Table
from rich.text import Text

from busta.evaluation.combination_pricer import CombinationPrice
from busta.evaluation.priced_question import PricedQuestion, State


@dataclass(frozen=True)
class ShownBet:
    """One bet as it is printed.

    Attributes
    ----------
    player, market, side, line
        What was asked.
    alone
        Its probability by itself, where it is not pushed.
    state
        Whether he played, or the game is to come.
    """

    player: str
    market: str
    side: str
    line: float
    alone: float
    state: State


@dataclass(frozen=True)
class ShownCombination:
    """What is printed.

    Attributes
    ----------
    data_line
        Says which data these are.
    teams
        Team to its abbreviation.
    question
        The game, from the side of the first man.
    bets
        In the order they were asked in.
    price
        See there.
    """

    data_line: str
    teams: dict[int, str]
    question: PricedQuestion
    bets: tuple[ShownBet, ...]
    price: CombinationPrice


def print_combination(shown: ShownCombination, console: Console) -> None:
    """Print one combination, with what a reader must know of it."""
    asked = shown.question
    sides = [shown.teams[asked.opponent_id], shown.teams[asked.team_id]]
    away, home = sides if asked.is_home else sides[::-1]
    console.print(Text(shown.data_line))
    console.print(Text(f"{asked.game_date:%Y-%m-%d}, {away} at {home} ({asked.game_id})", "bold"))
    table = Table(show_header=False, pad_edge=False)
    for name, value in combination_rows(shown):
        table.add_row(name, value)
    console.print(table)
    for note in combination_notes(shown):
        console.print(Text(f"note: {note}"))


def combination_rows(shown: ShownCombination) -> list[tuple[str, str]]:
    """Name and value of every line of the table."""
    price = shown.price
    rows = [
        (f"{bet.player}, {bet.market}, {bet.side} {bet.line:g}", f"{bet.alone:.3f}") for bet in shown.bets
    ]
    rows += [
        ("all of them", f"{price.together:.3f} (+- {price.standard_error:.3f} of the draws)"),
        ("as if they had nothing to do with each other", f"{price.product:.3f}"),
        ("one or more on its line exactly", f"{price.push:.3f}"),
    ]
    if price.together > 0:
        rows.append(("fair decimal price of all of them", f"{1 / price.together:.2f}"))
    return rows


def combination_notes(shown: ShownCombination) -> list[str]:
    """What a reader must know of a price, one sentence each."""
    absent = dict.fromkeys(bet.player for bet in shown.bets if bet.state == "did not play")
    notes = [f"the game was played without {player}: his bets were returned" for player in absent]
    notes.append("a model alone, no market beside it: it is surer of itself than it should be at real lines")
    if _has_points_and_threes_of_one_man(shown):
        notes.append(
            "a draw knows no rule of play: points and threes of one man are not to be told apart finely"
        )
    return notes


def _has_points_and_threes_of_one_man(shown: ShownCombination) -> bool:
    points = {bet.player for bet in shown.bets if "points" in bet.market.split("_")}
    return bool(points & {bet.player for bet in shown.bets if bet.market == "threes"})
