"""The study of optional groups of player features measures what it says it measures."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from benchmarks import player_groups
from benchmarks.player_groups import ALL, CHANCE, COLUMNS, DEFAULT, SEASONS, Question

ROWS = 1500


def _question() -> Question:
    rng = np.random.default_rng(1)
    season = np.repeat(["2020-21", *SEASONS], ROWS)
    day = pd.to_datetime([f"{name[:4]}-12-01" for name in season]) + pd.to_timedelta(
        rng.integers(0, 60, len(season)), "D"
    )
    known = pd.DataFrame(rng.uniform(0, 10, (len(season), 2)), columns=["old", "new"])
    rows = pd.DataFrame(
        {"season": season, "game_date": day, "actual": rng.poisson(known.sum(axis=1)).astype(float)}
    )
    return Question("points", rows, known.assign(noise=1.0), ["old"], {"told": ["new"], "silent": ["noise"]})


def test_a_theme_that_tells_something_helps_and_one_that_does_not_does_not() -> None:
    results = player_groups.measure(_question())
    whole = results[results["season"] == "all"].set_index("step")
    assert list(whole.index) == [DEFAULT, CHANCE, "told", "silent", ALL]
    assert whole.loc["told", "high"] < 0 < whole.loc["told", "mae"] < whole.loc[DEFAULT, "mae"]
    assert whole.loc[DEFAULT, "change"] == 0
    assert abs(whole.loc["silent", "change"]) < 0.1
    assert (whole["n"] == 3 * ROWS).all()


def test_nothing_is_forecast_before_the_tested_seasons() -> None:
    asked = _question()
    means = player_groups.forecast(asked, ["old"], 1)
    assert np.isnan(means).tolist() == (asked.rows["season"] == "2020-21").tolist()


def test_optional_themes_are_those_of_the_evening_that_the_block_does_not_name() -> None:
    optional = player_groups.optional_themes(["form", "bio"])
    assert {"extras", "tracking", "minutes"} <= set(optional)
    assert not {"form", "bio", "game_lines", "lineup_tip_off"} & set(optional)


def test_the_newest_version_of_a_table_is_read(tmp_path: Path) -> None:
    folder = tmp_path / "04_feature" / "features_players.parquet"
    for version in ("2026-01-01", "2026-02-01"):
        (folder / version).mkdir(parents=True)
        pd.DataFrame({"version": [version]}).to_parquet(folder / version / folder.name)
    assert player_groups.read(tmp_path, "features_players")["version"].tolist() == ["2026-02-01"]


def test_every_step_has_its_row_on_the_page() -> None:
    seasons = [("all", -0.01), ("2021-22", -0.02), ("2022-23", 0.0)]
    rows = [("points", "bio", season, 80, 9, 4.5, change, -0.03, 0.01) for season, change in seasons]
    text = player_groups.page(pd.DataFrame(rows, columns=COLUMNS))
    assert "## Points" in text
    assert "| bio | 80 | 4.5000 | -0.0100 | -0.0300 to +0.0100 | -0.0200 | +0.0000 |" in text
