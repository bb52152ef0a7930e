"""Nodes of the stage `calibration`: out-of-fold forecasts in, calibrated forecasts out."""

import pandas as pd

from busta.evaluation.calibrator_curves import calibrator_curve
from busta.markets import Market
from busta.params.calibration import CalibrationParams
from busta.probability.choice import SeasonCalibrators, distances, fit_season_calibrators
from busta.probability.logits import clip_probability


def fit_calibrators(oof: pd.DataFrame, market: Market, calibration: CalibrationParams) -> SeasonCalibrators:
    """Choose and fit one calibrator per season, on the out-of-fold rows of earlier seasons.

    Parameters
    ----------
    oof : DataFrame
        `{market}.oof_{learner}`: one row per out-of-fold forecast.
    market : Market
        Names the candidates.
    calibration : CalibrationParams

    Returns
    -------
    SeasonCalibrators
    """
    return fit_season_calibrators(oof, "probability_over", calibration.rules(market.calibrators))


def calibrate(oof: pd.DataFrame, calibrators: SeasonCalibrators) -> pd.DataFrame:
    """Add the calibrated probability, and what it was made with, to every out-of-fold forecast."""
    return oof.join(calibrators.apply(oof["probability_over"].to_numpy(), oof["season"]))


def report_choices(market: Market, *calibrators: SeasonCalibrators) -> pd.DataFrame:
    """List which calibrator was taken for which season, and why.

    Returns
    -------
    DataFrame
        One row per learner and season (`next` for the season to come): `market`, `learner`, `season`,
        `calibrator`, `rows` it was fitted on, `validation_rows`, and `log_loss_<candidate>` over the
        seasons it was judged by (null where it could not be judged).
    """
    records = []
    for learner, fitted in zip(market.learners, calibrators, strict=True):
        for season, choice in [*fitted.by_season.items(), ("next", fitted.latest)]:
            losses = {f"log_loss_{name}": choice.losses.get(name) for name in market.calibrators}
            records.append(
                {
                    "market": market.id,
                    "learner": learner,
                    "season": season,
                    "calibrator": choice.calibrator.name,
                    "rows": choice.calibrator.rows,
                    "validation_rows": choice.validation_rows,
                }
                | losses
            )
    return pd.DataFrame(records)


def report_curve(
    calibrated: pd.DataFrame, calibrators: SeasonCalibrators, calibration: CalibrationParams
) -> pd.DataFrame:
    """Draw the map that the next season will be calibrated by, with its interval.

    Parameters
    ----------
    calibrated : DataFrame
        `{market}.calibrated_{learner}`.
    calibrators : SeasonCalibrators
    calibration : CalibrationParams

    Returns
    -------
    DataFrame
        One row per point of the grid: `calibrator`, `probability`, `calibrated`, `low`, `high`, `n`.
    """
    name = calibrators.latest.calibrator.name
    decided = calibrated[calibrated["outcome"].notna()]
    curve = calibration.curve
    forecast = clip_probability(decided["probability_over"].to_numpy(), calibration.clip)
    distance = distances(decided).get("distance")
    drawn = calibrator_curve(
        name, forecast, decided["outcome"], decided["game_date"], curve.points, curve.rules, distance
    )
    return drawn.assign(calibrator=name)[["calibrator", *drawn.columns]]
