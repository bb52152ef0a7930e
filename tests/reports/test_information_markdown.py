from __future__ import annotations

import re

import numpy as np
import pandas as pd

from busta.reports.information_markdown import information_section
from busta.reports.scores_json import scores_document
from tests.reports.samples import REAL, information, informed, scores


def _section(rows: pd.DataFrame | None = None) -> str:
    made = scores_document(REAL, {"moneyline": scores()}, {}, {}, {"moneyline": information(rows)})
    return information_section(made["markets"]["moneyline"]["information"])


def test_nothing_measured_is_nothing_said() -> None:
    assert information_section([]) == ""


def test_every_information_and_season_has_a_row_and_every_information_a_sentence() -> None:
    section = _section()
    rows = [line for line in section.splitlines() if line.startswith("| ")]
    assert len(rows) == 2 + 6
    assert len({len(re.findall(r"\|", line)) for line in rows}) == 1
    assert [line.split("**")[1] for line in section.splitlines() if line.startswith("- ")] == [
        "morning of the game",
        "tip-off",
    ]


def test_an_interval_below_zero_is_better_and_one_around_zero_no_more_than_chance() -> None:
    rows = informed()
    assert "better beyond chance" in _section(rows)
    same = rows.assign(probability_informed=rows["probability_evening"])
    assert "no more than chance can make" in _section(same)
    worse = rows.assign(probability_informed=1 - rows["probability_informed"])
    assert "worse beyond chance" in _section(worse)


def test_a_line_that_nobody_quotes_is_said_to_be_absent() -> None:
    rows = informed().assign(market_probability=np.nan, market_moment=None, market_quotes=None)
    assert _section(rows).count("Nobody quotes a line of that hour.") == 2


def test_games_without_a_line_of_the_hour_are_counted() -> None:
    rows = informed()
    rows.loc[rows.index[:7], "market_probability"] = np.nan
    assert "7 games without such a line are left out." in _section(rows)
