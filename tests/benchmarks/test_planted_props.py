"""Worlds whose lines on players are put up: which there are, what their looks add up to, and how the page tells it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from benchmarks import prop_worlds
from benchmarks.planted_edges import append, still_to_do
from benchmarks.planted_props import SIZES, pooled_props, prop_worlds_of, write_props
from benchmarks.prop_worlds import PLAYER_LOOKS, PLAYER_MARKETS, PropWorld, look_at, with_truth
from tests.league import tiny_settings


def _looks(world: PropWorld, value: float = 0.1, unders: float = 0.9, n: int = 200) -> pd.DataFrame:
    rows = [
        {"plant": world.plant, "size": world.shade, "until": "never", "seed": world.seed, "market": market,
         "moment": "morning", "metric": look, "min_edge": 0.02, "n": n, "value": value, "low": value - 0.05,
         "high": value + 0.05, "truth": 0.08, "unders": unders, "unders_low": 0.0, "unders_high": 1.0}
        for market in PLAYER_MARKETS
        for look in PLAYER_LOOKS
    ]  # fmt: skip
    table = pd.DataFrame(rows)
    return table.assign(is_found=table["low"] > 0)


def _bets(count: int = 400, seed: int = 1) -> pd.DataFrame:
    """Both sides of so many lines at even money; every second under is worth something to the blend."""
    rng = np.random.default_rng(seed)
    is_over = np.tile([True, False], count)
    profit = np.repeat(rng.choice([-1.0, 1.0], count), 2) * np.where(is_over, 1, -1)
    is_worth = ~is_over & (np.arange(2 * count) % 4 == 1)
    return pd.DataFrame(
        {
            "game_date": np.repeat(
                pd.Timestamp("2018-01-01") + pd.to_timedelta(np.arange(count) % 40, "D"), 2
            ),
            "selection": np.where(is_over, "over", "under"),
            "expected_value": np.where(is_worth, 0.05, 0.0),
            "model_value": -0.1,
            "profit": profit,
            "truth": np.where(is_over, -0.02, 0.03),
        }
    )


def test_no_two_worlds_are_the_same_league() -> None:
    worlds = prop_worlds_of(list(SIZES), repeats=5, seeds=60)
    assert len({world.seed for world in worlds}) == len(worlds) == 4 * 5 + 60
    assert [world.shade for world in worlds[:4]] == list(SIZES.values())
    assert sum(world.plant == "none" for world in worlds) == 60


def test_a_run_that_was_broken_off_goes_on_with_what_is_missing(tmp_path: Path) -> None:
    results, worlds = tmp_path / "looks.csv", prop_worlds_of(["0.2 sd"], repeats=2, seeds=2)
    assert still_to_do(worlds, results) == worlds
    append(_looks(worlds[0]), results)
    append(_looks(worlds[3]), results)
    assert still_to_do(worlds, results) == worlds[1:3]


def test_a_look_at_value_bets_takes_those_that_are_worth_enough() -> None:
    bets, world = _bets(), PropWorld(1, 0.1)
    look = look_at(world, bets, "points", "value_by_blend")
    taken = bets[bets["expected_value"] >= 0.02]
    assert look["n"] == len(taken) == 200
    assert look["value"] == pytest.approx(taken["profit"].mean())
    assert look["low"] < look["value"] < look["high"]
    assert (look["unders"], look["truth"]) == pytest.approx((1.0, 0.03))


def test_every_under_is_every_under() -> None:
    look = look_at(PropWorld(1, 0.0), _bets(), "points", "every_under")
    assert (look["n"], look["unders"], look["min_edge"], look["plant"]) == (400, 1.0, 0.0, "none")


def test_nothing_is_measured_of_a_few_bets() -> None:
    look = look_at(PropWorld(1, 0.1), _bets(), "points", "value_by_model")
    assert look["n"] == 0
    assert np.isnan([look["value"], look["low"], look["truth"]]).all()


def test_what_a_bet_is_truly_worth_follows_from_the_chances_and_its_price(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def chances(settings: object, questions: pd.DataFrame, draws: int) -> pd.DataFrame:
        # One line of one man is asked about once, whatever stands on it.
        assert len(questions) == 2
        return pd.DataFrame({"over": [0.5, 0.4], "under": [0.4, 0.6]}, index=questions.index)

    monkeypatch.setattr(prop_worlds, "true_props", chances)
    keys = {"game_id": ["a", "a", "b"], "player_id": [1, 1, 1], "market": "points", "line": [9.5, 9.5, 8.5]}
    bets = pd.DataFrame(keys).assign(selection=["over", "under", "under"], price_decimal=[2.0, 2.1, 1.8])
    worth = with_truth(bets, tiny_settings(), 10)["truth"]
    # 0.5 - 0.4; 0.4 * 1.1 - 0.5; 0.6 * 0.8 - 0.4.
    assert worth.tolist() == pytest.approx([0.1, -0.06, 0.08])


def test_worlds_are_put_together_by_their_bets_and_beside_those_without_a_mistake() -> None:
    parts = [_looks(PropWorld(1, 0.1), unders=0.8, n=100), _looks(PropWorld(2, 0.1), unders=1.0, n=300)]
    rows = pooled_props(pd.concat([*parts, _looks(PropWorld(3, 0.0), unders=0.6)], ignore_index=True))
    assert len(rows) == len(PLAYER_MARKETS) * len(PLAYER_LOOKS)
    assert rows["unders"].tolist() == pytest.approx([0.95] * len(rows))
    assert rows["unders_else"].tolist() == pytest.approx([0.6] * len(rows))
    assert rows[["worlds", "found"]].eq(2).all(axis=None)


def test_the_page_tells_it_between_its_marks(tmp_path: Path) -> None:
    names = ("props", "props agreement", "props false")
    page = tmp_path / "planted-edges.md"
    marks = "".join(f"{name}\n<!-- {name} -->\nold\n<!-- end of {name} -->\n" for name in names)
    page.write_text("# Words\n" + marks + "last word\n", encoding="utf-8")
    few = _looks(PropWorld(5, 0.0)).assign(n=3, value=np.nan, low=np.nan, high=np.nan, is_found=False)
    looks = [_looks(PropWorld(1, 0.2)), _looks(PropWorld(2, 0.0), value=0.0, unders=0.6), few]
    for _ in range(2):
        write_props(pd.concat(looks, ignore_index=True), tmp_path)
    text = page.read_text(encoding="utf-8")
    assert "old" not in text
    assert text.endswith("last word\n")
    planted = (
        "| ROI of value bets by the model | 200 | 1 of 1 | +10.0 [+5.0, +15.0] % | +8.0 % | 90 % | 60 % |"
    )
    assert planted in text
    # The world of too few bets tells nothing.
    assert "| points | ROI of every under, morning | 200 | 1 | 0 | 0.0 [0.0, 97.5] % |" in text
