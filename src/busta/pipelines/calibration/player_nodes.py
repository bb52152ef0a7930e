"""Nodes of the stage `calibration` for player markets: mean forecasts in, distributions out."""

from typing import Any

import pandas as pd

from busta.evaluation.combination_scores import combination_scores
from busta.evaluation.count_scores import distribution_scores
from busta.evaluation.joint_scores import sum_agreement
from busta.markets import Market
from busta.params.distributions import DistributionParams
from busta.probability.joint import SeasonJoint, fit_season_joint, latent_scores
from busta.probability.season_distributions import NEXT, SeasonDistributions, fit_season_distributions

FORECAST_KEYS = ["season", "game_id", "game_date", "player_id", "mean"]


def fit_distributions(
    means: pd.DataFrame, market: Market, distributions: DistributionParams
) -> SeasonDistributions:
    """Choose and fit one family per season, on the out-of-fold means of earlier seasons.

    Parameters
    ----------
    means : DataFrame
        `{market}.means`: one row per out-of-fold mean forecast.
    market : Market
        Names the family that stands until an earlier season can judge.
    distributions : DistributionParams

    Returns
    -------
    SeasonDistributions
    """
    return fit_season_distributions(means, distributions.rules(market.id, market.family))


def forecast(means: pd.DataFrame, fitted: SeasonDistributions) -> pd.DataFrame:
    """Describe the distribution of every question that a fold tests.

    Returns
    -------
    DataFrame
        One row per row of `means`: `FORECAST_KEYS`, `median`, `sd`, `family`, `parameter_1`, `parameter_2` (see
        `CountFamily.parameters` of the family), the ends of the conformal interval, `low_80` and `high_80` at a
        level of .8, and `actual` (null where nobody knows). As of the features behind the mean, and of the end of
        the season before.
    """
    season, mean = means["season"], means["mean"].to_numpy()
    low, high = fitted.interval(season, mean)
    first, second = fitted.parameters(season, mean)
    named = f"{100 * fitted.level:.0f}"
    described = means[FORECAST_KEYS].assign(
        median=fitted.quantile(season, mean, 0.5),
        sd=fitted.moments(season, mean)[1],
        family=fitted.names(season),
        parameter_1=first,
        parameter_2=second,
    )
    return described.assign(**{f"low_{named}": low, f"high_{named}": high}, actual=means["actual"])


def report_distributions(
    means: pd.DataFrame, fitted: SeasonDistributions, market: Market, distributions: DistributionParams
) -> pd.DataFrame:
    """List which family was taken for which season, why, and how good it was.

    Returns
    -------
    DataFrame
        One row per season, `next` for the season to come, and `all` for all seasons with fitted distributions:
        `market`, `season`, `family`, `rows` it was fitted on (0: default parameters), `validation_rows`,
        `judged_<candidate>` (mean CRPS on the latest earlier seasons, null where none could be judged), and the
        columns of `distribution_scores` (null for `next`).
    """
    names = distributions.rules(market.id, market.family).in_order()
    records = [
        {
            "market": market.id,
            "season": season,
            "family": choice.family.name,
            "rows": choice.rows,
            "validation_rows": choice.validation_rows,
        }
        | {f"judged_{name}": choice.crps.get(name) for name in names}
        for season, choice in [*fitted.by_season.items(), (NEXT, fitted.latest)]
    ]
    scores = distribution_scores(means, fitted, distributions.scores.rules)
    return pd.DataFrame(records).merge(scores, on="season", how="outer").assign(market=market.id)


def share(means: pd.DataFrame, fitted: SeasonDistributions) -> tuple[pd.DataFrame, SeasonDistributions]:
    """What the joint simulation needs of a market: nodes outside its namespace cannot look inside.

    Returns
    -------
    tuple
        The rows of `means` with their normal scores, see `latent_scores`; and the distributions as they are.
    """
    return latent_scores(means, fitted), fitted


def fit_joint(
    questions: pd.DataFrame,
    distributions: DistributionParams,
    *scores: pd.DataFrame,
    statistics: tuple[str, ...],
) -> SeasonJoint:
    """Measure how the statistics of one man and of the men of one game move together, season by season.

    Parameters
    ----------
    questions : DataFrame
        `feat_player_questions`: who plays for whom.
    distributions : DistributionParams
    *scores
        `prop_scores_<market>` of every statistic.
    statistics : tuple of str
        What they are of, in the same order.

    Returns
    -------
    SeasonJoint
    """
    rules = distributions.joint
    by_statistic = dict(zip(statistics, scores, strict=True))
    return fit_season_joint(by_statistic, questions, rules.groups, rules.min_rows)


def report_joint(
    joint: SeasonJoint,
    distributions: DistributionParams,
    *tables: pd.DataFrame | SeasonDistributions,
    parts: dict[str, tuple[str, ...]],
) -> pd.DataFrame:
    """Set the distribution of every sum beside the joint simulation of its parts.

    Parameters
    ----------
    joint : SeasonJoint
    distributions : DistributionParams
    *tables
        `prop_scores_<market>` of every statistic and sum, then `prop_distributions_<market>` of every one.
    parts : dict
        Statistic or sum to its statistics, in the order of the tables.

    Returns
    -------
    DataFrame
        See `busta.evaluation.joint_scores.sum_agreement`.
    """
    means: dict[str, Any] = dict(zip(parts, tables[: len(parts)], strict=True))
    fitted: dict[str, Any] = dict(zip(parts, tables[len(parts) :], strict=True))
    return sum_agreement(means, fitted, joint, parts, distributions.joint.check)


def report_combinations(
    joint: SeasonJoint,
    questions: pd.DataFrame,
    distributions: DistributionParams,
    *tables: pd.DataFrame | SeasonDistributions,
    statistics: tuple[str, ...],
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Set combinations of two bets in one game, drawn together, beside the product of their prices.

    Parameters
    ----------
    joint : SeasonJoint
    questions : DataFrame
        `feat_player_questions`: who plays for whom, and when.
    distributions : DistributionParams
    *tables
        `prop_scores_<market>` of every statistic, then `prop_distributions_<market>` of every one.
    statistics : tuple of str
        What they are of, in the same order.

    Returns
    -------
    tuple of DataFrame
        See `busta.evaluation.combination_scores.combination_scores`.
    """
    scores: dict[str, Any] = dict(zip(statistics, tables[: len(statistics)], strict=True))
    fitted: dict[str, Any] = dict(zip(statistics, tables[len(statistics) :], strict=True))
    return combination_scores(scores, questions, fitted, joint, distributions.joint.check)
