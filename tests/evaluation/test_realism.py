from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from busta.evaluation.realism import ABSENT, ALIKE, APART, RealismBands, compare_leagues

BANDS = RealismBands(season_sds=2.0, min_seasons=3, share=0.05, share_of_few=0.10)


def moments(values: dict[str, float], width: float = 0.1) -> pd.DataFrame:
    table = pd.DataFrame({"moment": list(values), "value": list(values.values())})
    return table.assign(
        group="scores", unit="points", n=10, low=table["value"] - width, high=table["value"] + width
    )


def seasons(name: str, values: list[float]) -> pd.DataFrame:
    return pd.concat([moments({name: value}) for value in values], ignore_index=True)


def compared(
    real: float, invented: dict[str, float], by_season: list[float], width: float = 0.1
) -> pd.Series:
    table = compare_leagues(
        moments({"total": real}, width), seasons("total", by_season), moments(invented, width), BANDS
    )
    return table.iloc[0]


@pytest.mark.parametrize(
    ("invented", "verdict"), [(103.9, ALIKE), (104.1, ALIKE), (106.1, APART), (95.1, ALIKE), (93.9, APART)]
)
def test_alike_is_within_two_seasons_or_a_share_whichever_is_more(invented: float, verdict: str) -> None:
    # The seasons 97, 100 and 103 have a standard deviation of 3: the band is 6, more than 5 % of 100.
    row = compared(100.0, {"total": invented}, [97.0, 100.0, 103.0])
    assert row["verdict"] == verdict
    assert row["band"] == pytest.approx(6.0)
    assert row["difference_in_sd"] == pytest.approx((invented - 100) / 3)
    assert row["ratio"] == pytest.approx(invented / 100)


def test_seasons_that_hardly_differ_leave_the_share() -> None:
    assert compared(100.0, {"total": 104.0}, [99.9, 100.0, 100.1])["band"] == pytest.approx(5.0)


def test_few_seasons_have_a_wider_share_and_overlapping_intervals() -> None:
    assert compared(100.0, {"total": 109.0}, [100.0, 130.0])["verdict"] == ALIKE
    assert compared(100.0, {"total": 111.0}, [100.0, 130.0])["verdict"] == APART
    row = compared(100.0, {"total": 111.0}, [100.0, 130.0], width=6.0)
    assert (row["verdict"], np.isnan(row["difference_in_sd"])) == (ALIKE, True)


def test_what_chance_alone_could_halve_is_not_called_alike_for_that() -> None:
    assert compared(100.0, {"total": 40.0}, [100.0, 130.0], width=300.0)["verdict"] == APART


def test_overlapping_intervals_excuse_nothing_where_seasons_are_known() -> None:
    assert compared(100.0, {"total": 108.0}, [99.0, 100.0, 101.0], width=20.0)["verdict"] == APART


def test_a_moment_that_the_invented_league_lacks_is_told() -> None:
    row = compared(100.0, {"margin": 1.0}, [99.0, 100.0, 101.0])
    assert row["verdict"] == ABSENT


def test_a_moment_of_nothing_has_no_ratio() -> None:
    row = compared(0.0, {"total": 0.1}, [-0.1, 0.0, 0.1])
    assert np.isnan(row["ratio"])
    assert row["verdict"] == ALIKE


@pytest.mark.parametrize(("sds", "few"), [(0.0, 3), (2.0, 2)])
def test_bands_that_say_nothing_are_refused(sds: float, few: int) -> None:
    with pytest.raises(ValueError, match="expected widths above 0"):
        RealismBands(season_sds=sds, min_seasons=few, share=0.05, share_of_few=0.1)
