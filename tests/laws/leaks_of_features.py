"""Leaks planted in features."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pytest
from sklearn.linear_model import Ridge

from busta.features import availability, elo, outlook, past_lines, players, registry, store
from busta.features.groups import FEATURE_KEYS
from busta.ratings import efficiency
from busta.ratings.game_days import GameDay

Patch = pytest.MonkeyPatch


def _changed_group(patch: Patch, name: str, function: Callable[..., pd.DataFrame], *inputs: str) -> None:
    group = registry.FEATURE_GROUPS[name]
    changed = replace(group, function=function, inputs=inputs or group.inputs)
    patch.setitem(registry.FEATURE_GROUPS, name, changed)


def _as_after_the_game(made: pd.DataFrame) -> pd.DataFrame:
    # What is known before a team's next game is what the game itself has taught.
    columns = [name for name in made if name not in FEATURE_KEYS]
    later = made.groupby(["season", "team_id"])[columns].shift(-1)
    return made.assign(**{name: later[name].fillna(made[name]) for name in columns})


def read_after_the_game(group: str) -> Callable[[Patch], None]:
    def plant(patch: Patch) -> None:
        honest = registry.FEATURE_GROUPS[group].function
        _changed_group(patch, group, lambda *arguments: _as_after_the_game(honest(*arguments)))

    return plant


def no_shift_of_usual(patch: Patch) -> None:
    def function(team_games: pd.DataFrame, men: pd.DataFrame, settings: Any) -> pd.DataFrame:
        usual = [name for name in men if name.startswith("usual_")]
        later = _as_after_the_game(men.drop_duplicates(["game_id", "team_id"])[[*FEATURE_KEYS, *usual]])
        known = men[["game_id", "team_id"]].merge(later, how="left", on=["game_id", "team_id"])
        return players.lineup_features(
            team_games, men.assign(**{n: known[n].to_numpy() for n in usual}), settings
        )

    _changed_group(patch, "players", function)


def game_by_game(patch: Patch) -> None:
    honest = efficiency.walk_days

    def one_by_one(rows: pd.DataFrame) -> Any:
        for day in honest(rows):
            for at in range(day.rows.start, day.rows.stop, 2):
                first = at == day.rows.start
                yield GameDay(slice(at, at + 2), day.days_since * first, day.is_new_season and first)

    patch.setattr(efficiency, "walk_days", one_by_one)


def box_scores_a_day_early(patch: Patch) -> None:
    honest = outlook.walk_player_states

    def early(team_games: pd.DataFrame, box: pd.DataFrame, notes: pd.DataFrame, settings: Any) -> Any:
        days = np.sort(team_games["game_date"].unique())
        before = np.maximum(np.searchsorted(days, box["game_date"].to_numpy()) - 1, 0)
        return honest(team_games, box.assign(game_date=days[before]), notes, settings)

    patch.setattr(outlook, "walk_player_states", early)


def notes_of_the_day(patch: Patch) -> None:
    honest = outlook.walk_player_states

    def early(team_games: pd.DataFrame, box: pd.DataFrame, notes: pd.DataFrame, settings: Any) -> Any:
        earlier = notes.assign(note_date=notes["note_date"] - pd.Timedelta(days=1))
        return honest(team_games, box, earlier, settings)

    patch.setattr(outlook, "walk_player_states", early)


def of_the_box_score(column: str, how: str) -> Callable[[Patch], None]:
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


def minutes_then_played(patch: Patch) -> None:
    def function(
        team_games: pd.DataFrame, men: pd.DataFrame, box: pd.DataFrame, settings: Any
    ) -> pd.DataFrame:
        keys = ["game_id", "team_id", "player_id"]
        played = men[keys].merge(box[[*keys, "minutes"]], how="left", on=keys)["minutes"]
        known = men.assign(expected_minutes=played.fillna(men["expected_minutes"]).to_numpy())
        return players.lineup_features(team_games, known, settings)

    _changed_group(patch, "players", function, "prm_team_games", "feat_player_outlook", "prm_player_games")


def weights_of_all_seasons(patch: Patch) -> None:
    def season_weights(
        pairs: pd.DataFrame,
        actual: np.ndarray,
        has_box: np.ndarray,
        target: str,
        settings: Any,
        seasons: Iterable[str],
    ) -> dict[str, np.ndarray]:
        home, away = pairs["home"].to_numpy(), pairs["away"].to_numpy()
        points = pairs[target].to_numpy()
        rows = has_box[home] & has_box[away] & np.isfinite(points)
        both = actual[home[rows]] - actual[away[rows]]
        weight = Ridge(alpha=settings.alpha).fit(both, points[rows]).coef_
        return dict.fromkeys(seasons, weight)

    patch.setattr(outlook, "season_weights", season_weights)


def plays_learned_on_own_season(patch: Patch) -> None:
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


def filter_read_after_the_game(patch: Patch) -> None:
    honest = outlook.adjust_for_margins

    def late(pairs: pd.DataFrame, games: Any, men: np.ndarray, *more: Any) -> Any:
        made = honest(pairs, games, men, *more)
        deviation = pd.Series(made.deviation)
        return replace(made, deviation=deviation.groupby(men).shift(-1).fillna(deviation).to_numpy())

    patch.setattr(outlook, "adjust_for_margins", late)


def standardised_over_all(patch: Patch) -> None:
    honest = registry.FEATURE_GROUPS["efficiency"].function

    def function(*arguments: Any) -> pd.DataFrame:
        made = honest(*arguments)
        values = made.drop(columns=FEATURE_KEYS)
        return made[FEATURE_KEYS].join((values - values.mean()) / values.std())

    _changed_group(patch, "efficiency", function)


def imputed_by_the_mean_of_all(patch: Patch) -> None:
    def whole(table: pd.DataFrame, columns: list[str]) -> pd.DataFrame:
        return pd.DataFrame({name: table[name].mean() for name in columns}, index=table.index)

    patch.setattr(store, "league_mean_before", whole)


def own_closing_line(patch: Patch) -> None:
    def function(games: pd.DataFrame, lines: pd.DataFrame, settings: Any) -> pd.DataFrame:
        made = past_lines.past_lines_features(games, lines, settings)
        close = lines[(lines["market"] == "ats") & (lines["moment"] == "close")].set_index("game_id")["line"]
        own = made["game_id"].map(close).fillna(0.0)
        return made.assign(past_lines_margin=made["past_lines_margin"] + own)

    _changed_group(patch, "past_lines", function)


def result_as_a_feature(patch: Patch) -> None:
    def function(games: pd.DataFrame, settings: Any) -> pd.DataFrame:
        made = elo.elo_features(games, settings)
        margin = made["game_id"].map(games.set_index("game_id")["home_margin"]).fillna(0.0)
        return made.assign(elo_rating=made["elo_rating"] + margin)

    _changed_group(patch, "elo", function)


def line_up_of_those_who_played(patch: Patch) -> None:
    def informed(men: pd.DataFrame, box: pd.DataFrame, statuses: pd.DataFrame, settings: Any) -> np.ndarray:
        pairs = pd.MultiIndex.from_frame(box[["game_id", "player_id"]])
        return pd.MultiIndex.from_frame(men[["game_id", "player_id"]]).isin(pairs).astype(float)

    patch.setattr(availability, "informed_probability", informed)


def evening_news_in_the_morning(patch: Patch) -> None:
    honest = availability.known_statuses
    patch.setattr(
        availability, "known_statuses", lambda seen, _moment, settings: honest(seen, "tip_off", settings)
    )
