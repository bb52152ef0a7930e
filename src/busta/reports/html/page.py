"""One page with everything in it: text, tables, figures, style; nothing is fetched when it is opened."""

from __future__ import annotations

import base64
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

from jinja2 import Environment, StrictUndefined, Template
from PIL import Image

from busta.reports.data_line import FABRICATED
from busta.reports.html.blocks import Block, is_long, is_number, parse

_PNG = b"\x89PNG\r\n\x1a\n"
_COLOURS = 128


class PageError(ValueError):
    """A page cannot be made of what was given."""


@dataclass(frozen=True)
class Figure:
    """A figure inside the page.

    Attributes
    ----------
    address
        The picture itself, as a data address.
    width, height
        In dots.
    """

    address: str
    width: int
    height: int


@dataclass(frozen=True)
class Section:
    """A part of the page with an entry in its contents.

    Attributes
    ----------
    anchor
        Its name in addresses.
    title
        Its heading.
    text
        Markdown, see `busta.reports.html.blocks`; headings in it begin at the third level.
    figures
        Path, as the text's figures name it, to the PNG.
    """

    anchor: str
    title: str
    text: str
    figures: Mapping[str, bytes] = field(default_factory=dict)


def html_page(data_line: str, title: str, lead: str, sections: Sequence[Section]) -> str:
    """Write a page.

    Parameters
    ----------
    data_line
        What data it is of: the first line of the file, and a banner above everything; red where they are fabricated.
    title, lead
        What the page is, and Markdown that stands before the contents.
    sections
        Its parts.

    Returns
    -------
    str
        HTML with style and figures inside; it loads nothing and runs nothing. Everything from the sections is text.

    Raises
    ------
    PageError
        When a section is empty, two have one name, a figure is not given or is no PNG.
    """
    anchors = [section.anchor for section in sections]
    if len(set(anchors)) < len(anchors):
        raise PageError(f"expected sections with names of their own, was {', '.join(anchors)}")
    return _template().render(
        # Two hyphens would end the comment that is the first line.
        first_line=data_line.replace("--", "- -"),
        data_line=data_line,
        is_fabricated=data_line.startswith(FABRICATED),
        title=title,
        lead=parse(lead),
        sections=[(section, _blocks(section)) for section in sections],
        style=files(__package__).joinpath("style.css").read_text(encoding="utf-8"),
    )


def embedded(content: bytes) -> Figure:
    """Put a PNG into an address, with as many colours as a chart needs: a third of its size.

    Raises
    ------
    PageError
        When it is no PNG.
    """
    if not content.startswith(_PNG):
        raise PageError(f"expected a PNG, was {content[:8]!r}")
    # By median cut: other ways to choose the colours lose the grid.
    picture = Image.open(io.BytesIO(content)).convert("RGB")
    few = picture.quantize(_COLOURS, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    buffer = io.BytesIO()
    few.save(buffer, "PNG")
    smallest = min(content, buffer.getvalue(), key=len)
    address = f"data:image/png;base64,{base64.b64encode(smallest).decode('ascii')}"
    return Figure(address, picture.width, picture.height)


def _blocks(section: Section) -> list[tuple[Block, Figure | None]]:
    blocks = parse(section.text)
    if not blocks:
        raise PageError(f"section {section.title!r}: expected some text, was none")
    return [(block, _figure(section, block) if block.kind == "figure" else None) for block in blocks]


def _figure(section: Section, block: Block) -> Figure:
    if block.source not in section.figures:
        known = ", ".join(section.figures) or "none"
        raise PageError(f"section {section.title!r}: expected one of the figures {known}, was {block.source}")
    return embedded(section.figures[block.source])


@cache
def _template() -> Template:
    text = files(__package__).joinpath("page.html.j2").read_text(encoding="utf-8")
    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.tests |= {"number": is_number, "long": is_long}
    return environment.from_string(text)
