"""Nodes of the stage `stacking` for player markets: distributions and lines in, the published probabilities out."""

import pandas as pd

from busta.evaluation.at_lines import put_to_lines
from busta.markets import Market
from busta.params.modeling import ModelingParams
from busta.params.prop_blend import PropBlendParams
from busta.probability.members import publish_lines
from busta.probability.prop_blend import PropStack, fit_prop_stack
from busta.probability.season_distributions import SeasonDistributions


def blend_lines(
    means: pd.DataFrame,
    distributions: SeasonDistributions,
    prm_prop_lines: pd.DataFrame,
    market: Market,
    prop_blend: PropBlendParams,
) -> tuple[PropStack, pd.DataFrame]:
    """Put the forecasts of a market to its lines, and blend them with the market's own probabilities.

    Parameters
    ----------
    means, distributions
        `{market}.means` and `{market}.distributions`.
    prm_prop_lines
        Lines of all markets.
    market
        Its block of the roster.
    prop_blend
        How the blend is fitted, and how certain the model may be.

    Returns
    -------
    tuple
        `{market}.stack`; `{market}.at_lines`: one row per question and moment with a line, see
        `busta.schemas.outputs.AtLines`.
    """
    own = prm_prop_lines[prm_prop_lines["market"] == market.quotes]
    asked = put_to_lines(means, distributions, own, prop_blend.clip)
    stack = fit_prop_stack(asked, prop_blend.rules)
    return stack, asked.join(stack.apply(asked))


def publish_players(at_lines: pd.DataFrame, market: Market, modeling: ModelingParams) -> pd.DataFrame:
    """Publish the rows of the market's own moment.

    Parameters
    ----------
    at_lines
        `{market}.at_lines`.
    market
        Its moment, learners and what its features know.
    modeling
        Names the first published season.

    Returns
    -------
    pandas.DataFrame
        `{market}.probabilities`, see `busta.schemas.outputs.Probabilities`.
    """
    of_moment = at_lines[at_lines["moment"] == market.moment]
    return publish_lines(of_moment, market.learners, modeling.first_published_season, market.information)
