from __future__ import annotations

from busta.evaluation.realism import RealismBands
from busta.reports.realism import realism_page
from tests.reports.realism_samples import compared

BANDS = RealismBands(season_sds=2.0, min_seasons=3, share=0.05, share_of_few=0.10)
LINES = ("DATA: FABRICATED (invented)", "DATA: real NBA data")
REASONS = {"scores: total: sd": "Nobody fouls at the end.", "scores: total: mean": "Not needed."}


def page() -> str:
    return realism_page(compared(), REASONS, BANDS, LINES, "figures/realism.png")


def test_the_page_says_first_what_data_it_is_made_of() -> None:
    assert page().startswith("DATA: FABRICATED (invented)\n\nDATA: real NBA data\n\n# ")


def test_all_moments_are_shown_also_those_that_are_apart_or_not_there() -> None:
    text = page()
    assert "| total: mean | points | 200 [199, 201] | 201 [200, 202] | 1.00 | +0.5 | alike |  |" in text
    assert (
        "| total: sd | points | 20 [19, 21] | 10 [9, 11] | 0.50 | -5.0 | apart | Nobody fouls at the end. |"
        in text
    )
    assert "| points: overround | share | 0.07 | – | – | – | not there |  |" in text


def test_the_verdicts_are_counted_by_group() -> None:
    text = page()
    assert "| group | alike | apart | not there |" in text
    assert "| scores | 1 | 1 | 0 |" in text
    assert "| all | 1 | 1 | 1 |" in text


def test_the_bands_are_told() -> None:
    assert "within 2 standard deviations between real seasons" in page()
