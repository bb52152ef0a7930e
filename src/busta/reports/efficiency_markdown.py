"""The page that says how efficient the markets are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from busta.evaluation.early_season import EARLY
from busta.evaluation.efficiency import (
    BIAS,
    family_summary,
    in_other_seasons,
    is_early_season,
    left_together,
)
from busta.evaluation.encompassing import EFFICIENT, ENCOMPASSING
from busta.evaluation.older_seasons import OLDER
from busta.reports.data_line import data_line
from busta.reports.efficiency_numbers import estimate, money, p_value, plain, points, records, share
from busta.reports.margins_markdown import margins_section
from busta.reports.markdown import table
from busta.reports.numbers import ABSENT

READING = """\
An efficient line leaves nothing to know: no forecast improves on it, it is right on average, and no kind of game is
priced wrong. Every test says how many games it rests on, its estimate with a 95 % interval (games of one day may err
together: standard errors are clustered by day), and beside it what the market itself expects. p-values are adjusted
within their family by Benjamini and Hochberg, because whoever tests often finds something. All tests stand in
`efficiency.csv`.
"""
ENCOMPASSED = """\
Line and model side by side explain what happened (points by least squares; for the moneyline log-odds). A forecast
that is worth nothing beside the other gets weight 0, one that says it all weight 1. The last numbers ask the same of
the sides alone: by how much the log-odds of over rise with one standard deviation of distance between forecast and
line. The model is the mean of the learners, before any calibration, and knows what was known the evening before the
game. An opening has no time stamp, so that evening may be younger than it: believe the openings that two archives
confirm, and what the model says without the games and notes of the *day before*.
"""
UNBIASED = """\
The line alone, and the model alone, as a forecast of what happened: a right one has intercept 0 and slope 1 (Mincer and
Zarnowitz). The verdict is that of the test of both at once.
"""
BIASED = """\
How often a side won, minus the share that the market gave it, in groups of games that were fixed beforehand. Profit is
per unit staked at the quoted price, where the archives have none at {price}, pushes returned. Openings of spreads and
totals are those that a second archive confirms. The tables show the closing lines; closing spreads and totals of the
older seasons of the archive, from before all other data, are a family of their own.
"""
ANOMALY = """\
Studies of earlier seasons found totals too high in the first days of a season: 58.2 % of the games of week 1 stayed
under in 2009-12. What to look for was written down before looking, the archive of closing lines goes back to 2007-08.
The price of an under is taken as {price}.
"""
TOO_YOUNG = """\
Studies of the real NBA found totals too high in the first days of a season, years ago. These data do not go back that
far. The price of an under is taken as {price}.
"""
_TESTED = ("p", "p, adjusted", "verdict")
_SIDES = ("games", "share", "market's own", "difference", "p", "p, adjusted", "profit of the side, %",
          "of the other side, %", "verdict")  # fmt: skip
_PLACE = ["market", "moment", "information", "group"]


@dataclass(frozen=True)
class Asked:
    """What the page has to be told beside the numbers.

    Attributes
    ----------
    alpha
        Largest p-value that is called significant.
    price
        Decimal price where the archives have none.
    sources
        Moment to the source whose moneylines are used.
    """

    alpha: float
    price: float
    sources: Mapping[str, str]


def efficiency_page(
    tests: pd.DataFrame,
    margins: pd.DataFrame,
    identity: Mapping[str, Any],
    figures: Sequence[str],
    asked: Asked,
) -> str:
    """Write the page.

    Parameters
    ----------
    tests
        See `busta.evaluation.efficiency.efficiency_table`.
    margins
        See `busta.evaluation.margin_choice.score_methods`.
    identity
        ``prm_data_identity``.
    figures
        Names of the figures that lie beside the page, in ``market_efficiency/``.
    asked
        Levels, prices, sources.

    Returns
    -------
    str
        Markdown. The first line says what data this is.
    """
    parts = [
        f"{data_line(identity)}\n\n# How efficient are the markets?\n\n{READING}",
        _counted(tests, asked.alpha),
        _left(tests, asked.alpha),
        _beside(tests, figures),
        _alone(tests),
        _biases(tests, figures, asked.price),
        _anomaly(tests, figures, asked.price),
        margins_section(margins, asked.sources, _figure(figures, "margin_removal")),
    ]
    return "\n".join(part for part in parts if part)


def _counted(tests: pd.DataFrame, alpha: float) -> str:
    rows = (
        [
            row["family"].replace("_", " and "),
            f"{row['tests']}",
            f"{row['small']}",
            f"{row['by_chance']:.1f}",
            p_value(row["smallest"]),
            p_value(row["smallest_adjusted"]),
            f"**{row['significant']}**",
        ]
        for row in records(family_summary(tests, alpha))
    )
    head = (
        "family",
        "tests",
        f"p at most {alpha:g}",
        "so many by chance",
        "smallest p",
        "adjusted",
        "left after the correction",
    )
    return f"## How many tests were made: {len(tests)}\n\n{table(head, rows)}"


def _left(tests: pd.DataFrame, alpha: float) -> str:
    is_bias = tests["family"].str.startswith((BIAS, OLDER))
    found = tests[(tests["p_adjusted"] <= alpha) & is_bias]
    asked, left = left_together(tests, alpha)
    together = f"Of the {asked} biases of the later seasons as one family, {left} are left.\n"
    if found.empty:
        return f"No bias of any kind of game is left after the correction. {together}"
    others = records(in_other_seasons(tests, found))
    lines = (_left_line(row, other) for row, other in zip(records(found), others, strict=True))
    return f"Biases left within their own family:\n\n{''.join(lines)}\n{together}"


def _left_line(row: Mapping[str, Any], other: Mapping[str, Any]) -> str:
    again = "other seasons do not tell"
    if not pd.isna(other["p_value"]):
        found = (
            f"{estimate(other, points)} points of {int(other['n']):,} games, p {p_value(other['p_value'])}"
        )
        again = f"in the other seasons, which had no part in finding it, {found}"
    return (
        f"- {row['family']}, {row['test']}, {row['group']}: {share(row['share'])} of {row['n']:,} games, the market's "
        f"own {share(row['fair'])}, difference {estimate(row, points)} points, adjusted p "
        f"{p_value(row['p_adjusted'])}; {again}. Verdict: {row['verdict']}.\n"
    )


def _beside(tests: pd.DataFrame, figures: Sequence[str]) -> str:
    rows = tests[tests["family"] == ENCOMPASSING]
    if rows.empty:
        return ""
    head = (*_PLACE_HEAD, "games", "weight of the model", "weight of the line", *_TESTED, "log-odds on the edge",
            "p, adjusted")  # fmt: skip
    cells = []
    for place, part in rows.groupby(_PLACE, sort=False):
        model, line, edge = (_ending(part, ends) for ends in ("model: model", "model: line", ": edge"))
        cells.append(
            [
                *_place(place),
                f"{model['n']:,}",
                estimate(model, plain),
                estimate(line, plain),
                *_tested(model),
                ABSENT if edge is None else estimate(edge, plain),
                ABSENT if edge is None else p_value(edge["p_adjusted"]),
            ]
        )
    title = "## Does the model know more than the line?"
    return f"{title}\n\n{ENCOMPASSED}\n{_figure(figures, 'weights')}\n{table(head, cells)}"


def _alone(tests: pd.DataFrame) -> str:
    rows = tests[tests["family"] == EFFICIENT]
    if rows.empty:
        return ""
    who = rows["test"].str.partition(" ")[0]
    cells = []
    for (*place, name), part in rows.groupby([*_PLACE, who], sort=False):
        intercept, slope, both = (_ending(part, f": {what}") for what in ("intercept", "slope", "both"))
        ends = estimate(intercept, plain), estimate(slope, plain)
        cells.append([*_place(place), str(name), f"{both['n']:,}", *ends, *_tested(both)])
    head = (*_PLACE_HEAD, "forecast", "games", "intercept (0)", "slope (1)", *_TESTED)
    return f"## Is the line right on average?\n\n{UNBIASED}\n{table(head, cells)}"


_PLACE_HEAD = ("market", "moment", "known by", "openings")


def _place(place: Sequence[Any]) -> list[str]:
    market, moment, information, group = (str(part) for part in place)
    return [market, moment, information.replace("_", " "), group if moment == "open" else ABSENT]


def _ending(rows: pd.DataFrame, ends: str) -> Any:
    found = records(rows[rows["test"].str.endswith(ends)])
    return found[0] if found else None


def _tested(row: Mapping[str, Any]) -> list[str]:
    return [p_value(row["p_value"]), p_value(row["p_adjusted"]), row["verdict"]]


def _biases(tests: pd.DataFrame, figures: Sequence[str], price: float) -> str:
    closing = tests[tests["family"].str.startswith(BIAS) & (tests["moment"] == "close")]
    if closing.empty:
        return ""
    parts = [f"## Is some kind of game priced wrong?\n\n{BIASED.format(price=f'{price:g}')}"]
    for market, rows in closing.groupby("market", sort=True):
        cells = _sides(rows, ("test", "group"))
        folded = f"<details><summary>{len(rows)} tests of {market}</summary>\n\n{cells}\n</details>\n"
        parts += [f"### {market}\n", _figure(figures, f"biases_{market}"), folded]
    return "\n".join(parts)


def _anomaly(tests: pd.DataFrame, figures: Sequence[str], price: float) -> str:
    rows = tests[is_early_season(tests)]
    if rows.empty:
        return ""
    is_old_enough = rows["group"].str.endswith(EARLY).any()
    title = "An anomaly that died: unders" if is_old_enough else "Unders"
    introduction = (ANOMALY if is_old_enough else TOO_YOUNG).format(price=f"{price:g}")
    cells = f"{_sides(rows, ('group',))}\n{_figure(figures, 'early_season')}"
    return f"## {title} at the beginning of a season\n\n{introduction}\n{cells}"


def _sides(rows: pd.DataFrame, named: Sequence[str]) -> str:
    cells = (
        [
            *(row[name] for name in named),
            f"{row['n']:,}",
            share(row["share"]),
            share(row["fair"]),
            estimate(row, points),
            p_value(row["p_value"]),
            p_value(row["p_adjusted"]),
            money(row, "roi"),
            money(row, "roi_against"),
            row["verdict"],
        ]
        for row in records(rows)
    )
    return table((*named, *_SIDES), cells)


def _figure(figures: Sequence[str], name: str) -> str:
    return f"![{name.replace('_', ' ')}](market_efficiency/{name}.png)\n" if name in figures else ""
