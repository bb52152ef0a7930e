"""The judgement of a file of picks as one page that needs no network."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined, Template

from busta.reports.judge_rows import bet_rows, score_rows


@cache
def _template() -> Template:
    # Everything that stands in a file of picks is somebody else's text: it is escaped, always.
    loader = PackageLoader("busta.reports", "templates")
    environment = Environment(
        loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    return environment.get_template("judge.html.j2")


def judge_page(document: Mapping[str, Any], refusals: list[str], shown: int) -> str:
    """Write the page.

    Parameters
    ----------
    document
        Of `busta.reports.judgement.judge`.
    refusals
        One sentence for each refused cell.
    shown
        How many of them the page lists.

    Returns
    -------
    str
        HTML; its style stands in it, there is no script and no address.
    """
    markets = [
        {"name": name, "scores": score_rows(market), "bets": bet_rows(market), **_told(market)}
        for name, market in document["markets"].items()
    ]
    return _template().render(
        document=document,
        markets=markets,
        refusals=refusals[:shown],
        more=max(len(refusals) - shown, 0),
    )


def _told(market: Mapping[str, Any]) -> dict[str, Any]:
    counts = ("picks", "pushes", "without_close")
    return {"verdict": market["verdict"], "reasons": market["suspicions"]} | {
        name: market[name] for name in counts
    }
