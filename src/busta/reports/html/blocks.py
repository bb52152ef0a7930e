"""The Markdown that our own pages are written in, taken apart into blocks.

Numbers are written once, as Markdown; a page in HTML shows the same text. Known are headings, paragraphs, lists,
tables, figures, what is folded away (``<details>``), **bold**, *emphasis* and ``code``. All else is text, and stays
text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

Style = Literal["plain", "strong", "emphasis", "code"]

_HEADING = re.compile(r"(#{1,6}) +(.+)")
_FIGURE = re.compile(r"!\[([^\]]*)\]\(([^)\s]+)\)")
_FOLDED = re.compile(r"<details><summary>(.*)</summary>")
_INLINE = re.compile(r"\*\*(.+?)\*\*|(?<![\w*])\*([^*\s](?:[^*]*[^*\s])?)\*(?![\w*])|`([^`]+)`")
_STYLES: tuple[Style, ...] = ("strong", "emphasis", "code")
_CELLS = re.compile(r"(?<!\\)\|")
# A number with or without sign, unit and interval: such columns stand to the right.
_NUMBER = re.compile(r"[-+±–−]?(\d[\d,.]*( ?(%|pp|points?|games))?)?( ?[\[(][^\])]*[\])])?( ?(%|pp))?")
_SENTENCE = 60


@dataclass(frozen=True)
class Run:
    """A piece of a line.

    Attributes
    ----------
    text
        As it is to be read.
    style
        How it stands out.
    """

    text: str
    style: Style = "plain"


Line = tuple[Run, ...]


@dataclass(frozen=True)
class Block:
    """A piece of a page.

    Attributes
    ----------
    kind
        ``heading``, ``paragraph``, ``list``, ``table``, ``figure``, ``folded``, ``folded_end``.
    level
        Of a heading, from 1.
    lines
        The text of a heading, a paragraph or what is folded away; the items of a list.
    head, rows
        Of a table: names of the columns, cells.
    is_number
        Of a table: whether each column holds numbers alone.
    is_long
        Of a table: whether a cell holds a sentence.
    source
        Of a figure: the path under which it is known.
    """

    kind: Literal["heading", "paragraph", "list", "table", "figure", "folded", "folded_end"]
    level: int = 0
    lines: tuple[Line, ...] = ()
    head: tuple[Line, ...] = ()
    rows: tuple[tuple[Line, ...], ...] = ()
    is_number: tuple[bool, ...] = ()
    is_long: bool = False
    source: str = ""


def parse(text: str) -> list[Block]:
    """Take a page apart.

    Parameters
    ----------
    text
        Markdown as our pages are written in.

    Returns
    -------
    list of Block
        In order. Nothing of the text is lost or understood as HTML, but for the two lines around what is folded.
    """
    return [block for part in _parts(text.splitlines()) for block in _blocks(part)]


def is_number(line: Line) -> bool:
    """Tell whether a cell holds a number, with its sign, unit and interval, or a dash, and nothing else."""
    return bool(_NUMBER.fullmatch("".join(run.text for run in line)))


def is_long(line: Line) -> bool:
    """Tell whether a cell holds a sentence: on a narrow screen its table is read row by row."""
    return sum(len(run.text) for run in line) > _SENTENCE


def inline(text: str) -> Line:
    """Take a line apart into plain, **bold**, *emphasised* and ``code``."""
    runs: list[Run] = []
    place = 0
    for found in _INLINE.finditer(text):
        runs.append(Run(text[place : found.start()]))
        runs += [Run(text, style) for text, style in zip(found.groups(), _STYLES, strict=True) if text]
        place = found.end()
    return tuple(run for run in (*runs, Run(text[place:])) if run.text)


def _parts(lines: Sequence[str]) -> Iterator[list[str]]:
    part: list[str] = []
    for line in lines:
        alone = _HEADING.fullmatch(line) or _FOLDED.fullmatch(line) or line == "</details>"
        begins = bool(part) and (line.startswith("|") != part[0].startswith("|"))
        if part and (alone or begins or not line.strip()):
            yield part
            part = []
        if alone:
            yield [line]
        elif line.strip():
            part.append(line)
    if part:
        yield part


def _blocks(part: list[str]) -> Iterator[Block]:
    first = part[0]
    if heading := _HEADING.fullmatch(first):
        yield Block("heading", level=len(heading[1]), lines=(inline(heading[2]),))
    elif folded := _FOLDED.fullmatch(first):
        yield Block("folded", lines=(inline(folded[1]),))
    elif first == "</details>":
        yield Block("folded_end")
    elif first.startswith("|"):
        yield _table(part)
    elif first.startswith("- "):
        yield Block("list", lines=tuple(inline(item) for item in _items(part)))
    else:
        yield from _paragraph(part)


def _paragraph(part: list[str]) -> Iterator[Block]:
    words: list[str] = []
    for line in part:
        if figure := _FIGURE.fullmatch(line.strip()):
            yield Block("figure", lines=(inline(figure[1]),), source=figure[2])
        elif line.startswith("- ") and words:
            # A list that follows its sentence without an empty line.
            yield Block("paragraph", lines=(inline(" ".join(words)),))
            yield from _blocks(part[part.index(line) :])
            return
        else:
            words.append(line.strip())
    if words:
        yield Block("paragraph", lines=(inline(" ".join(words)),))


def _items(part: list[str]) -> list[str]:
    items: list[str] = []
    for line in part:
        if line.startswith("- "):
            items.append(line[2:].strip())
        else:
            items[-1] += f" {line.strip()}"
    return items


def _table(part: list[str]) -> Block:
    cells = [[cell.strip().replace("\\|", "|") for cell in _CELLS.split(line)[1:-1]] for line in part]
    head, rows = cells[0], cells[2:]
    lines = tuple(tuple(inline(cell) for cell in row) for row in rows)
    columns = list(zip(*lines, strict=True)) if lines else [()] * len(head)
    return Block(
        "table",
        head=tuple(inline(cell) for cell in head),
        rows=lines,
        is_number=tuple(any(column) and all(map(is_number, column)) for column in columns),
        is_long=any(is_long(cell) for row in lines for cell in row),
    )
