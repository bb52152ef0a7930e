"""The page of all player markets, written from ``scores_props.json`` alone."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from busta.evaluation.prop_gates import EVERY
from busta.evaluation.score_table import POOLED
from busta.params.prop_reports import PropReportParams
from busta.reports.baseline_markdown import gates_section, gates_summary
from busta.reports.markdown import table
from busta.reports.numbers import interval, number
from busta.reports.props_markdown import (
    ablation_section,
    asked_section,
    per_player_section,
    reading_of,
    tuning_section,
)
from busta.reports.props_tables import (
    MOMENTS,
    NAMES,
    Block,
    bets_table,
    gap,
    measured,
    nearest,
    pairs_table,
    records_table,
    scores_of,
    value,
)

POINT_HEAD = ("market", "rows", "MAE", "season average", "last games", "moving mean", "RMSE", "bias")
SPREAD_HEAD = (
    "market", "CRPS", "season average", "last games", "moving mean", "nearest minus the model",
    "inside the interval", "PIT deviation", "ECE, synthetic lines",
)  # fmt: skip
LINES_HEAD = (
    "market", "moment", "lines", "Brier score of the market", "model minus the market", "blend minus the market",
    "majority side", "season average", "accuracy of the market", "of the model", "ECE of the model",
)  # fmt: skip
POINT = """The mean forecast beside the means that need no model. All markets of one man move together: ten rows here
are no ten proofs.
"""
SPREAD = """The whole distribution. *Inside the interval* is the share of results in the conformal interval that should
hold 80 %; lines nobody offered lie around the model's mean.
"""
LINES = """The market's main line with the margin removed, and what others say on the same rows. The majority side is
known only in hindsight. *Together* is over all markets, days drawn with replacement: differences below zero are
better than the market.
"""
BY_SEASON = "All seasons together; each of them stands on the page of the market.\n"
TOGETHER = """All statistics of the men of a game are drawn at once, so that what goes together is priced together:
`busta combine` prices any combination of bets in one game.
"""
SUMS = """A sum has a distribution of its own; beside it stand the draws of its parts, and parts that have nothing to do
with each other. *Gap* is the largest distance of the cumulated probabilities; all three have the mean of the parts.
"""
PAIRS = """Two overs of the half line at the mean: of one man, of the two leading men of a team, of one of each; all
pairs of statistics. How often both came true, what the draws said, and the product of the single probabilities. Leading
are those of whom most was forecast among the men who played. All pairs of a game stand or fall together, so that days
are drawn for the intervals; the difference of the Brier scores is paired, below zero the draws are better.
"""
SUM_COLUMNS = {
    "market": "sum", "n": "rows", "sd_own": "standard deviation", "sd_joint": "of the draws",
    "sd_independent": "of independent parts", "gap_joint": "gap to the draws",
    "gap_independent": "gap to independent parts",
}  # fmt: skip
BASELINES = ("season_average", "last_games", "moving_mean")


def props_page(document: Mapping[str, Any], figures: Sequence[str], rules: PropReportParams) -> str:
    """Write the page.

    Parameters
    ----------
    document
        ``scores_props.json``.
    figures
        Names of the figures; each lies at ``props/<name>.png`` beside the page.
    rules
        What was asked, and how the baselines look back.

    Returns
    -------
    str
        Markdown. The first line says what data this is.
    """
    markets = document["markets"]
    everywhere = dict(markets) | {EVERY: {"gates": document["gates"]}}
    parts = [
        f"{document['data']}\n\n# What forecasts of players are worth\n\n{reading_of(rules)}",
        f"Seasons: {', '.join(document['seasons'])}. One page for each market: {_links(markets)}.\n",
        gates_summary(everywhere),
        asked_section(markets, rules),
        f"## The mean forecast\n\n{POINT}\n{_points(markets)}",
        f"## The distribution\n\n{SPREAD}\n{_spreads(markets)}\n{_figure(figures, 'gains')}",
        _lines(document, figures),
        _bets(markets),
        _together(document),
        _ablations(markets),
        _told("A model per player", "per_player", per_player_section, markets),
        _told("Tuned against default", "tuning", tuning_section, markets),
        _gates(everywhere),
    ]
    return "\n".join(part for part in parts if part)


def _links(markets: Mapping[str, Block]) -> str:
    return ", ".join(f"`{market}/report.md`" for market in markets)


def _points(markets: Mapping[str, Block]) -> str:
    rows = []
    for market, block in markets.items():
        scores = scores_of(block, "played")
        model = scores["model"]
        rows.append(
            [
                market,
                f"{model['mae']['n']:,}",
                measured(model["mae"]),
                *(value(scores[name]["mae"]) for name in BASELINES),
                value(model["rmse"]),
                number(model["bias"]["value"], is_difference=True),
            ]
        )
    return table(POINT_HEAD, rows)


def _spreads(markets: Mapping[str, Block]) -> str:
    rows = []
    for market, block in markets.items():
        scores = scores_of(block, "played")
        model, near = scores["model"], nearest(block)
        rows.append(
            [
                market,
                measured(model["crps"]),
                *(value(scores[name]["crps"]) for name in BASELINES),
                f"{gap(scores[near]['crps'])}",
                number(model["coverage"]["value"], "accuracy"),
                value(model["pit_deviation"]),
                measured(scores_of(block, "synthetic")["model"]["ece"]),
            ]
        )
    return table(SPREAD_HEAD, rows)


def _lines(document: Mapping[str, Any], figures: Sequence[str]) -> str:
    rows = [
        _line_row(market, moment, scores)
        for market, block in document["markets"].items()
        for moment in MOMENTS
        if (scores := scores_of(block, moment))
    ]
    if not rows:
        return "## Real lines\n\nNobody quoted these markets in these seasons.\n"
    together = table(
        ["together", "forecaster", "lines", "Brier score", "minus the market"],
        (_pooled_row(record) for record in document["pooled"]),
    )
    picture = _figure(figures, "against_market")
    return f"## Real lines\n\n{LINES}\n{together}\n{picture}\n{table(LINES_HEAD, rows)}"


def _line_row(market: str, moment: str, scores: Mapping[str, Any]) -> list[str]:
    brier = {name: metrics["brier_score"] for name, metrics in scores.items()}
    ece = scores["model"]["ece"]
    return [
        market,
        moment,
        f"{brier['market']['n']:,}",
        value(brier["market"]),
        gap(brier["model"]),
        gap(brier.get("blend")),
        value(brier["majority"]),
        value(brier.get("season_average")),
        *(number(scores[name]["accuracy"]["value"], "accuracy") for name in ("market", "model")),
        f"{number(ece['value'])} (chance up to {number(ece['null_high'])})",
    ]


def _pooled_row(record: Mapping[str, Any]) -> list[str]:
    return [
        record["moment"],
        NAMES[record["forecaster"]],
        f"{record['n']:,}",
        interval(record["value"], record["low"], record["high"]),
        interval(
            record["difference"], record["difference_low"], record["difference_high"], is_difference=True
        ),
    ]


def _bets(markets: Mapping[str, Block]) -> str:
    bets = [{"market": market} | dict(bet) for market, block in markets.items() for bet in block["bets"]]
    return f"## Bets\n\nFlat stakes; voids and pushes returned.\n\n{bets_table(bets)}" if bets else ""


def _together(document: Mapping[str, Any]) -> str:
    told = []
    if document.get("sums"):
        told.append(f"{SUMS}\n{records_table(document['sums'], SUM_COLUMNS)}")
    if document.get("pairs"):
        told.append(f"{PAIRS}\n{pairs_table(document['pairs'])}")
    return "\n".join(["## What goes together in one game\n", TOGETHER, *told]) if told else ""


def _ablations(markets: Mapping[str, Block]) -> str:
    told = [
        f"### {market}\n\n{steps}" for market, block in markets.items() if (steps := ablation_section(block))
    ]
    return "\n".join(["## What each group of features is worth\n", *told]) if told else ""


def _told(
    head: str,
    part: str,
    section: Callable[[Sequence[Mapping[str, Any]]], str],
    markets: Mapping[str, Block],
) -> str:
    records = [
        {"market": market} | dict(record)
        for market, block in markets.items()
        for record in block.get(part, [])
        if record["season"] == POOLED
    ]
    told = section(records)
    return f"## {head}\n\n{told}\n{BY_SEASON}" if told else ""


def _gates(markets: Mapping[str, Any]) -> str:
    told = [
        f"### {market}\n\n{held.removeprefix('### Gates').lstrip()}".replace("| games |", "| rows |", 1)
        for market, block in markets.items()
        if (held := gates_section(block["gates"]))
    ]
    return "\n".join(["## Gates\n", *told]) if told else ""


def _figure(figures: Sequence[str], name: str) -> str:
    return f"![{name.replace('_', ' ')}](props/{name}.png)\n" if name in figures else ""
