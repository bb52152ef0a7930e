"""Calibrators chosen forward in time."""

import numpy as np
import pandas as pd
import pytest
from scipy.special import ndtri

from busta.probability.calibrators import NoCalibrator
from busta.probability.choice import (
    CalibratorRules,
    choose_calibrator,
    distances,
    fit_season_calibrators,
)
from busta.probability.logits import ProbabilityError
from tests.forecasts import SEASONS, forecasts

RULES = CalibratorRules(("isotonic", "none", "platt", "beta"), "platt", 100, 1.0, 1e-6)


def test_the_first_season_is_left_as_it_is() -> None:
    fitted = fit_season_calibrators(forecasts(slope=0.3), "probability_over", RULES)
    assert fitted.by_season[SEASONS[0]].calibrator == NoCalibrator()


def test_the_second_season_takes_the_fallback_unjudged() -> None:
    choice = fit_season_calibrators(forecasts(), "probability_over", RULES).by_season[SEASONS[1]]
    assert (choice.calibrator.name, dict(choice.losses), choice.calibrator.rows) == ("platt", {}, 400)


def test_a_fallback_that_is_no_candidate_gives_way_to_the_simplest() -> None:
    rules = CalibratorRules(("isotonic", "beta"), "platt", 100, 1.0, 1e-6)
    choice = fit_season_calibrators(forecasts(), "probability_over", rules).by_season[SEASONS[1]]
    assert choice.calibrator.name == "beta"


def test_bold_forecasts_are_shrunk_and_honest_ones_left_alone() -> None:
    bold = fit_season_calibrators(forecasts(slope=0.3), "probability_over", RULES).latest
    honest = fit_season_calibrators(forecasts(slope=1.0), "probability_over", RULES).latest
    assert (bold.calibrator.name, honest.calibrator.name) == ("platt", "none")
    assert bold.losses["platt"] < bold.losses["none"]
    assert bold.validation_rows == 4 * 400


def test_too_few_rows_fit_nothing() -> None:
    rules = CalibratorRules(("none", "platt"), "platt", 5000, 1.0, 1e-6)
    assert fit_season_calibrators(forecasts(), "probability_over", rules).latest.calibrator == NoCalibrator()


def test_a_season_is_calibrated_by_what_was_known_before_it() -> None:
    table = forecasts(slope=0.4)
    later = table["season"] >= SEASONS[3]
    scrambled = table.assign(
        outcome=table["outcome"].where(~later, 1 - table["outcome"]),
        probability_over=table["probability_over"].where(~later, 0.123),
    )
    before, after = (fit_season_calibrators(t, "probability_over", RULES) for t in (table, scrambled))
    known = [season for season in SEASONS if season <= SEASONS[3]]
    assert {s: before.by_season[s] for s in known} == {s: after.by_season[s] for s in known}
    assert before.latest != after.latest


def test_pushes_are_forecast_but_not_fitted_on() -> None:
    table = forecasts(slope=0.4)
    table.loc[::4, "outcome"] = np.nan
    fitted = fit_season_calibrators(table, "probability_over", RULES)
    assert fitted.by_season[SEASONS[1]].calibrator.rows == 300
    applied = fitted.apply(table["probability_over"].to_numpy(), table["season"])
    assert applied["probability_calibrated"].notna().all()


def test_applying_keeps_the_rows_where_they_are() -> None:
    table = forecasts(slope=0.4).sample(frac=1, random_state=1)
    fitted = fit_season_calibrators(table, "probability_over", RULES)
    applied = fitted.apply(table["probability_over"].to_numpy(), table["season"])
    assert applied.index.equals(table.index)
    last = table["season"] == SEASONS[-1]
    calibrator = fitted.by_season[SEASONS[-1]].calibrator
    assert (
        applied.loc[last, "probability_calibrated"] == calibrator.predict(table.loc[last, "probability_over"])
    ).all()
    assert set(applied.loc[last, "calibrator_rows"]) == {1600}


def test_no_rows_are_calibrated_to_no_rows() -> None:
    fitted = fit_season_calibrators(forecasts(), "probability_over", RULES)
    assert fitted.apply(np.array([]), pd.Series([], dtype="str")).empty


def test_a_certain_forecast_is_clipped_on_purpose() -> None:
    table = forecasts(slope=0.4)
    table.loc[[0, 700], "probability_over"] = [0.0, 1.0]
    fitted = fit_season_calibrators(table, "probability_over", RULES)
    applied = fitted.apply(table["probability_over"].to_numpy(), table["season"])
    assert applied["probability_calibrated"].between(0, 1, inclusive="neither").all()


def test_the_season_to_come_has_what_all_seasons_gave() -> None:
    fitted = fit_season_calibrators(forecasts(), "probability_over", RULES)
    assert fitted.for_season("2030-31") is fitted.latest


def test_a_season_before_all_is_refused() -> None:
    fitted = fit_season_calibrators(forecasts(), "probability_over", RULES)
    with pytest.raises(ProbabilityError, match=r"Expected a season among 2015-16, .* was 1999-00"):
        fitted.for_season("1999-00")


def test_an_unknown_candidate_is_refused() -> None:
    rules = CalibratorRules(("none", "magic"), "none", 100, 1.0, 1e-6)
    with pytest.raises(ProbabilityError, match="was 'magic'"):
        fit_season_calibrators(forecasts(), "probability_over", rules)


def test_a_missing_forecast_is_refused() -> None:
    table = forecasts()
    table.loc[7, "probability_over"] = np.nan
    with pytest.raises(ProbabilityError, match="was nan in the first of 1 rows"):
        fit_season_calibrators(table, "probability_over", RULES)


def test_a_calibrator_that_cannot_be_fitted_is_told_with_its_column_and_season() -> None:
    table = forecasts()
    table.loc[table["season"] == SEASONS[0], "outcome"] = 1.0
    said = f"^Calibrators of 'probability_over' for the season {SEASONS[1]}: Expected both outcomes"
    with pytest.raises(ProbabilityError, match=said):
        fit_season_calibrators(table, "probability_over", RULES)
    only = table[table["season"] == SEASONS[0]]
    with pytest.raises(
        ProbabilityError, match=r"^Calibrators of 'probability_over' for the season to come: "
    ):
        fit_season_calibrators(only, "probability_over", RULES)


def test_an_edge_over_a_line_is_shrunk_without_the_share_of_overs() -> None:
    table = forecasts(slope=0.3)
    rules = CalibratorRules(("edge", "none", "platt"), "edge", 100, 1.0, 1e-6)
    fitted = fit_season_calibrators(table, "probability_over", rules)
    assert [fitted.by_season[season].calibrator.name for season in SEASONS] == ["none"] + ["edge"] * 4
    assert fitted.latest.calibrator.predict([0.5])[0] == 0.5


def test_an_edge_is_judged_by_distances_where_the_quantity_is_known() -> None:
    table = forecasts(slope=0.3).assign(line=2.0, sd=4.0)
    # Every game ends a tenth of its edge from the line, in standard deviations.
    table["actual"] = 2.0 + 4.0 * 0.1 * ndtri(table["probability_over"])
    rules = CalibratorRules(("edge", "none"), "edge", 100, 0.0, 1e-6)
    fitted = fit_season_calibrators(table, "probability_over", rules)
    assert fitted.by_season[SEASONS[1]].calibrator.slope == pytest.approx(0.1)
    assert distances(table.assign(sd=np.nan)).empty
    assert distances(table)["distance"].iloc[0] == pytest.approx(
        0.1 * ndtri(table["probability_over"].iloc[0])
    )


def test_a_tie_goes_to_the_simpler() -> None:
    # The complex one gains .001 a day on average and loses as often as it gains: within one standard error.
    day = pd.Series(range(4))
    losses = pd.DataFrame({"simple": [0.5, 0.5, 0.5, 0.5], "complex": [0.4, 0.598, 0.4, 0.598]})
    assert choose_calibrator(losses, day, 1.0) == "simple"
    assert choose_calibrator(losses, day, 0.0) == "complex"


def test_a_clear_gain_is_taken() -> None:
    losses = pd.DataFrame({"simple": [0.5, 0.5, 0.6, 0.6], "complex": [0.4, 0.41, 0.5, 0.49]})
    assert choose_calibrator(losses, pd.Series(range(4)), 1.0) == "complex"


def test_a_season_without_an_outcome_judges_nobody() -> None:
    table = forecasts(slope=0.4)
    table.loc[table["season"] == SEASONS[1], "outcome"] = np.nan
    choice = fit_season_calibrators(table, "probability_over", RULES).by_season[SEASONS[2]]
    assert (choice.calibrator.name, choice.validation_rows) == ("platt", 0)
