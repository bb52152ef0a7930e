"""The page on efficiency."""

from __future__ import annotations

import pandas as pd
import pytest

from busta.reports.efficiency_markdown import Asked, efficiency_page
from tests.reports.efficiency_samples import all_tests, margins
from tests.reports.samples import FABRICATED, REAL

ASKED = Asked(alpha=0.05, price=1.9091, sources={"close": "closing_lines"})
FIGURES = ["weights", "early_season", "margin_removal", "biases_total"]


def _page(table: pd.DataFrame | None = None, identity: dict[str, object] = REAL) -> str:
    return efficiency_page(all_tests() if table is None else table, margins(), identity, FIGURES, ASKED)


@pytest.mark.parametrize("identity", [FABRICATED, REAL])
def test_the_page_says_first_what_data_it_is_made_of(identity: dict[str, object]) -> None:
    assert _page(identity=identity).splitlines()[0] == identity["description"]


def test_the_number_of_tests_and_what_chance_alone_makes_stand_before_any_finding() -> None:
    page = _page()
    counted = page.index("## How many tests were made: 15")
    assert counted < page.index("| bias, total, close | 2 | 1 | 0.1 | 0.0010 | 0.0020 | **1** |")
    assert page.index("Of the 2 biases of the later seasons as one family, 1 are left.") > counted


def test_a_finding_stands_beside_the_seasons_that_had_no_part_in_it() -> None:
    assert (
        "- bias, total, close, over, spread 0 to 3: 47.0 % of 3,258 games, the market's own 50.0 %, difference "
        "-3.0 [-5.0, -1.0] points, adjusted p 0.0020; in the other seasons, which had no part in finding it, "
        "+1.2 [-1.0, +3.0] points of 3,258 games, p 0.3000."
    ) in _page()


def test_a_finding_of_a_kind_that_other_seasons_do_not_tell_says_so() -> None:
    table = all_tests()
    page = _page(table[~table["family"].str.startswith("older")])
    assert "adjusted p 0.0020; other seasons do not tell." in page


def test_line_and_model_stand_in_one_row_with_intervals_and_the_verdict() -> None:
    page = _page()
    assert (
        "| ats | open | evening | all | 3,258 | 0.400 [0.300, 0.500] | 0.600 [0.500, 0.700] | <0.0001 | <0.0001 | "
        "the model knows something that the line does not | 0.300 [0.100, 0.500] |"
    ) in page
    assert "no sign that the model knows more than the line | – | – |" in page
    assert (
        "| ats | open | evening | confirmed | line | 3,258 | 0.100 [-0.100, 0.300] | 0.980 [0.900, 1.100] |"
        in page
    )


def test_sides_show_share_fair_share_and_both_profits() -> None:
    assert (
        "| over | all games | 3,258 | 49.8 % | 50.0 % | -0.2 [-2.0, +2.0] | 0.7000 | 0.7000 | -4.5 [-6.0, -3.0] | "
        "-4.5 [-6.0, -3.0] | no more than chance can make |"
    ) in _page()


def test_every_figure_is_linked() -> None:
    page = _page()
    assert [name for name in FIGURES if f"(market_efficiency/{name}.png)" not in page] == []


def test_data_that_do_not_go_back_to_the_anomaly_do_not_claim_its_death() -> None:
    table = all_tests()
    assert "## An anomaly that died: unders at the beginning of a season" in _page(table)
    page = _page(table[~table["group"].str.endswith("while it lived")])
    assert "## Unders at the beginning of a season" in page
    assert "These data do not go back that\nfar." in page


def test_without_any_finding_the_page_says_so() -> None:
    table = all_tests().assign(p_value=0.9, p_adjusted=0.9)
    assert "No bias of any kind of game is left after the correction." in _page(table)


def test_without_any_test_the_page_is_short_and_whole() -> None:
    page = efficiency_page(all_tests().iloc[:0], margins().iloc[:0], REAL, [], ASKED)
    assert "made: 0" in page
    assert page.count("\n## ") == 1
