"""The pages of player markets."""

from __future__ import annotations

import pytest

from busta.reports.html.blocks import parse
from busta.reports.props_markdown import market_page
from busta.reports.props_page import props_page
from tests.reports import props_samples as samples

FIGURES = ("reliability", "pit", "errors", "ablation")


@pytest.fixture(scope="module")
def points() -> str:
    document = samples.document()
    block = document["markets"]["points"]
    return market_page("points", document["data"], block, FIGURES, samples.PARAMS, (0.5, 1.0))


@pytest.fixture(scope="module")
def steals() -> str:
    document = samples.document(backtest=False)
    block = document["markets"]["steals"]
    return market_page("steals", document["data"], block, FIGURES[:3], samples.PARAMS, (0.5, 1.0))


@pytest.fixture(scope="module")
def every() -> str:
    return props_page(samples.document(), ["gains", "against_market"], samples.PARAMS)


def test_the_first_line_says_what_data_it_is(points: str, every: str) -> None:
    for page in (points, every):
        assert page.splitlines()[0].startswith("DATA: real")


def test_a_market_has_every_part_that_was_measured(points: str) -> None:
    for heading in (
        "## Asked, measured, why", "## Gates", "## Everybody who played", "## Lines nobody offered",
        "## Real lines, morning", "## Real lines, close", "## Bets", "## What each group of features is worth",
        "## A model per player", "## Tuned against default", "## How the learners are mixed",
    ):  # fmt: skip
        assert heading in points.splitlines()
    for name in FIGURES:
        assert f"![{name}]({name}.png)" in points


def test_what_was_not_measured_of_a_market_has_no_heading(steals: str) -> None:
    for told in (
        "## Real lines",
        "## Bets",
        "## What each group",
        "## A model per player",
        "## Tuned against",
        "## How the",
    ):
        assert told not in steals


def test_every_forecaster_stands_beside_the_model_on_the_same_rows(points: str) -> None:
    played = points.split("## Everybody who played")[1].split("###", maxsplit=1)[0]
    for name in ("**model**", "season average", "last games", "moving mean"):
        assert f"| {name} |" in played
    lines = points.split("## Real lines, morning")[1].split("##", maxsplit=1)[0]
    for name in ("**market**", "model blended with the market", "majority side (in hindsight)"):
        assert f"| {name} |" in lines


def test_the_page_of_all_has_one_row_for_each_market(every: str) -> None:
    mean = every.split("## The mean forecast")[1].split("## ", maxsplit=1)[0]
    assert [line.split(" | ")[0] for line in mean.splitlines() if line.startswith("| ")][2:] == [
        "| points",
        "| steals",
    ]
    assert "`points/report.md`, `steals/report.md`" in every
    assert "![gains](props/gains.png)" in every


def test_the_gates_of_all_markets_together_are_counted_and_listed(every: str) -> None:
    assert "All 8 gates passed." in every
    assert "### all player markets" in every
    assert "| blend_minus_market_morning |" in every


def test_sums_and_combinations_stand_beside_their_parts_apart(every: str) -> None:
    told = every.split("## What goes together in one game")[1].split("\n## ", maxsplit=1)[0]
    assert "| points rebounds | 300 | 7.1000 | 7.2000 | 6.4000 |" in told
    assert (
        "| one man | 60 | 900 | 0.3100 [0.2700, 0.3400] | 0.3000 | 0.2500 | 0.2000 | -0.0100 [-0.0200, +0.0010] |"
        in told
    )
    nothing = samples.document() | {"sums": [], "pairs": []}
    assert "goes together" not in props_page(nothing, [], samples.PARAMS)


def test_a_model_of_his_own_stands_beside_that_for_all_with_its_interval(points: str, every: str) -> None:
    own, together = (
        page.split("## A model per player")[1].split("\n## ", maxsplit=1)[0] for page in (points, every)
    )
    assert "| voting | 9 | 5.1000 | +0.4000 [+0.3000, +0.5000] |" in own
    assert "| pooled | 9 | 4.7000 | – |" in own
    assert "| 2002-03 |" in own
    assert "| points | >= 50 games | voting |" in together
    assert "| 2002-03 |" not in together


def test_where_nobody_quotes_any_market_the_page_says_so() -> None:
    document = samples.document()
    alone = document | {"markets": {"steals": document["markets"]["steals"]}, "pooled": [], "gates": []}
    page = props_page(alone, [], samples.PARAMS)
    assert "Nobody quoted these markets" in page
    assert "![" not in page


def test_a_page_is_read_as_html_without_a_broken_table(every: str, points: str) -> None:
    for page in (every, points):
        tables = [one for one in parse(page) if one.kind == "table"]
        assert len(tables) > 4
        assert all(len(row) == len(one.head) for one in tables for row in one.rows)
