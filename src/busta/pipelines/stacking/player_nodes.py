"""Nodes of the stage `stacking` for player markets: distributions and lines in, the published probabilities out."""

import pandas as pd

from busta.evaluation import at_lines
from busta.markets import Market
from busta.params.modeling import ModelingParams
from busta.params.prop_blend import PropBlendParams
from busta.probability.members import publish_lines
from busta.probability.prop_blend import PropStack, fit_prop_stack
from busta.probability.season_distributions import SeasonDistributions


def put_to_lines(
    means: pd.DataFrame,
    fitted: SeasonDistributions,
    prm_prop_lines: pd.DataFrame,
    market: Market,
    prop_blend: PropBlendParams,
) -> pd.DataFrame:
    """Make `prop_at_lines_{market}`, see `busta.evaluation.at_lines.put_to_lines`.

    Parameters
    ----------
    means, fitted
        `{market}.means` and `{market}.distributions`.
    prm_prop_lines
        Lines of all markets.
    market
        Its block of the roster.
    prop_blend
        How certain the model may be.

    Returns
    -------
    pandas.DataFrame
        One row per question and moment with a line.
    """
    own = prm_prop_lines[prm_prop_lines["market"] == market.quotes]
    return at_lines.put_to_lines(means, fitted, own, prop_blend.clip)


def fit_player_stack(prop_blend: PropBlendParams, *rows: pd.DataFrame) -> PropStack:
    """Fit `{market}.stack` on `prop_at_lines_{market}` of every market of its group."""
    return fit_prop_stack(pd.concat(rows, ignore_index=True), prop_blend.rules)


def publish_players(
    rows: pd.DataFrame, stack: PropStack, market: Market, modeling: ModelingParams
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Blend the rows of a market, and publish those of its own moment.

    Parameters
    ----------
    rows
        `prop_at_lines_{market}`.
    stack
        `{market}.stack`.
    market
        Its moment, learners and what its features know.
    modeling
        Names the first published season.

    Returns
    -------
    tuple
        `{market}.at_lines`, every moment with its blend; `{market}.probabilities`, see
        `busta.schemas.outputs.Probabilities`.
    """
    blended = rows.join(stack.apply(rows))
    of_moment = blended[blended["moment"] == market.moment]
    first = modeling.first_published_season
    return blended, publish_lines(of_moment, market.learners, first, market.information)
