"""The nodes that ask the fitted models again, with what was known at another time than the evening before."""

import pandas as pd

from busta.evaluation import information as evaluated
from busta.evaluation.averages import average_out_of_fold
from busta.evaluation.out_of_fold import out_of_fold
from busta.evaluation.training_table import TrainingTableError
from busta.features.game_rows import combine_teams
from busta.features.informed import games_known, informed_store
from busta.features.registry import feature_columns
from busta.learners.fold_models import FoldModels, forecast_folds
from busta.markets import Market
from busta.params.modeling import ModelingParams


def forecast_informed(
    features: pd.DataFrame,
    prm_games: pd.DataFrame,
    prm_market_lines: pd.DataFrame,
    rows: pd.DataFrame,
    folds: pd.DataFrame,
    market: Market,
    modeling: ModelingParams,
    *models: FoldModels,
) -> pd.DataFrame:
    """Make `informed`: the games somebody had looked at on the day, forecast without and with what he saw.

    Parameters
    ----------
    features, prm_games, prm_market_lines
        The feature store, results and lines.
    rows, folds
        The market's training table and folds.
    market
        Its block of the roster; `informed` names the groups.
    modeling
        Names the first published season.
    models
        `model_<learner>`, in the order of the market's learners.

    Returns
    -------
    pandas.DataFrame
        One row per information and game of the published seasons of which both teams are known, columns
        `busta.evaluation.information.INFORMED_COLUMNS`.
    """
    published = rows[rows["season"] >= modeling.first_published_season]
    tables = []
    for later in market.informed:
        known = published[published["game_id"].isin(games_known(features, later))]
        store = features[features["game_id"].isin(known["game_id"])]
        told = _told(known, informed_store(store, market.feature_groups, later), prm_games, market)
        evening, informed = (
            evaluated.average_forecast(models, asked, folds, market.is_push_possible)
            for asked in (known, told)
        )
        hour = _hour(known, prm_games, prm_market_lines, market, later)
        tables.append(evaluated.informed_rows(later, known, evening, informed, hour))
    return pd.concat(tables, ignore_index=True)


def forecast_day_before(
    features_day_before: pd.DataFrame,
    prm_games: pd.DataFrame,
    rows: pd.DataFrame,
    folds: pd.DataFrame,
    market: Market,
    *models: FoldModels,
) -> pd.DataFrame:
    """Make `oof_day_before`: what the fitted models say when they know nothing of the day before the game.

    Parameters
    ----------
    features_day_before, prm_games
        The feature store without the day before, and which teams play.
    rows, folds
        The market's training table and folds.
    market
        Its block of the roster.
    models
        `model_<learner>`, in the order of the market's learners.

    Returns
    -------
    pandas.DataFrame
        The mean of the learners, one row per game that a fold tests, columns
        `busta.evaluation.out_of_fold.OUT_OF_FOLD_COLUMNS`; as of the end of the second day before the game.
    """
    tested = folds[folds["role"] == "test"]
    asked = rows[rows["game_id"].isin(tested["game_id"])]
    told = _told(asked, features_day_before, prm_games, market)
    members = [
        out_of_fold(told, forecast_folds(model, told, tested), market.is_push_possible, market.impossible)
        for model in models
    ]
    return average_out_of_fold(members)


def _told(known: pd.DataFrame, store: pd.DataFrame, games: pd.DataFrame, market: Market) -> pd.DataFrame:
    if market.combine is None:
        raise TrainingTableError(f"market {market.id!r}: expected the subject 'game', was {market.subject!r}")
    groups = market.feature_groups
    asked = games[games["game_id"].isin(known["game_id"])]
    columns = feature_columns(groups, scope="team"), market.combine, feature_columns(groups, scope="game")
    combined = combine_teams(store, asked, *columns)
    question = known.drop(columns=[name for name in combined if name != "game_id"])
    return question.merge(combined, on="game_id", how="left", validate="one_to_one")


def _hour(
    known: pd.DataFrame, games: pd.DataFrame, lines: pd.DataFrame, market: Market, later: str
) -> pd.DataFrame:
    moment, asked = evaluated.MOMENT_OF[later], market.line.constant or 0.0
    quoted = evaluated.quoted_probability(lines, market.quotes or "", moment)
    implied = evaluated.implied_probability(lines, games, market.quantity, moment, asked)
    names = market.quotes, evaluated.LINE_OF_QUANTITY.get(market.quantity)
    return evaluated.line_of_the_hour(known, quoted, implied, moment, names)
