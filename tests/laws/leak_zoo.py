"""The leak zoo: small changes of real pieces of the project, each of which lets the future in.

Every leak names the law that must kill it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd
import pytest

from tests.laws import leaks_of_features as features
from tests.laws import leaks_of_modeling as modeling
from tests.laws import leaks_of_props as props
from tests.laws import leaks_of_sources as sources

Patch = pytest.MonkeyPatch
Stage = Literal["sources", "features", "modeling", "players", "alarm"]


@dataclass(frozen=True)
class Leak:
    """One planted leak.

    Attributes
    ----------
    name, meaning
        What it is called, and how the future gets in.
    stage
        Whose laws it is held against.
    law
        The law that must kill it.
    plant
        Changes the project through a monkeypatch.
    """

    name: str
    meaning: str
    stage: Stage
    law: str
    plant: Callable[[Patch], None]


def forecaster(rows: pd.DataFrame) -> np.ndarray:
    """Log-odds of over against the close by an honest model: worth nothing."""
    return 0.1 * rows["opinion"].to_numpy()


def _knows_a_little_of_the_result(patch: Patch) -> None:
    def leaking(rows: pd.DataFrame) -> np.ndarray:
        hint = np.where(rows["outcome"] == 1, 1.0, -1.0)
        return 0.1 * rows["opinion"].to_numpy() + 0.01 * hint

    patch.setattr("tests.laws.leak_zoo.forecaster", leaking)


TRAVEL = "law_time_travel"
MORNING = "law_morning_is_morning"
QUOTES = "law_quotes_before_tip_off"
STATUSES = "law_statuses_before_tip_off"
TEXTS = "law_texts_before_their_time"
PAGES = "law_pages_before_their_time"
FOLDS = "law_folds_walk_forward"
FORECASTS = "law_forecasts_before_outcomes"
DECLARED = "law_training_features_declared"
LINES = "law_lines_do_not_move_forecasts"
CALIBRATOR = "law_calibrator_earlier_seasons"
STACK = "law_stack_earlier_seasons"
PLAYERS = "law_players_see_no_future"
ALARM = "law_hit_rate_alarm"
# What it is called, how the future gets in, whose law must kill it, and how it is planted.
LEAKS = (
    Leak(
        "no shift",
        "A window of recent games holds the game itself.",
        "features",
        TRAVEL,
        features.read_after_the_game("four_factors"),
    ),
    Leak(
        "usual line-up of tonight",
        "The moving average of past line-ups is not shifted.",
        "features",
        TRAVEL,
        features.no_shift_of_usual,
    ),
    Leak(
        "Elo after the game",
        "The rating is read after the update.",
        "features",
        TRAVEL,
        features.read_after_the_game("elo"),
    ),
    Leak(
        "same-day update",
        "Ratings learn from each game at once, and other games of the day see it.",
        "features",
        TRAVEL,
        features.game_by_game,
    ),
    Leak(
        "box scores a day early",
        "Player states know a box score on the evening before it.",
        "features",
        TRAVEL,
        features.box_scores_a_day_early,
    ),
    Leak(
        "game-day notes",
        "Injury notes dated the game day, which may be written after it.",
        "features",
        TRAVEL,
        features.notes_of_the_day,
    ),
    Leak(
        "summed minutes",
        "Player-minutes of the game itself: more than 240 is overtime.",
        "features",
        TRAVEL,
        features.of_the_box_score("lineup_uncertainty", "sum"),
    ),
    Leak(
        "men in the box score",
        "How many played: a deep bench marks a blow-out.",
        "features",
        TRAVEL,
        features.of_the_box_score("lineup_absent_share", "size"),
    ),
    Leak(
        "minutes then played",
        "The line-up is weighted by the minutes of the game itself.",
        "features",
        TRAVEL,
        features.minutes_then_played,
    ),
    Leak(
        "weights of all seasons",
        "What a statistic is worth is learnt from later seasons too.",
        "features",
        TRAVEL,
        features.weights_of_all_seasons,
    ),
    Leak(
        "who plays, learnt on own season",
        "P(plays) is fitted on the season it speaks of.",
        "features",
        TRAVEL,
        features.plays_learned_on_own_season,
    ),
    Leak(
        "filter read after the game",
        "The Kalman filter has learnt the margin before it is read.",
        "features",
        TRAVEL,
        features.filter_read_after_the_game,
    ),
    Leak(
        "standardised over the whole table",
        "Mean and deviation of a feature come from all seasons.",
        "features",
        TRAVEL,
        features.standardised_over_all,
    ),
    Leak(
        "filled by the mean of the whole table",
        "Missing values get a mean that later games are in.",
        "features",
        TRAVEL,
        features.imputed_by_the_mean_of_all,
    ),
    Leak(
        "own closing line",
        "An evening feature holds the closing line of its own game.",
        "features",
        TRAVEL,
        features.own_closing_line,
    ),
    Leak(
        "closing line learnt first",
        "Ratings in past lines learn the game's own line before they are read.",
        "features",
        TRAVEL,
        features.read_after_the_game("past_lines"),
    ),
    Leak(
        "result as a feature",
        "The home margin hides in a declared column.",
        "features",
        TRAVEL,
        features.result_as_a_feature,
    ),
    Leak(
        "line-up of those who played",
        "The announced line-up is read from the box score.",
        "features",
        TRAVEL,
        features.line_up_of_those_who_played,
    ),
    Leak(
        "afternoon news in the morning",
        "A status seen after the morning hour stands in a column of the morning.",
        "features",
        MORNING,
        features.evening_news_in_the_morning,
    ),
    Leak(
        "snapshots during the game",
        "Spreads written down after the start count as quotes.",
        "sources",
        QUOTES,
        sources.snapshots_during_the_game,
    ),
    Leak(
        "prices in play",
        "Prices of one book that were taken during the game are kept.",
        "sources",
        QUOTES,
        sources.prices_in_play,
    ),
    Leak(
        "quotes on players in play",
        "Lines on players that were read after the start are kept.",
        "sources",
        QUOTES,
        sources.quotes_on_players_in_play,
    ),
    Leak(
        "statuses after tip-off",
        "A page stored after the start says who plays.",
        "sources",
        STATUSES,
        sources.statuses_after_tip_off,
    ),
    Leak(
        "articles in the morning of their day",
        "An article of which only the day is known counts as read when the day begins.",
        "sources",
        TEXTS,
        sources.articles_in_the_morning,
    ),
    Leak(
        "reports before their day",
        "An official injury report counts as read when the day of its publication begins.",
        "sources",
        PAGES,
        sources.reports_from_the_morning_on,
    ),
    Leak("random folds", "Folds are drawn at random.", "modeling", FOLDS, modeling.random_split),
    Leak(
        "trains up to the test day",
        "The first day that is tested is learned from.",
        "modeling",
        FOLDS,
        modeling.trains_up_to_the_test_day,
    ),
    Leak(
        "split of one's own",
        "A learner draws its training rows itself.",
        "modeling",
        FORECASTS,
        modeling.split_of_ones_own,
    ),
    Leak(
        "stopped on the test rows",
        "The number of trees is chosen on the tested games.",
        "modeling",
        FORECASTS,
        modeling.stops_on_the_test_rows,
    ),
    Leak(
        "hyperparameter of the test rows",
        "The penalty that tested best is kept.",
        "modeling",
        FORECASTS,
        modeling.alpha_of_the_test_rows,
    ),
    Leak(
        "standardised training table",
        "Features are scaled by all seasons before they are split.",
        "modeling",
        FORECASTS,
        modeling.standardised_training_table,
    ),
    Leak(
        "actual among the features",
        "The result itself is a column that learners see.",
        "modeling",
        DECLARED,
        modeling.also_sees("actual"),
    ),
    Leak(
        "close among the features",
        "The closing probability is a column that learners see.",
        "modeling",
        LINES,
        modeling.also_sees("market_probability"),
    ),
    Leak(
        "calibrator of its test rows",
        "One calibrator, fitted on all seasons.",
        "modeling",
        CALIBRATOR,
        modeling.calibrator_of_all_seasons,
    ),
    Leak(
        "calibrator chosen on its test rows",
        "Fitted on earlier seasons, but chosen by the season it speaks of.",
        "modeling",
        CALIBRATOR,
        modeling.calibrator_chosen_on_own_season,
    ),
    Leak(
        "blend of its test rows",
        "The weight of the market is fitted on all seasons.",
        "modeling",
        STACK,
        modeling.blend_of_all_seasons,
    ),
    Leak(
        "mean recalibrated on its test rows",
        "The learners' mean is recalibrated on all seasons.",
        "modeling",
        STACK,
        modeling.mean_recalibrated_on_all_seasons,
    ),
    Leak(
        "box score of the day",
        "What a man did in the game itself is in his history.",
        "players",
        PLAYERS,
        props.box_score_of_the_day,
    ),
    Leak(
        "league of the day",
        "The mean is held to what the league did on the day itself, too.",
        "players",
        PLAYERS,
        props.league_of_the_day,
    ),
    Leak(
        "distribution of all seasons",
        "The family around a mean is chosen and fitted on all seasons.",
        "players",
        PLAYERS,
        props.distribution_of_all_seasons,
    ),
    Leak(
        "blend of its own week",
        "Model and market are weighed by the results of the week they speak of.",
        "players",
        PLAYERS,
        props.blend_of_its_own_week,
    ),
    Leak(
        "main line of the close",
        "The line of the morning is the one to which the books moved later.",
        "players",
        PLAYERS,
        props.main_line_of_the_close,
    ),
    Leak(
        "best price of the day",
        "A bet of the morning is paid the best price of the whole day.",
        "players",
        PLAYERS,
        props.best_price_of_the_day,
    ),
    Leak(
        "only men who played",
        "Lines of men who then did not play are left out.",
        "players",
        PLAYERS,
        props.only_men_who_played,
    ),
    Leak(
        "a little of the result",
        "A hundredth of the result in the log-odds: right 54 times in 100 against the close.",
        "alarm",
        ALARM,
        _knows_a_little_of_the_result,
    ),
)
