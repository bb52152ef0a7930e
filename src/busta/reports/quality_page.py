"""All checks of data quality on one page: what needs attention first, then every check with its meaning."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from busta.monitoring.quality_table import counted
from busta.params.quality import SEVERITIES
from busta.reports.html.page import Section, html_page
from busta.reports.markdown import table
from busta.reports.numbers import ABSENT

Check = Mapping[str, Any]
TITLE = "The quality of the data"
LEAD = """Every check says how much it looked at and how much of that is bad. A share beyond its limit is a warning or
an error; limits, known gaps and what stops a run are parameters (`conf/base/parameters_quality.yml`).
"""
# Check to its title and what it means, in the order of the page.
CHECKS = {
    "types": (
        "Types and refused cells",
        "Columns of our tables against their contracts, and what of the raw files could not be read as what it should "
        "be. A refused cell is in no table: it is kept in `report_refused.csv`, with file and row.",
    ),
    "ranges": ("Ranges", "Values that cannot be, whatever happened on the floor or at the bookmaker."),
    "duplicates": ("Duplicates", "Rows that repeat the key of another, in tables and in raw files."),
    "sums": (
        "Box scores that add up",
        "Shots make points, two kinds of rebounds make rebounds, players make their team, teams make the result.",
    ),
    "missing": (
        "Missing values",
        "Empty values by column, and played games without a box score or a closing line. Where a gap is known, the "
        "limit is the gap's own.",
    ),
    "outliers": (
        "Outliers",
        "Values far from the mean of their season. Few of them are wrong: games go to four overtimes, men score "
        "73 points. A share beyond the limit says that something else than the game has changed.",
    ),
    "unmatched": ("Rows that met nothing", "Rows of a source about a game or a player that nobody knows."),
    "columns": (
        "Columns of raw files",
        "Columns of every raw file against those that earlier files of its source had: lost, renamed (gone, and a new "
        "one with the same first values or nearly the same name), new, or of another kind (numbers, text).",
    ),
    "freshness": ("Freshness", "When the sources that are fetched last answered."),
    "failures": ("Failed calls", "Calls to sources that had to be repeated or given up, in the last days."),
}
_NOTHING = {
    "columns": "No earlier run has left columns to compare with: those of this run are remembered.",
    "freshness": "Nothing was ever fetched into this raw root.",
    "failures": "No source was called.",
    "unmatched": "Every row met its game or player.",
}
_WORDS = {"error": "**error:** ", "warning": "**warning:** ", "info": ""}
ALL = "all"
_HEAD = ("table", "column", "share", "limit", "what was found")


def quality_page(document: Mapping[str, Any]) -> str:
    """Write the page.

    Parameters
    ----------
    document
        As from `busta.reports.quality_json.quality_document`.

    Returns
    -------
    str
        HTML, see `busta.reports.html.page.html_page`. The first line says what data this is.
    """
    checks = document["checks"]
    sections = [
        Section("verdict", "The verdict", _verdict(document)),
        Section("attention", "What needs attention", _attention(checks)),
    ]
    for name, (title, meaning) in CHECKS.items():
        rows = _rows([check for check in checks if _section(check) == name])
        sections.append(
            Section(name, title, f"{meaning}\n\n{rows or _NOTHING.get(name, 'Nothing to look at.')}")
        )
    return html_page(document["data"], TITLE, LEAD, sections)


def _section(check: Check) -> str:
    name = str(check["check"])
    return "columns" if name.endswith("_columns") else name


def _verdict(document: Mapping[str, Any]) -> str:
    counts, stop_at = document["counts"], document["stop_at"]
    stops = "No finding stops a run." if stop_at == "never" else f"A run stops at: {stop_at}."
    verdict = "**The run goes on.**" if document["is_accepted"] else "**The run stops.**"
    rows = [(CHECKS[name][0], *_severities(document["checks"], name)) for name in CHECKS]
    by_check = [row for row in rows if any(count != "0" for count in row[1:])]
    total = ("all checks", *(str(counts[name]) for name in reversed(SEVERITIES)))
    head = ("check", "errors", "warnings", "within limits")
    return f"{verdict} {stops}\n\n{table(head, [*by_check, total])}"


def _severities(checks: Sequence[Check], name: str) -> list[str]:
    found = [check["severity"] for check in checks if _section(check) == name]
    return [str(found.count(severity)) for severity in reversed(SEVERITIES)]


def _attention(checks: Sequence[Check]) -> str:
    found = [check for check in checks if check["is_breached"]]
    return table(_HEAD, map(_cells, found)) if found else "No check found more than its limit.\n"


def _rows(checks: Sequence[Check]) -> str:
    bad = [check for check in checks if check["n_bad"]]
    limited = [check for check in bad if check["limit"] is not None]
    told = [check for check in bad if check["limit"] is None]
    clean = [(c["table"], c["column"] or ALL, f"{c['n']:,}") for c in checks if not c["n_bad"]]
    parts = [table(_HEAD, map(_cells, limited))] if limited else []
    if told:
        parts.append(
            _folded(
                f"{counted(len(told), 'finding')} told one by one, without a limit",
                table(_HEAD, map(_cells, told)),
            )
        )
    if clean:
        head = ("table", "column", "values, rows or files")
        parts.append(_folded(f"{len(clean)} looked at without a finding", table(head, clean)))
    return "\n".join(parts)


def _folded(title: str, text: str) -> str:
    return f"<details><summary>{title}</summary>\n\n{text}\n</details>\n"


def _cells(check: Check) -> tuple[str, ...]:
    limit = ABSENT if check["limit"] is None else _percent(check["limit"])
    told = _WORDS[check["severity"]] + check["sentence"].removeprefix(f"{check['table']}: ")
    return check["table"], check["column"] or ALL, _percent(check["share"]), limit, told


def _percent(share: float) -> str:
    if 0 < share < 0.00005:
        return "< .01 %"
    return f"{100 * share:.2f} %" if 0 < share < 0.01 else f"{100 * share:.1f} %"
