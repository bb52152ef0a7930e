"""Nodes of the stage `stacking`: calibrated learners in, the published probabilities out."""

import pandas as pd

from busta.markets import Market
from busta.params.calibration import CalibrationParams, StackingParams
from busta.params.modeling import ModelingParams
from busta.probability.blending import Stack, fit_stack
from busta.probability.members import member_table, publish


def fit_market_stack(
    training_table: pd.DataFrame,
    market: Market,
    calibration: CalibrationParams,
    stacking: StackingParams,
    *calibrated: pd.DataFrame,
) -> Stack:
    """Fit the mean's recalibration and the blend with the market, each season on the seasons before it.

    Parameters
    ----------
    training_table : DataFrame
        `{market}.training_table`, for its quotes.
    market : Market
        Names the learners.
    calibration : CalibrationParams
    stacking : StackingParams
    calibrated : DataFrame
        `{market}.calibrated_{learner}`, in the order of the market's learners.

    Returns
    -------
    Stack
    """
    table = _members(training_table, market, calibrated)
    return fit_stack(table, market.learners, stacking.rules(calibration, market.recalibrators))


def publish_probabilities(
    training_table: pd.DataFrame,
    stack: Stack,
    market: Market,
    modeling: ModelingParams,
    *calibrated: pd.DataFrame,
) -> pd.DataFrame:
    """Make `{market}.probabilities`, from the first published season on.

    Parameters
    ----------
    training_table : DataFrame
        `{market}.training_table`, for its quotes.
    stack : Stack
        As fitted for this market.
    market : Market
        Names the learners; its feature groups say what had to be known.
    modeling : ModelingParams
        Names the first published season.
    calibrated : DataFrame
        `{market}.calibrated_{learner}`, in the order of the market's learners.

    Returns
    -------
    DataFrame
        One row per forecast, see `busta.schemas.outputs.Probabilities`.
    """
    table = _members(training_table, market, calibrated)
    return publish(table, stack, modeling.first_published_season, market.information)


def _members(
    training_table: pd.DataFrame, market: Market, calibrated: tuple[pd.DataFrame, ...]
) -> pd.DataFrame:
    by_learner = dict(zip(market.learners, calibrated, strict=True))
    return member_table(by_learner, training_table, market.is_push_possible)
