"""The leak zoo: small changes of real pieces of the project, each of which lets the future in.

Every leak names the law that must kill it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Literal

import numpy as np
import pandas as pd
import pytest
from sklearn.linear_model import Ridge

from busta.evaluation import folds as walk_forward
from busta.features import availability, elo, outlook, past_lines, players, registry, store
from busta.features.groups import FEATURE_KEYS
from busta.learners import fold_models
from busta.pipelines.calibration import nodes as calibration_nodes
from busta.pipelines.ingestion import nodes as ingestion_nodes
from busta.pipelines.ingestion import odds_nodes
from busta.pipelines.modeling import nodes as modeling_nodes
from busta.pipelines.stacking import nodes as stacking_nodes
from busta.probability import blending, choice
from busta.ratings import efficiency
from busta.ratings.game_days import GameDay
from busta.sources import api_spreads, fanduel
from busta.sources.parsed import RawFile

Patch = pytest.MonkeyPatch
Stage = Literal["sources", "features", "modeling", "alarm"]


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


# --- features ---------------------------------------------------------------------------------------------


def _changed_group(patch: Patch, name: str, function: Callable[..., pd.DataFrame], *inputs: str) -> None:
    group = registry.FEATURE_GROUPS[name]
    changed = replace(group, function=function, inputs=inputs or group.inputs)
    patch.setitem(registry.FEATURE_GROUPS, name, changed)


def _as_after_the_game(made: pd.DataFrame) -> pd.DataFrame:
    # What is known before a team's next game is what the game itself has taught.
    columns = [name for name in made if name not in FEATURE_KEYS]
    later = made.groupby(["season", "team_id"])[columns].shift(-1)
    return made.assign(**{name: later[name].fillna(made[name]) for name in columns})


def _read_after_the_game(group: str) -> Callable[[Patch], None]:
    def plant(patch: Patch) -> None:
        honest = registry.FEATURE_GROUPS[group].function
        _changed_group(patch, group, lambda *arguments: _as_after_the_game(honest(*arguments)))

    return plant


def _no_shift_of_usual(patch: Patch) -> None:
    def function(team_games: pd.DataFrame, men: pd.DataFrame, settings: Any) -> pd.DataFrame:
        usual = [name for name in men if name.startswith("usual_")]
        later = _as_after_the_game(men.drop_duplicates(["game_id", "team_id"])[[*FEATURE_KEYS, *usual]])
        known = men[["game_id", "team_id"]].merge(later, how="left", on=["game_id", "team_id"])
        return players.lineup_features(
            team_games, men.assign(**{n: known[n].to_numpy() for n in usual}), settings
        )

    _changed_group(patch, "players", function)


def _game_by_game(patch: Patch) -> None:
    honest = efficiency.walk_days

    def one_by_one(rows: pd.DataFrame) -> Any:
        for day in honest(rows):
            for at in range(day.rows.start, day.rows.stop, 2):
                first = at == day.rows.start
                yield GameDay(slice(at, at + 2), day.days_since * first, day.is_new_season and first)

    patch.setattr(efficiency, "walk_days", one_by_one)


def _box_scores_a_day_early(patch: Patch) -> None:
    honest = outlook.walk_player_states

    def early(team_games: pd.DataFrame, box: pd.DataFrame, notes: pd.DataFrame, settings: Any) -> Any:
        days = np.sort(team_games["game_date"].unique())
        before = np.maximum(np.searchsorted(days, box["game_date"].to_numpy()) - 1, 0)
        return honest(team_games, box.assign(game_date=days[before]), notes, settings)

    patch.setattr(outlook, "walk_player_states", early)


def _notes_of_the_day(patch: Patch) -> None:
    honest = outlook.walk_player_states

    def early(team_games: pd.DataFrame, box: pd.DataFrame, notes: pd.DataFrame, settings: Any) -> Any:
        earlier = notes.assign(note_date=notes["note_date"] - pd.Timedelta(days=1))
        return honest(team_games, box, earlier, settings)

    patch.setattr(outlook, "walk_player_states", early)


def _of_the_box_score(column: str, how: str) -> Callable[[Patch], None]:
    def plant(patch: Patch) -> None:
        def function(
            team_games: pd.DataFrame, men: pd.DataFrame, box: pd.DataFrame, settings: Any
        ) -> pd.DataFrame:
            made = players.lineup_features(team_games, men, settings)
            seen = box.groupby(["game_id", "team_id"])["minutes"].agg(how).rename("seen").reset_index()
            value = made[FEATURE_KEYS].merge(seen, how="left", on=["game_id", "team_id"])["seen"]
            return made.assign(**{column: value.to_numpy(dtype=float)})

        _changed_group(
            patch, "players", function, "prm_team_games", "feat_player_outlook", "prm_player_games"
        )

    return plant


def _minutes_then_played(patch: Patch) -> None:
    def function(
        team_games: pd.DataFrame, men: pd.DataFrame, box: pd.DataFrame, settings: Any
    ) -> pd.DataFrame:
        keys = ["game_id", "team_id", "player_id"]
        played = men[keys].merge(box[[*keys, "minutes"]], how="left", on=keys)["minutes"]
        known = men.assign(expected_minutes=played.fillna(men["expected_minutes"]).to_numpy())
        return players.lineup_features(team_games, known, settings)

    _changed_group(patch, "players", function, "prm_team_games", "feat_player_outlook", "prm_player_games")


def _weights_of_all_seasons(patch: Patch) -> None:
    def season_weights(
        pairs: pd.DataFrame, actual: np.ndarray, has_box: np.ndarray, target: str, settings: Any
    ) -> dict[str, np.ndarray]:
        home, away = pairs["home"].to_numpy(), pairs["away"].to_numpy()
        points = pairs[target].to_numpy()
        rows = has_box[home] & has_box[away] & np.isfinite(points)
        both = actual[home[rows]] - actual[away[rows]]
        weight = Ridge(alpha=settings.alpha).fit(both, points[rows]).coef_
        return {str(season): weight for season in pairs["season"].unique()}

    patch.setattr(outlook, "season_weights", season_weights)


def _plays_learned_on_own_season(patch: Patch) -> None:
    honest = outlook.play_probabilities

    def play_probabilities(candidates: pd.DataFrame, settings: Any) -> np.ndarray:
        # One season later on paper: the season before this one is then this one.
        first = candidates["season"].eq(candidates["season"].min())
        twice = pd.concat(
            [candidates, candidates.assign(season=candidates["season"] + "b")], ignore_index=True
        )
        both = honest(twice, replace(settings, training_seasons=1, min_rows=1))
        later = both[len(candidates) :]
        return np.where(first, both[: len(candidates)], later)

    patch.setattr(outlook, "play_probabilities", play_probabilities)


def _filter_read_after_the_game(patch: Patch) -> None:
    honest = outlook.adjust_for_margins

    def late(pairs: pd.DataFrame, games: Any, men: np.ndarray, *more: Any) -> Any:
        made = honest(pairs, games, men, *more)
        deviation = pd.Series(made.deviation)
        return replace(made, deviation=deviation.groupby(men).shift(-1).fillna(deviation).to_numpy())

    patch.setattr(outlook, "adjust_for_margins", late)


def _standardised_over_all(patch: Patch) -> None:
    honest = registry.FEATURE_GROUPS["efficiency"].function

    def function(*arguments: Any) -> pd.DataFrame:
        made = honest(*arguments)
        values = made.drop(columns=FEATURE_KEYS)
        return made[FEATURE_KEYS].join((values - values.mean()) / values.std())

    _changed_group(patch, "efficiency", function)


def _imputed_by_the_mean_of_all(patch: Patch) -> None:
    def whole(table: pd.DataFrame, columns: list[str]) -> pd.DataFrame:
        return pd.DataFrame({name: table[name].mean() for name in columns}, index=table.index)

    patch.setattr(store, "league_mean_before", whole)


def _own_closing_line(patch: Patch) -> None:
    def function(games: pd.DataFrame, lines: pd.DataFrame, settings: Any) -> pd.DataFrame:
        made = past_lines.past_lines_features(games, lines, settings)
        close = lines[(lines["market"] == "ats") & (lines["moment"] == "close")].set_index("game_id")["line"]
        own = made["game_id"].map(close).fillna(0.0)
        return made.assign(past_lines_margin=made["past_lines_margin"] + own)

    _changed_group(patch, "past_lines", function)


def _result_as_a_feature(patch: Patch) -> None:
    def function(games: pd.DataFrame, settings: Any) -> pd.DataFrame:
        made = elo.elo_features(games, settings)
        margin = made["game_id"].map(games.set_index("game_id")["home_margin"]).fillna(0.0)
        return made.assign(elo_rating=made["elo_rating"] + margin)

    _changed_group(patch, "elo", function)


def _line_up_of_those_who_played(patch: Patch) -> None:
    def informed(men: pd.DataFrame, box: pd.DataFrame, statuses: pd.DataFrame, settings: Any) -> np.ndarray:
        pairs = pd.MultiIndex.from_frame(box[["game_id", "player_id"]])
        return pd.MultiIndex.from_frame(men[["game_id", "player_id"]]).isin(pairs).astype(float)

    patch.setattr(availability, "informed_probability", informed)


def _evening_news_in_the_morning(patch: Patch) -> None:
    honest = availability.known_statuses
    patch.setattr(
        availability, "known_statuses", lambda seen, _moment, settings: honest(seen, "tip_off", settings)
    )


# --- sources ----------------------------------------------------------------------------------------------


def _snapshots_during_the_game(patch: Patch) -> None:
    honest = api_spreads.parse_api_spreads

    def clipped(file: RawFile) -> RawFile:
        start, seen = (pd.to_datetime(file.rows[name], utc=True) for name in ("commence_time", "timestamp"))
        latest = seen.where(seen < start, start - pd.Timedelta(minutes=1))
        return replace(file, rows=file.rows.assign(timestamp=latest.dt.strftime("%Y-%m-%dT%H:%M:%SZ")))

    def parse(files: Any, plausible: Any) -> Any:
        return honest({name: clipped(file) for name, file in files.items()}, plausible)

    patch.setattr(api_spreads, "parse_api_spreads", parse)


def _prices_in_play(patch: Patch) -> None:
    def keep_all(rows: pd.DataFrame, *_: Any) -> fanduel.Filtered:
        return fanduel.Filtered(
            rows, fanduel.refused_rows(fanduel.SOURCE, rows.iloc[:0], "OU", rows["total"].iloc[:0], "")
        )

    patch.setattr(odds_nodes.fanduel, "drop_in_play", keep_all)


def _statuses_after_tip_off(patch: Patch) -> None:
    honest = ingestion_nodes.build_availability

    def late(found: Any, games: pd.DataFrame, *more: Any) -> Any:
        return honest(found, games.assign(tip_off_utc=games["tip_off_utc"] + pd.Timedelta(hours=2)), *more)

    patch.setattr(ingestion_nodes, "build_availability", late)


# --- modeling ---------------------------------------------------------------------------------------------


def _random_split(patch: Patch) -> None:
    def shuffled(games: pd.DataFrame, **_: Any) -> pd.DataFrame:
        rng = np.random.default_rng(0)
        rows = games[["season", "game_id", "game_date"]].assign(
            week=0, inner_fold=0, fold=games["season"].max()
        )
        return rows.assign(role=rng.permutation(np.resize(["train", "train", "test"], len(rows))))

    patch.setattr(walk_forward, "walk_forward_folds", shuffled)


def _trains_up_to_the_test_day(patch: Patch) -> None:
    honest = walk_forward.walk_forward_folds

    def folds(games: pd.DataFrame, **more: Any) -> pd.DataFrame:
        made = honest(games, **more)
        tested = made[made["role"] == "test"]
        first = tested[tested["game_date"] == tested.groupby("fold")["game_date"].transform("min")]
        return pd.concat([made, first.assign(role="early_stopping")], ignore_index=True)

    patch.setattr(walk_forward, "walk_forward_folds", folds)


def _split_of_ones_own(patch: Patch) -> None:
    honest = modeling_nodes.fit_folds

    def fit(table: pd.DataFrame, folds: pd.DataFrame, **more: Any) -> Any:
        played = table.loc[table["actual"].notna(), ["season", "game_id", "game_date"]]
        own = [
            played.sample(frac=0.7, random_state=number).assign(fold=fold, role="train", inner_fold=0)
            for number, fold in enumerate(folds["fold"].unique())
        ]
        return honest(table, pd.concat(own), **more)

    patch.setattr(modeling_nodes, "fit_folds", fit)


def _stops_on_the_test_rows(patch: Patch) -> None:
    honest = modeling_nodes.fit_folds

    def fit(table: pd.DataFrame, folds: pd.DataFrame, **more: Any) -> Any:
        kept = folds[folds["role"] != "early_stopping"]
        tested = table.loc[table["actual"].notna(), "game_id"]
        stops = kept[(kept["role"] == "test") & kept["game_id"].isin(tested)].assign(role="early_stopping")
        return honest(table, pd.concat([kept, stops]), **more)

    patch.setattr(modeling_nodes, "fit_folds", fit)


def _alpha_of_the_test_rows(patch: Patch) -> None:
    honest = modeling_nodes.fit_folds

    def fit(table: pd.DataFrame, folds: pd.DataFrame, **more: Any) -> Any:
        if more["learner_name"] != "ridge":
            return honest(table, folds, **more)
        tested = table.set_index("game_id").loc[folds.loc[folds["role"] == "test", "game_id"], "actual"]
        tried = [
            honest(table, folds, **{**more, "learner": replace(more["learner"], alpha=alpha)})
            for alpha in (1.0, 100.0, 10000.0)
        ]
        errors = [
            (fold_models.forecast_folds(models, table, folds)["mean"].to_numpy() - tested.to_numpy()) ** 2
            for models in tried
        ]
        return tried[int(np.argmin([np.nanmean(error) for error in errors]))]

    patch.setattr(modeling_nodes, "fit_folds", fit)


def _standardised_training_table(patch: Patch) -> None:
    honest = modeling_nodes.combine_teams

    def scaled(*arguments: Any) -> pd.DataFrame:
        made = honest(*arguments).set_index("game_id")
        return ((made - made.mean()) / made.std().replace(0.0, 1.0)).reset_index()

    patch.setattr(modeling_nodes, "combine_teams", scaled)


def _also_sees(column: str) -> Callable[[Patch], None]:
    def plant(patch: Patch) -> None:
        names, quoted = modeling_nodes.game_row_names, modeling_nodes.training_table.with_quotes

        def with_more(*arguments: Any) -> pd.DataFrame:
            rows = quoted(*arguments)
            return rows.assign(seen=rows[column].fillna(rows[column].mean()))

        patch.setattr(modeling_nodes, "game_row_names", lambda *arguments: [*names(*arguments), "seen"])
        patch.setattr(modeling_nodes.training_table, "with_quotes", with_more)

    return plant


def _calibrator_of_all_seasons(patch: Patch) -> None:
    honest = choice.fit_season_calibrators

    def fit(*arguments: Any) -> choice.SeasonCalibrators:
        made = honest(*arguments)
        return replace(made, by_season=dict.fromkeys(made.by_season, made.latest))

    patch.setattr(calibration_nodes, "fit_season_calibrators", fit)


def _calibrator_chosen_on_own_season(patch: Patch) -> None:
    honest = choice.fit_season_calibrators

    def fit(table: pd.DataFrame, column: str, rules: choice.CalibratorRules) -> choice.SeasonCalibrators:
        each = [
            honest(table, column, replace(rules, candidates=(name,), fallback=name))
            for name in rules.in_order()
        ]
        by_season = {season: min(each, key=lambda fitted: loss(fitted, rows)).by_season[season]
                     for season, rows in table.dropna(subset="outcome").groupby("season")}  # fmt: skip
        return replace(each[0], by_season=by_season)

    def loss(fitted: choice.SeasonCalibrators, rows: pd.DataFrame) -> float:
        q = fitted.apply(rows["probability_over"].to_numpy(), rows["season"])["probability_calibrated"]
        return float(-np.log(np.where(rows["outcome"] == 1, q, 1 - q)).mean())

    patch.setattr(calibration_nodes, "fit_season_calibrators", fit)


def _blend_of_all_seasons(patch: Patch) -> None:
    honest = blending.fit_stack

    def fit(*arguments: Any) -> blending.Stack:
        made = honest(*arguments)
        return replace(made, blends=dict.fromkeys(made.blends, made.latest))

    patch.setattr(stacking_nodes, "fit_stack", fit)


def _mean_recalibrated_on_all_seasons(patch: Patch) -> None:
    honest = blending.fit_stack

    def fit(*arguments: Any) -> blending.Stack:
        made = honest(*arguments)
        latest = made.recalibration.latest
        by_season = dict.fromkeys(made.recalibration.by_season, latest)
        return replace(made, recalibration=replace(made.recalibration, by_season=by_season))

    patch.setattr(stacking_nodes, "fit_stack", fit)


# --- the alarm --------------------------------------------------------------------------------------------


def _knows_a_little_of_the_result(patch: Patch) -> None:
    def leaking(rows: pd.DataFrame) -> np.ndarray:
        hint = np.where(rows["outcome"] == 1, 1.0, -1.0)
        return 0.1 * rows["opinion"].to_numpy() + 0.01 * hint

    patch.setattr("tests.laws.leak_zoo.forecaster", leaking)


TRAVEL = "law_time_travel"
MORNING = "law_morning_is_morning"
QUOTES = "law_quotes_before_tip_off"
STATUSES = "law_statuses_before_tip_off"
FOLDS = "law_folds_walk_forward"
FORECASTS = "law_forecasts_before_outcomes"
DECLARED = "law_training_features_declared"
LINES = "law_lines_do_not_move_forecasts"
CALIBRATOR = "law_calibrator_earlier_seasons"
STACK = "law_stack_earlier_seasons"
ALARM = "law_hit_rate_alarm"
# What it is called, how the future gets in, whose law must kill it, and how it is planted.
LEAKS = (
    Leak(
        "no shift",
        "A window of recent games holds the game itself.",
        "features",
        TRAVEL,
        _read_after_the_game("four_factors"),
    ),
    Leak(
        "usual line-up of tonight",
        "The moving average of past line-ups is not shifted.",
        "features",
        TRAVEL,
        _no_shift_of_usual,
    ),
    Leak(
        "Elo after the game",
        "The rating is read after the update.",
        "features",
        TRAVEL,
        _read_after_the_game("elo"),
    ),
    Leak(
        "same-day update",
        "Ratings learn from each game at once, and other games of the day see it.",
        "features",
        TRAVEL,
        _game_by_game,
    ),
    Leak(
        "box scores a day early",
        "Player states know a box score on the evening before it.",
        "features",
        TRAVEL,
        _box_scores_a_day_early,
    ),
    Leak(
        "game-day notes",
        "Injury notes dated the game day, which may be written after it.",
        "features",
        TRAVEL,
        _notes_of_the_day,
    ),
    Leak(
        "summed minutes",
        "Player-minutes of the game itself: more than 240 is overtime.",
        "features",
        TRAVEL,
        _of_the_box_score("lineup_uncertainty", "sum"),
    ),
    Leak(
        "men in the box score",
        "How many played: a deep bench marks a blow-out.",
        "features",
        TRAVEL,
        _of_the_box_score("lineup_absent_share", "size"),
    ),
    Leak(
        "minutes then played",
        "The line-up is weighted by the minutes of the game itself.",
        "features",
        TRAVEL,
        _minutes_then_played,
    ),
    Leak(
        "weights of all seasons",
        "What a statistic is worth is learnt from later seasons too.",
        "features",
        TRAVEL,
        _weights_of_all_seasons,
    ),
    Leak(
        "who plays, learnt on own season",
        "P(plays) is fitted on the season it speaks of.",
        "features",
        TRAVEL,
        _plays_learned_on_own_season,
    ),
    Leak(
        "filter read after the game",
        "The Kalman filter has learnt the margin before it is read.",
        "features",
        TRAVEL,
        _filter_read_after_the_game,
    ),
    Leak(
        "standardised over the whole table",
        "Mean and deviation of a feature come from all seasons.",
        "features",
        TRAVEL,
        _standardised_over_all,
    ),
    Leak(
        "filled by the mean of the whole table",
        "Missing values get a mean that later games are in.",
        "features",
        TRAVEL,
        _imputed_by_the_mean_of_all,
    ),
    Leak(
        "own closing line",
        "An evening feature holds the closing line of its own game.",
        "features",
        TRAVEL,
        _own_closing_line,
    ),
    Leak(
        "closing line learnt first",
        "Ratings in past lines learn the game's own line before they are read.",
        "features",
        TRAVEL,
        _read_after_the_game("past_lines"),
    ),
    Leak(
        "result as a feature",
        "The home margin hides in a declared column.",
        "features",
        TRAVEL,
        _result_as_a_feature,
    ),
    Leak(
        "line-up of those who played",
        "The announced line-up is read from the box score.",
        "features",
        TRAVEL,
        _line_up_of_those_who_played,
    ),
    Leak(
        "afternoon news in the morning",
        "A status seen after the morning hour stands in a column of the morning.",
        "features",
        MORNING,
        _evening_news_in_the_morning,
    ),
    Leak(
        "snapshots during the game",
        "Spreads written down after the start count as quotes.",
        "sources",
        QUOTES,
        _snapshots_during_the_game,
    ),
    Leak(
        "prices in play",
        "Prices of one book that were taken during the game are kept.",
        "sources",
        QUOTES,
        _prices_in_play,
    ),
    Leak(
        "statuses after tip-off",
        "A page stored after the start says who plays.",
        "sources",
        STATUSES,
        _statuses_after_tip_off,
    ),
    Leak("random folds", "Folds are drawn at random.", "modeling", FOLDS, _random_split),
    Leak(
        "trains up to the test day",
        "The first day that is tested is learned from.",
        "modeling",
        FOLDS,
        _trains_up_to_the_test_day,
    ),
    Leak(
        "split of one's own",
        "A learner draws its training rows itself.",
        "modeling",
        FORECASTS,
        _split_of_ones_own,
    ),
    Leak(
        "stopped on the test rows",
        "The number of trees is chosen on the tested games.",
        "modeling",
        FORECASTS,
        _stops_on_the_test_rows,
    ),
    Leak(
        "hyperparameter of the test rows",
        "The penalty that tested best is kept.",
        "modeling",
        FORECASTS,
        _alpha_of_the_test_rows,
    ),
    Leak(
        "standardised training table",
        "Features are scaled by all seasons before they are split.",
        "modeling",
        FORECASTS,
        _standardised_training_table,
    ),
    Leak(
        "actual among the features",
        "The result itself is a column that learners see.",
        "modeling",
        DECLARED,
        _also_sees("actual"),
    ),
    Leak(
        "close among the features",
        "The closing probability is a column that learners see.",
        "modeling",
        LINES,
        _also_sees("market_probability"),
    ),
    Leak(
        "calibrator of its test rows",
        "One calibrator, fitted on all seasons.",
        "modeling",
        CALIBRATOR,
        _calibrator_of_all_seasons,
    ),
    Leak(
        "calibrator chosen on its test rows",
        "Fitted on earlier seasons, but chosen by the season it speaks of.",
        "modeling",
        CALIBRATOR,
        _calibrator_chosen_on_own_season,
    ),
    Leak(
        "blend of its test rows",
        "The weight of the market is fitted on all seasons.",
        "modeling",
        STACK,
        _blend_of_all_seasons,
    ),
    Leak(
        "mean recalibrated on its test rows",
        "The learners' mean is recalibrated on all seasons.",
        "modeling",
        STACK,
        _mean_recalibrated_on_all_seasons,
    ),
    Leak(
        "a little of the result",
        "A hundredth of the result in the log-odds: right 54 times in 100 against the close.",
        "alarm",
        ALARM,
        _knows_a_little_of_the_result,
    ),
)
