"""Worlds on file, and what their looks add up to."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from benchmarks.planted_edges import append, still_to_do, worlds_of
from benchmarks.planted_page import false_findings, is_planted, pooled, write_page
from benchmarks.planted_worlds import LOOKS, MARKETS, World, efficient, stale, tired_and_shaded


def _looks(world: World, value: float = 0.1, half: float = 0.05, n: int = 100) -> pd.DataFrame:
    rows = [
        {"plant": world.planted[market][0], "size": world.planted[market][1], "until": world.until,
         "seed": world.seed, "market": market, "moment": moment, "metric": metric, "min_edge": 2.0, "n": n,
         "value": value, "low": value - half, "high": value + half, "truth": 0.0}
        for market in MARKETS
        for moment, metric in LOOKS
    ]  # fmt: skip
    table = pd.DataFrame(rows)
    return table.assign(is_found=table["low"] > 0)


def test_a_run_that_was_broken_off_goes_on_with_what_is_missing(tmp_path: Path) -> None:
    results, worlds = tmp_path / "looks.csv", worlds_of(["stale openings 4"], repeats=2, seeds=2)
    assert len(worlds) == 4
    assert still_to_do(worlds, results) == worlds
    append(_looks(worlds[0]), results)
    append(_looks(worlds[3]), results)
    assert still_to_do(worlds, results) == worlds[1:3]


def test_a_world_with_two_mistakes_is_done_only_with_both(tmp_path: Path) -> None:
    results, world = tmp_path / "looks.csv", tired_and_shaded(3.0, 2.0, seed=1)
    append(_looks(world).query("market == 'ats'"), results)
    assert still_to_do([world], results) == [world]


def test_the_same_mistake_for_good_is_another_world(tmp_path: Path) -> None:
    results = tmp_path / "looks.csv"
    append(_looks(tired_and_shaded(3.0, 2.0, seed=1)), results)
    lasting = tired_and_shaded(3.0, 2.0, seed=1, until="never")
    assert still_to_do([lasting], results) == [lasting]


def test_something_is_to_be_found_where_a_mistake_is_worth_something() -> None:
    def told(world: World) -> list[tuple[str, str]]:
        looks = _looks(world).query("market == 'ats'")
        return list(looks.loc[is_planted(looks), ["moment", "metric"]].itertuples(index=False, name=None))

    assert told(tired_and_shaded(3.0, 2.0, 1)) == [("open", "closing_line_value"), ("open", "roi")]
    assert told(tired_and_shaded(3.0, 2.0, 1, "never")) == [("open", "roi"), ("close", "roi")]
    assert told(efficient(1)) == []


def test_worlds_are_put_together_by_their_bets() -> None:
    # 100 bets at 0.10 and 300 at 0.20: 0.175; errors 0.05 each: sqrt((0.25 * 0.05)^2 + (0.75 * 0.05)^2) = 0.0395.
    parts = [_looks(stale(4.0, 1), 0.10, n=100), _looks(stale(4.0, 2), 0.20, n=300)]
    rows = pooled(pd.concat(parts)).query("market == 'ats' and moment == 'close'")
    assert rows["value"].item() == pytest.approx(0.175)
    assert (rows["high"] - rows["value"]).item() == pytest.approx(0.0395, abs=1e-4)
    assert rows[["worlds", "found"]].values.tolist() == [[2, 2]]


def test_false_findings_stand_beside_what_the_stated_rate_gives() -> None:
    parts = [_looks(efficient(seed), value=0.1 if seed <= 3 else 0.0) for seed in range(1, 101)]
    row = false_findings(pd.concat(parts)).iloc[0]
    assert (row["worlds"], row["found"]) == (100, 3)
    # Binomial of 100 and 0.025: from 0 to 6 in 95 of 100 repetitions; exact interval of 3 in 100: 0.6 to 8.5 %.
    assert (row["band_low"], row["band_high"]) == (0, 6)
    assert (row["low"], row["high"]) == pytest.approx((0.0062, 0.0852), abs=1e-4)
    assert row["expected"] == pytest.approx(0.025)


def test_the_page_keeps_its_words_and_gets_new_numbers(tmp_path: Path) -> None:
    marks = "".join(
        f"{name}\n<!-- {name} -->\nold\n<!-- end of {name} -->\n"
        for name in ("planted", "agreement", "false")
    )
    page = tmp_path / "planted-edges.md"
    page.write_text("# Words\n" + marks + "last word\n", encoding="utf-8")
    looks = pd.concat([_looks(stale(4.0, 1)), _looks(efficient(1)), _looks(efficient(2), value=0.0)])
    for _ in range(2):
        write_page(looks, tmp_path)
    text = page.read_text(encoding="utf-8")
    assert "old" not in text
    assert text.startswith("# Words\n")
    assert text.endswith("last word\n")
    assert (
        "| openings stale, until the morning | 4 | ats | ROI, open | 100 | 1 of 1 | +10.0 [+5.0, +15.0] % | +0.0 % |"
        in text
    )
    assert sorted(path.name for path in (tmp_path / "figures").iterdir()) == [
        "planted-edges.png", "planted-false-findings.png",
    ]  # fmt: skip
    assert np.all([path.stat().st_size > 5000 for path in (tmp_path / "figures").iterdir()])
