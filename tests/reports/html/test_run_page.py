"""The report of a run."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pandas as pd

from busta.params.reporting import Target
from busta.reports.baseline_markdown import baseline_page
from busta.reports.html import RunReport, run_page
from busta.reports.html.run_page import body_of
from busta.reports.importance_markdown import importance_page
from tests.reports.html.pages import Page
from tests.reports.html.test_page import PNG
from tests.reports.samples import FABRICATED, REAL, document
from tests.reports.test_importance import importance

ROI = Target(
    market="moneyline",
    source="backtest",
    metric="roi",
    at_least=0.05,
    label="flat",
    where={"strategy": "value"},
    beside={"strategy": "random"},
    context="It is a bet.",
)
BRIER = Target(market="moneyline", metric="brier_score", at_most=0.25, context="A coin has 0.25.")
COVERAGE = pd.DataFrame(
    {
        "season": ["2001-02", None],
        "source": ["books <b>", "logs"],
        "what": ["rows", "files"],
        "read": [1000, 0],
        "joined": [900, 0],
        "refused": [100, 0],
        "reason": ["no such game: 100", None],
        "share_joined": [0.9, None],
    }
)


def _report(identity: dict[str, Any] = REAL, **changes: Any) -> RunReport:
    return replace(
        RunReport(
            identity=identity,
            document=document(identity),
            targets=(BRIER, ROI),
            tables={},
            coverage=COVERAGE,
            pages={"importance": importance_page(importance(), identity, 2)},
            figures={f"moneyline/{name}.png": PNG for name in ("seasons", "reliability", "importance")},
        ),
        **changes,
    )


def _sections(text: str) -> dict[str, str]:
    parts = text.split('<section id="')[1:]
    return {part.partition('"')[0]: part for part in parts}


def test_every_section_says_something() -> None:
    for identity in (REAL, FABRICATED):
        sections = _sections(run_page(_report(identity)))
        assert len(sections) == 15
        bare = {
            name: len(Page(f'<body><section id="{text.split("</main>")[0]}</body>').visible())
            for name, text in sections.items()
        }
        # A title, at least one sentence and the way back.
        assert {name: n for name, n in bare.items() if n < 3} == {}


def test_a_run_without_backtests_says_so_and_names_the_command() -> None:
    sections = _sections(run_page(_report()))
    assert (
        "Not measured in this run: <code>kedro run --pipelines=backtesting,reporting</code>"
        in sections["backtests"]
    )
    assert (
        "Not measured in this run: <code>kedro run --pipelines=tuning,reporting</code>" in sections["tuning"]
    )
    assert "not measured in this run" in sections["asked"]
    assert (
        "<code>kedro run --pipelines=backtesting,reporting</code> measures it. It is a bet."
        in sections["asked"]
    )


def test_what_was_measured_stands_beside_what_was_asked_with_the_markets_own() -> None:
    table = pd.DataFrame(
        {
            "market": ["moneyline", "moneyline"],
            "strategy": ["value", "random"],
            "n_bets": [1400, 2800],
            "roi": [0.021, -0.045],
            "roi_low": [-0.01, -0.06],
            "roi_high": [0.05, -0.03],
        }
    )
    asked = _sections(run_page(_report(tables={"backtest": table})))["asked"]
    assert "2.1 [-1.0, 5.0] % (1,400 bets)" in asked
    assert "-4.5 [-6.0, -3.0] % (2,800 bets)" in asked
    assert "Not reached. It is a bet." in asked


def test_a_page_that_stands_alone_goes_in_without_its_first_lines() -> None:
    page = "DATA: real\n\n# Title\n\nText.\n\n## Part\n\nMore.\n"
    assert body_of(page) == "Text.\n\n### Part\n\nMore."
    text = run_page(_report(pages={"backtest_page": page, "tuning_moneyline": page}))
    assert _sections(text)["backtests"].count("<h3>Part</h3>") == 1
    assert _sections(text)["tuning"].count("<h3>Part</h3>") == 1


def test_the_numbers_are_those_of_the_page_in_markdown() -> None:
    shown = set(Page(run_page(_report())).visible())
    rows = baseline_page(document(), {}, (BRIER,)).splitlines()
    seasons = [line for line in rows if line.startswith("| 2001-02") or line.startswith("| 2002-03")]
    cells = {cell.strip() for line in seasons for cell in line.strip("|").split("|")}
    assert cells - shown == set()


def test_figures_stand_where_they_were_drawn_and_nowhere_else() -> None:
    words = [tag["alt"] for tag in Page(run_page(_report())).all("img")]
    assert words == ["moneyline: seasons", "moneyline: reliability", "moneyline: importance"]


def test_text_of_the_sources_stays_text() -> None:
    page = Page(run_page(_report()))
    assert page.all("b") == []
    assert "books <b>" in page.visible()


def test_what_explains_a_table_is_said_once() -> None:
    made: dict[str, Any] = document()
    block = made["markets"]["moneyline"]
    twice = _report(document={**made, "markets": {"moneyline": block, "other": block}})
    day = _sections(run_page(twice))["day"]
    assert day.count("<h3>") == day.count("<table") == 2
    assert day.count("Nothing is fitted anew") == 1
