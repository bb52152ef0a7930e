from __future__ import annotations

import pandas as pd
import pytest

from busta.reports.moments_markdown import interval, moments_page, plain
from tests.reports.samples import FABRICATED, REAL

NAN = float("nan")
MOMENTS = pd.DataFrame(
    [
        ("scores", "total: mean", "points", 1230, 217.58, 217.0, 218.2),
        ("market", "slope", "1", 12, 1.0, NAN, NAN),
    ],
    columns=["group", "moment", "unit", "n", "value", "low", "high"],
)


@pytest.mark.parametrize("identity", [FABRICATED, REAL])
def test_the_page_says_first_what_data_it_is_made_of(identity: dict[str, object]) -> None:
    assert moments_page(MOMENTS, identity).splitlines()[0] == identity["description"]


def test_every_moment_stands_under_its_group_with_its_interval() -> None:
    page = moments_page(MOMENTS, REAL)
    scores, market = page.index("## Scores"), page.index("## Market")
    assert scores < page.index("| total: mean | points | 1,230 | 217.6 | [217, 218.2] |") < market
    assert "| slope | 1 | 12 | 1 | – |" in page[market:]


@pytest.mark.parametrize(
    ("value", "text"),
    [(108.792, "108.8"), (0.0022813, "0.002281"), (12345.6, "12346"), (-0.5, "-0.5"), (NAN, "–")],
)
def test_numbers_have_four_digits_that_count(value: float, text: str) -> None:
    assert plain(value) == text


def test_an_interval_without_an_end_is_none() -> None:
    assert (interval(1.0, NAN), interval(0.14061, 2.0)) == ("–", "[0.1406, 2]")
