"""Injury reports as the league lays them out: landscape pages, words without blanks, reasons around their rows."""

from __future__ import annotations

import io
from collections.abc import Sequence

from reportlab.lib.pagesizes import A4, landscape
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

HEADINGS = ("Game Date", "Game Time", "Matchup", "Team", "Player Name", "Current Status", "Reason")
LEFT = (23.0, 119.0, 199.0, 264.0, 424.0, 585.0, 666.0)
# Date, time, matchup, team, player, status, reason; the first four are empty where they go on.
Row = tuple[str, str, str, str, str, str, str]
_FONT, _SIZE, _LEADING, _PADDING = "Helvetica", 8.0, 10.5, 7.0
_TOP, _BOTTOM, _REASON_WIDTH = 500.0, 50.0, 150.0


def report_pdf(
    title: str, rows: Sequence[Row], *, with_blanks: bool = False, rows_a_page: int = 30, made_at: str = ""
) -> bytes:
    """Write a report.

    Parameters
    ----------
    title
        Time of the report as in its title: ``03/02/24 05:30 PM``.
    rows
        Cells as they are printed.
    with_blanks
        Whether words are divided by blanks, not by distance alone.
    rows_a_page
        Rows before a new page begins.
    made_at
        Time at which the file was made, ``D:20240302173012-05'00'``; empty: it does not say.

    Returns
    -------
    bytes
        The PDF; the same rows give the same bytes.
    """
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=landscape(A4), invariant=1, pageCompression=0)
    pages = [rows[start : start + rows_a_page] for start in range(0, len(rows), rows_a_page)] or [()]
    for number, part in enumerate(pages, 1):
        _page(canvas, title, part, with_blanks)
        _words(canvas, 400.0, 30.0, f"Page {number} of {len(pages)}", with_blanks)
        canvas.showPage()
    canvas.save()
    stamp = (made_at or "none").encode()
    return buffer.getvalue().replace(b"D:20000101000000+00'00'", stamp)


def _page(canvas: Canvas, title: str, rows: Sequence[Row], with_blanks: bool) -> None:
    _words(canvas, 330.0, 560.0, f"Injury Report: {title}", with_blanks)
    for left, heading in zip(LEFT, HEADINGS, strict=True):
        _words(canvas, left, 530.0, heading, with_blanks)
    top = _TOP
    for row in rows:
        lines = _wrapped(row[-1])
        height = _LEADING * max(len(lines), 1) + _PADDING
        middle = top - height / 2
        for left, cell in zip(LEFT, row[:-1], strict=False):
            _words(canvas, left, middle, cell, with_blanks)
        for number, line in enumerate(lines):
            _words(canvas, LEFT[-1], middle + _LEADING * ((len(lines) - 1) / 2 - number), line, with_blanks)
        top -= height
        assert top > _BOTTOM, "the page is full"


def _wrapped(text: str) -> list[str]:
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and stringWidth(longer, _FONT, _SIZE) <= _REASON_WIDTH:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _words(canvas: Canvas, left: float, height: float, text: str, with_blanks: bool) -> None:
    canvas.setFont(_FONT, _SIZE)
    if with_blanks:
        canvas.drawString(left, height, text)
        return
    for word in text.split():
        canvas.drawString(left, height, word)
        left += stringWidth(f"{word} ", _FONT, _SIZE)
