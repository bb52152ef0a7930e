"""The section of the page on efficiency that compares ways to take the margin out of prices."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from busta.evaluation.margin_choice import ALL, CHOSEN, METRICS
from busta.reports.efficiency_numbers import records
from busta.reports.markdown import table
from busta.reports.numbers import ABSENT

INTRODUCTION = """\
The same moneylines, the margin taken out in five ways (additive and Shin are one where there are two sides), scored by
what happened. *{chosen}*: for every season the method with the lowest log loss of the seasons before it. Differences
are times 1,000 and paired with the configured method, {configured}; intervals are bootstrapped by day.
"""
VERDICTS = {
    True: "Validation on earlier seasons would have chosen otherwise in {other} of {seasons} seasons of a source, and "
    "gained nothing that chance cannot make: {configured} stands.",
    False: "The choice by validation differs from {configured} beyond chance: look at it.",
}
_HEAD = (
    "games",
    "overround",
    "log loss",
    "minus configured × 1,000",
    "Brier score",
    "minus configured × 1,000",
)


def margins_section(scores: pd.DataFrame, sources: Mapping[str, str], figure: str) -> str:
    """Write the section.

    Parameters
    ----------
    scores
        See `busta.evaluation.margin_choice.score_methods`.
    sources
        Moment to the source whose moneylines are used; these are told season by season.
    figure
        The figure as Markdown, or nothing.

    Returns
    -------
    str
        Markdown; empty where nothing was scored.
    """
    if scores.empty:
        return ""
    configured = _words(scores.loc[scores["is_configured"], "method"].iloc[0])
    introduction = INTRODUCTION.format(chosen=CHOSEN, configured=configured)
    pooled = _table(scores[scores["season"] == ALL], ["source", "moment", "method"])
    used = [_seasons(scores, source, moment) for moment, source in sources.items()]
    parts = [f"## Taking the margin out\n\n{introduction}", figure, pooled, _choices(scores), *used]
    return "\n".join(part for part in parts if part)


def _seasons(scores: pd.DataFrame, source: str, moment: str) -> str:
    is_used = (scores["source"] == source) & (scores["moment"] == moment) & (scores["season"] != ALL)
    if not is_used.any():
        return ""
    rows = _table(scores[is_used], ["season", "method"])
    return f"<details><summary>{_words(source)}, {moment}: season by season</summary>\n\n{rows}\n</details>\n"


def _table(scores: pd.DataFrame, named: list[str]) -> str:
    by_metric = dict(iter(scores.groupby("metric", sort=False)))
    first, second = (records(by_metric[metric]) for metric in METRICS)
    rows = (
        [
            *(_words(loss[name]) for name in named),
            f"{loss['n']:,}",
            f"{loss['overround']:.4f}",
            *_cells(loss),
            *_cells(brier),
        ]
        for loss, brier in zip(first, second, strict=True)
    )
    return table((*named, *_HEAD), rows)


def _cells(row: Mapping[str, float]) -> list[str]:
    gap = [1000 * row[name] for name in ("difference", "difference_low", "difference_high")]
    return [
        f"{row['value']:.4f} [{row['low']:.4f}, {row['high']:.4f}]",
        ABSENT if row["is_configured"] else f"{gap[0]:+.2f} [{gap[1]:+.2f}, {gap[2]:+.2f}]",
    ]


def _choices(scores: pd.DataFrame) -> str:
    told = scores[scores["chosen"].notna()].drop_duplicates(["source", "moment", "season"])
    if told.empty:
        return ""
    place = told["source"].map(_words) + ", " + told["moment"]
    wide = told.assign(place=place).pivot(index="season", columns="place", values="chosen")
    rows = (
        [season, *(ABSENT if pd.isna(name) else _words(name) for name in row)]
        for season, row in zip(wide.index, wide.to_numpy(), strict=True)
    )
    return f"{_verdict(scores, told)}\n\n{table(('season', *wide.columns), rows)}"


def _verdict(scores: pd.DataFrame, told: pd.DataFrame) -> str:
    configured = scores.loc[scores["is_configured"], "method"].iloc[0]
    by_choice = scores[(scores["method"] == CHOSEN) & (scores["season"] == ALL)]
    is_chance = bool((by_choice["difference_high"] >= 0).all())
    other = int((told["chosen"] != configured).sum())
    words = VERDICTS[is_chance]
    return words.format(other=other, seasons=len(told), configured=_words(configured))


def _words(name: object) -> str:
    return str(name).replace("_", " ")
