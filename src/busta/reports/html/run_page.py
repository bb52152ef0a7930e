"""The report of a run: every section a page or a part of `scores.json`, none with a number of its own."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from busta.params.reporting import Target
from busta.reports import baseline_markdown as parts
from busta.reports.comparisons_markdown import comparisons_section
from busta.reports.data_line import data_line
from busta.reports.edges_markdown import edges_section
from busta.reports.html.page import Section, html_page
from busta.reports.information_markdown import information_section
from busta.reports.markdown import table
from busta.reports.numbers import METRIC_NAMES, interval, number
from busta.reports.targets import COMMANDS, HEAD, NOT_MEASURED, target_rows

TITLE = "What a run has shown"
LEAD = f"""Probabilities for betting markets on basketball games, beside those of the market itself, and what they
would have been worth. {" ".join(parts.READING.split())} A number that this run has not measured says so, and names the
command that would.
"""
CALIBRATION = ("ece", "calibration_slope", "calibration_intercept")
CALIBRATED = {
    "model": "model (evening before)",
    "stacked": "blended with the close",
    "market": "closing line",
}
CALIBRATION_READING = """A probability is calibrated when what it gives 60 % happens in 60 of 100 cases. The grey band
is where a perfectly calibrated forecaster lies by chance alone: a calibration error inside it is no error.
"""
COVERAGE_HEAD = ("season", "source", "what", "read", "joined", "refused", "joined, %", "why not")

Block = Mapping[str, Any]


@dataclass(frozen=True)
class RunReport:
    """All that the report of a run is made of.

    Attributes
    ----------
    identity
        ``prm_data_identity``.
    document
        ``scores.json``.
    targets
        Numbers asked for.
    tables
        ``backtest`` and ``tuning``, see `busta.reports.targets.target_rows`; empty where not measured.
    coverage
        ``report_coverage``: what was read of each source, and why the rest was not used.
    pages
        Name to Markdown of the pages that stand alone as well: ``importance``, ``efficiency``, ``moments``,
        ``backtest_page``, ``props``, and ``tuning_<market>``; absent or empty where not made.
    figures
        Path beside the pages to the PNG, e.g. ``ats/reliability.png``; absent where not drawn.
    """

    identity: Mapping[str, Any]
    document: Mapping[str, Any]
    targets: Sequence[Target]
    tables: Mapping[str, pd.DataFrame]
    coverage: pd.DataFrame
    pages: Mapping[str, str]
    figures: Mapping[str, bytes]

    @property
    def markets(self) -> Mapping[str, Block]:
        """Market to its block of the scores."""
        blocks: Mapping[str, Block] = self.document["markets"]
        return blocks


def run_page(report: RunReport) -> str:
    """Write the page.

    Parameters
    ----------
    report
        All it is made of.

    Returns
    -------
    str
        HTML, see `busta.reports.html.page.html_page`. The first line says what data this is.
    """
    texts: list[tuple[str, str, str]] = [
        ("data", "What data this is", _data(report)),
        ("asked", "Asked, measured, the market's own, and what it means", _asked(report)),
        ("headline", "Headline scores beside the closing line", _headline(report)),
        ("seasons", "Season by season against the closing line", _seasons(report)),
        ("calibration", "Calibration", _calibration(report)),
        ("features", "What each group of features is worth", _features(report)),
        ("importance", "What the learners look at", _page(report, "importance", "kedro run")),
        ("day", "What knowing more on the day is worth", _of_markets(report, "information", information_section)),
        *_players(report),
        ("gates", "Gates", _gates(report)),
        ("sides", "Sides against the lines", _of_markets(report, "edges", edges_section)),
        ("backtests", "Backtests: what bets would have earned", _page(report, "backtest_page", COMMANDS["backtest"])),
        ("efficiency", "How efficient the markets are", _page(report, "efficiency", "kedro run")),
        ("tuning", "Tuning", _tuning(report)),
        ("league", "The league in numbers", _page(report, "moments", "kedro run")),
        ("read", "What was read and what was refused", _read(report)),
    ]  # fmt: skip
    sections = [Section(anchor, title, text, report.figures) for anchor, title, text in texts]
    return html_page(data_line(report.identity), TITLE, LEAD, sections)


def body_of(page: str) -> str:
    """Take the text of a page that stands alone, to put it into a section.

    Parameters
    ----------
    page
        Markdown: the line that says what data, a title, the text.

    Returns
    -------
    str
        Without these two lines, its headings one level lower.
    """
    lines = page.splitlines()
    start = next((place for place, line in enumerate(lines) if line.startswith("# ")), -1)
    return re.sub(r"^(#+) ", r"#\1 ", "\n".join(lines[start + 1 :]).strip(), flags=re.MULTILINE)


def _data(report: RunReport) -> str:
    identity = report.identity
    names = {
        "games": "league games",
        "first_season": "first season",
        "last_season": "last season",
        "first_game_date": "first game",
        "last_game_date": "last game",
        "files": "raw files",
        "sha256": "SHA-256 of all raw files",
    }
    known = {told: _count(identity[name]) for name, told in names.items() if identity.get(name) is not None}
    told = "".join(f"- {name}: `{value}`\n" for name, value in known.items())
    seasons = ", ".join(report.document["seasons"]) or "none"
    markets = ", ".join(report.markets)
    return (
        f"**{data_line(identity)}**\n\n{told}\n"
        f"Scored seasons: {seasons}. Markets: {markets}. {parts.gates_summary(report.markets)}"
    )


def _count(value: Any) -> str:
    return f"{value:,}" if isinstance(value, int) else str(value)


def _asked(report: RunReport) -> str:
    rows = target_rows(report.document, report.targets, report.tables)
    return table(HEAD, rows) if rows else "Nothing was asked of these markets.\n"


def _headline(report: RunReport) -> str:
    sections = [
        f"### {name}\n\n{parts.headline_section(block['scores'])}" for name, block in report.markets.items()
    ]
    whole = [
        _folded(f"{name}: all scores of the model", parts.in_full_section(block["scores"]))
        for name, block in report.markets.items()
    ]
    return "\n".join([*sections, *whole])


def _seasons(report: RunReport) -> str:
    found = []
    for name, block in report.markets.items():
        folded = _folded(f"{name}: as a table", parts.seasons_section(block["seasons"]))
        found.append(f"### {name}\n\n{_figure(report, name, 'seasons')}{folded}")
    return "\n".join(found)


def _calibration(report: RunReport) -> str:
    rows = [
        [name, told, *_calibration_cells(block["scores"][forecaster])]
        for name, block in report.markets.items()
        for forecaster, told in CALIBRATED.items()
        if forecaster in block["scores"]
    ]
    head = [
        "market",
        "forecaster",
        METRIC_NAMES["ece"],
        "by chance alone",
        *(METRIC_NAMES[m] for m in CALIBRATION[1:]),
    ]
    figures = "".join(_figure(report, name, "reliability") for name in report.markets)
    picture = _picture(report, "calibration by market", "calibration.png")
    return f"{CALIBRATION_READING}\n{table(head, rows)}\n{picture}{figures}"


def _calibration_cells(scores: Mapping[str, Any]) -> list[str]:
    ece, slope, intercept = (scores[metric] for metric in CALIBRATION)
    return [
        interval(ece["value"], ece["low"], ece["high"]),
        f"{number(ece['null_low'])} to {number(ece['null_high'])}",
        *(interval(score["value"], score["low"], score["high"]) for score in (slope, intercept)),
    ]


def _features(report: RunReport) -> str:
    found = []
    for name, block in report.markets.items():
        steps, gained = parts.ablation_section(block["ablation"]), comparisons_section(block["comparisons"])
        if steps or gained:
            figure = _figure(report, name, "ablation")
            found.append(f"### {name}\n\n{_lower(steps)}\n{figure}\n{_folded('Gained over what', gained)}")
    return "\n".join(found) or _not_asked()


def _gates(report: RunReport) -> str:
    held = _of_markets(report, "gates", parts.gates_section)
    return f"{parts.gates_summary(report.markets)}\n{'' if held == _not_asked() else held}"


def _of_markets(report: RunReport, part: str, write: Callable[[Sequence[Any]], str]) -> str:
    found: list[str] = []
    for name, block in report.markets.items():
        if text := write(block[part]):
            found.append(f"### {name}\n\n{_not_yet_said(_lower(text), found)}\n{_figure(report, name, part)}")
    return "\n".join(found) or _not_asked()


def _not_yet_said(text: str, before: Sequence[str]) -> str:
    # What explains a table explains that of the next market too.
    paragraphs = text.split("\n\n")
    return "\n\n".join(
        one for one in paragraphs if one.startswith("|") or not any(one in said for said in before)
    )


def _players(report: RunReport) -> list[tuple[str, str, str]]:
    # Not every roster asks about players.
    page = report.pages.get("props", "")
    return [("players", "What forecasts of players are worth", body_of(page))] if page else []


def _tuning(report: RunReport) -> str:
    pages = {name: report.pages.get(f"tuning_{name}", "") for name in report.markets}
    tuned = [f"### {name}\n\n{body_of(page)}\n" for name, page in pages.items() if page]
    return "\n".join(tuned) or _absent(COMMANDS["tuning"])


def _page(report: RunReport, name: str, command: str) -> str:
    page = report.pages.get(name, "")
    return body_of(page) if page else _absent(command)


def _read(report: RunReport) -> str:
    sources = [
        _folded(str(source), table(COVERAGE_HEAD, (_coverage_row(row) for row in rows.to_dict("records"))))
        for source, rows in report.coverage.groupby("source", sort=True)
    ]
    introduction = (
        "Of every source: what was read, what was joined to a game or a player, and what was refused, season by "
        "season, with the reason. Every single cell and line that was refused stands in `report_refused.csv`."
    )
    return "\n".join([f"{introduction}\n", *sources])


def _coverage_row(row: Mapping[Any, Any]) -> list[str]:
    share, reason = row["share_joined"], row["reason"]
    counts = [f"{row[name]:,}" for name in ("read", "joined", "refused")]
    told = ["" if pd.isna(share) else f"{100 * share:.1f}", "" if pd.isna(reason) else str(reason)]
    return ["" if pd.isna(row["season"]) else row["season"], row["source"], row["what"], *counts, *told]


def _lower(text: str) -> str:
    # Headings of a market's part stand below the market's own.
    return re.sub(r"^### .*\n+", "", text)


def _figure(report: RunReport, market: str, name: str) -> str:
    return _picture(report, f"{market}: {name}", f"{market}/{name}.png")


def _picture(report: RunReport, told: str, path: str) -> str:
    return f"![{told}]({path})\n\n" if path in report.figures else ""


def _folded(title: str, text: str) -> str:
    return f"<details><summary>{title}</summary>\n\n{text}\n</details>\n" if text else ""


def _absent(command: str) -> str:
    return f"{NOT_MEASURED.capitalize()}: `{command}` measures it.\n"


def _not_asked() -> str:
    return "Not asked of any market of this run.\n"
