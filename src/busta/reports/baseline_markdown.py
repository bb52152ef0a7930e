"""The page that says what the probabilities are worth, written from `scores.json` alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from busta.params.reporting import Target
from busta.reports.comparisons_markdown import comparisons_section
from busta.reports.edges_markdown import edges_section
from busta.reports.information_markdown import information_section
from busta.reports.markdown import table
from busta.reports.numbers import METRIC_NAMES, interval, number
from busta.reports.targets import HEAD, target_rows

Document = Mapping[str, Any]

HEADLINE = (
    "forecaster",
    "Brier score",
    "minus the closing line",
    "log loss",
    "accuracy",
    "ECE (chance alone)",
    "slope",
)

NAMES = {
    "model": "**model** (evening before)",
    "stacked": "model blended with the closing line",
    "market": "**closing line**",
}

READING = """Every number is walk-forward: a game is forecast by what was known, and by models fitted, before its day.
Numbers in brackets are 95 % intervals, bootstrapped by day. Differences are paired: both forecasters, the same games.
The Brier score is the mean squared error of a probability: lower is better, a coin has 0.25.
"""


def baseline_page(document: Document, figures: Mapping[str, Sequence[str]], targets: Sequence[Target]) -> str:
    """Write the page.

    Parameters
    ----------
    document
        ``scores.json``.
    figures
        Market to the names of its figures; each lies at ``<market>/<name>.png`` beside the page.
    targets
        Numbers asked for, see `busta.params.reporting.Target`.

    Returns
    -------
    str
        Markdown. The first line says what data this is.
    """
    markets = document["markets"]
    parts = [
        f"{document['data']}\n\n# What the probabilities are worth\n\n{READING}",
        gates_summary(markets),
        _asked(document, targets),
        *(_market(market, block, figures.get(market, ())) for market, block in markets.items()),
    ]
    return "\n".join(part for part in parts if part)


def gates_summary(markets: Mapping[str, Any]) -> str:
    """Say in one line whether all gates passed."""
    gates = [gate for block in markets.values() for gate in block["gates"]]
    applied = [gate for gate in gates if gate["is_applied"]]
    breached = [f"{gate['market']}: {gate['name']}" for gate in applied if not gate["is_passed"]]
    if not gates:
        return "No gate holds for these data: they prove nothing about real games.\n"
    if breached:
        return f"**{len(breached)} of {len(applied)} gates breached**: {', '.join(breached)}.\n"
    return f"All {len(applied)} gates passed.\n"


def _asked(document: Document, targets: Sequence[Target]) -> str:
    rows = target_rows(document, [target for target in targets if target.source == "scores"])
    if not rows:
        return ""
    return "## Asked and measured\n\n" + table(HEAD, rows)


def _market(market: str, block: Mapping[str, Any], figures: Sequence[str]) -> str:
    parts = [
        f"## {market}\n",
        headline_section(block["scores"]),
        in_full_section(block["scores"]),
        seasons_section(block["seasons"]),
        gates_section(block["gates"]),
        ablation_section(block["ablation"]),
        comparisons_section(block["comparisons"]),
        information_section(block["information"]),
        edges_section(block["edges"]),
        _figures(market, figures),
    ]
    return "\n".join(part for part in parts if part)


def headline_section(scores: Mapping[str, Any]) -> str:
    """Write the table of all forecasters of a market beside the closing line."""
    first = [name for name in ("model", "stacked", "market") if name in scores]
    names = [*first, *(name for name in scores if name not in first)]
    return table(HEADLINE, (_headline_row(name, scores[name]) for name in names))


def _headline_row(name: str, metrics: Mapping[str, Any]) -> list[str]:
    brier, ece = metrics["brier_score"], metrics["ece"]
    chance = f"({number(ece['null_low'])} to {number(ece['null_high'])})"
    difference = "" if name == "market" else _difference(brier, "brier_score")
    return [
        NAMES.get(name, name),
        _measured(brier, "brier_score"),
        difference,
        number(metrics["log_loss"]["value"]),
        number(metrics["accuracy"]["value"], "accuracy"),
        f"{number(ece['value'])} {chance}",
        number(metrics["calibration_slope"]["value"]),
    ]


def in_full_section(scores: Mapping[str, Any]) -> str:
    """Write the table of all scores of the model beside the closing line's own."""
    close = scores.get("market", {})
    rows = (
        [
            METRIC_NAMES.get(metric, metric),
            f"{score['n']:,}",
            _measured(score, metric),
            _measured(close.get(metric), metric),
            _difference(score, metric),
        ]
        for metric, score in scores["model"].items()
    )
    head = ["metric", "games", "model", "closing line", "model minus close, paired"]
    return "### The model in full\n\n" + table(head, rows)


def seasons_section(seasons: Sequence[Mapping[str, Any]]) -> str:
    """Write the table of the Brier score, season by season, beside the closing line."""
    rows = (_season_row(season["season"], season["scores"]) for season in seasons)
    head = ["season", "games", "model", "closing line", "difference, paired", "accuracy", "of the close"]
    return "### Season by season (Brier score)\n\n" + table(head, rows)


def _season_row(season: str, scores: Mapping[str, Any]) -> list[str]:
    model, close = scores["model"], scores.get("market", {})
    return [
        season,
        f"{model['brier_score']['n']:,}",
        _measured(model["brier_score"], "brier_score"),
        _measured(close.get("brier_score"), "brier_score"),
        _difference(model["brier_score"], "brier_score"),
        number(model["accuracy"]["value"], "accuracy"),
        number(close.get("accuracy", {}).get("value"), "accuracy"),
    ]


def gates_section(gates: Sequence[Mapping[str, Any]]) -> str:
    """Write the table of a market's gates; empty where none holds."""
    if not gates:
        return ""
    rows = (
        [
            gate["name"],
            gate["expected"],
            interval(gate["measured"], gate["low"], gate["high"]),
            f"{gate['n']:,}",
            _verdict(gate),
            gate["meaning"],
        ]
        for gate in gates
    )
    return "### Gates\n\n" + table(
        ["gate", "expected", "measured", "games", "verdict", "in plain English"], rows
    )


def _verdict(gate: Mapping[str, Any]) -> str:
    if not gate["is_applied"]:
        return "not applied"
    return "passed" if gate["is_passed"] else "**BREACHED**"


def ablation_section(steps: Sequence[Mapping[str, Any]]) -> str:
    """Write the table of what each group of features is worth; empty where it was not asked."""
    if not steps:
        return ""
    rows = (
        [
            step["step"],
            f"{step['n']:,}",
            interval(step["value"], step["low"], step["high"]),
            _change(step, "difference_to_previous"),
            _change(step, "difference_to_first"),
        ]
        for step in steps
    )
    head = [
        "features up to",
        "games",
        "Brier score",
        "against the step before, paired",
        "against the first step",
    ]
    return "### What each group of features is worth\n\n" + table(head, rows)


def _figures(market: str, figures: Sequence[str]) -> str:
    return "\n".join(f"![{market}: {name}]({market}/{name}.png)\n" for name in figures)


def _measured(score: Mapping[str, Any] | None, metric: str) -> str:
    return number(None) if score is None else interval(score["value"], score["low"], score["high"], metric)


def _difference(score: Mapping[str, Any], metric: str) -> str:
    ends = score["difference"], score["difference_low"], score["difference_high"]
    return interval(*ends, metric, is_difference=True)


def _change(step: Mapping[str, Any], name: str) -> str:
    ends = step.get(name), step.get(f"{name}_low"), step.get(f"{name}_high")
    return interval(*ends, is_difference=True)
