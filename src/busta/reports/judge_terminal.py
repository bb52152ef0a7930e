"""The judgement of a file of picks in the terminal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from rich.console import Console, Group, RenderableType
from rich.table import Table
from rich.text import Text

from busta.reports.judge_rows import bet_rows, score_rows

# Refused cells that the terminal names.
SHOWN = 5
_COLOURS = {"leak": "bold red", "beats_close": "bold green", "nothing": "yellow"}


def print_judgement(document: Mapping[str, Any], refusals: list[str], console: Console) -> None:
    """Print a judgement; what stands in the file of picks is printed as text, never as markup.

    Parameters
    ----------
    document
        Of `busta.reports.judgement.judge`.
    refusals
        One sentence for each refused cell.
    console
        Where to.
    """
    console.print(Text(document["data"]))
    rows = document["rows"]
    console.print(
        Text(
            f"{document['file']!r}: {rows['read']:,} rows read, {rows['refused']:,} refused, "
            f"{rows['late']:,} after tip-off, {rows['not_played']:,} not played yet, {rows['graded']:,} graded"
        )
    )
    for sentence in refusals[:SHOWN]:
        console.print(Text(f"  refused: {sentence}"))
    if len(refusals) > SHOWN:
        console.print(Text(f"  and {len(refusals) - SHOWN:,} more, all in the JSON"))
    for name, market in document["markets"].items():
        console.print(market_block(name, market))


def market_block(name: str, market: Mapping[str, Any]) -> RenderableType:
    """One market: the verdict, its reasons, and two tables.

    Parameters
    ----------
    name
        Id of the market.
    market
        Its part of the document.

    Returns
    -------
    rich renderable
    """
    said = market["verdict"]
    parts: list[RenderableType] = [Text(f"\n{name}: {said['sentence']}", _COLOURS.get(said["kind"], "bold"))]
    parts += [
        Text(f"  {'ALARM' if reason['is_alarm'] else 'note'}: {reason['sentence']}")
        for reason in market["suspicions"]
    ]
    scores = [(row.name, row.picks, row.close, row.difference) for row in score_rows(market)]
    bets = [(row.name, row.value, row.note) for row in bet_rows(market)]
    return Group(
        *parts,
        *_table(("score", "picks", "close", "picks minus close"), scores),
        *_table(("bets", "", ""), bets),
    )


def _table(header: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> list[Table]:
    if not rows:
        return []
    table = Table(*header, header_style="bold", pad_edge=False)
    for row in rows:
        table.add_row(*map(Text, row))
    return [table]
