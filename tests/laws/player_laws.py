"""Time travel over features of players, as functions that fail with a sentence."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from busta.features import registry
from busta.features.outlook import player_outlook
from busta.features.player_groups import QUESTIONS, PlayerFeatureGroup
from busta.features.player_questions import player_questions
from busta.features.player_store import build_player_store
from busta.params.features import FeatureParams
from busta.params.player_features import PlayerFeatureParams
from tests.laws.feature_laws import OUTLOOK, World, worlds_from
from tests.laws.time_travel import Tables, changed_columns

PLAYER_STORE = "features_players"
LINES = "prm_market_lines"


@dataclass(frozen=True)
class PlayerFeatures:
    """How features of players are made of primary tables.

    Attributes
    ----------
    groups
        The groups.
    params, player_params
        Settings of the features of teams that they read, and their own.
    """

    groups: Sequence[PlayerFeatureGroup]
    params: FeatureParams
    player_params: PlayerFeatureParams

    def upstream(self, tables: Tables) -> dict[str, pd.DataFrame]:
        """The tables with those features of teams and men that a group reads."""
        prm = (tables[f"prm_{name}"] for name in ("games", "team_games", "player_games", "injury_notes"))
        made = dict(tables) | {OUTLOOK: player_outlook(*prm, self.params.players)}
        read = {name for group in self.groups for name in group.inputs}
        teams = [group for group in registry.FEATURE_GROUPS.values() if group.table in read]
        return made | {group.table: group.build(made, self.params.settings_of(group.name)) for group in teams}

    def questions(self, tables: Tables) -> pd.DataFrame:
        """The questions about the players of a league."""
        made = self.upstream(tables)
        names = ("prm_team_games", "prm_player_games", OUTLOOK, "prm_prop_quotes")
        return player_questions(*(made[name] for name in names))

    def build(self, tables: Tables, questions: pd.DataFrame) -> dict[str, pd.DataFrame]:
        """The table of every group, and the store of them all."""
        made = self.upstream(tables) | {QUESTIONS: questions}
        parts = [group.build(made, self.player_params.settings_of(group.theme)) for group in self.groups]
        store = build_player_store(questions, parts, self.groups)
        return dict(zip([group.table for group in self.groups], parts, strict=True)) | {PLAYER_STORE: store}


def law_player_time_travel(
    features: PlayerFeatures, tables: Tables, days: Iterable[pd.Timestamp], rng: np.random.Generator
) -> None:
    """What is said of the players of a day does not change when everything of the day and later does.

    The questions stay: which men played is known of them. Features of the morning may hear the opening and the
    morning lines of the day itself: where those change too, the rows before the day must stay.
    """
    questions = features.questions(tables)
    truth = features.build(tables, questions)
    dates = questions["game_date"].reset_index(drop=True)
    for turn, day in enumerate(days):
        assert (dates <= day).any(), f"no question up to {day:%Y-%m-%d}"
        for world in worlds_from(tables, day, rng, turn):
            known = _with_lines_of(day, tables, world) if world.keeps_statuses else world.tables
            found = features.build(known, questions)
            for columns, rows in (
                (_columns(features, "evening"), dates <= day),
                (
                    _columns(features, "morning", "tip_off"),
                    dates <= day if world.keeps_statuses else dates < day,
                ),
            ):
                for name, expected in truth.items():
                    wanted = [column for column in expected if column in columns]
                    wrong = changed_columns(expected[rows], found[name][rows], wanted)
                    assert not wrong, f"{world.name}: the future changed {', '.join(wrong)} in {name}"


def _columns(features: PlayerFeatures, *information: str) -> set[str]:
    groups = [group for group in features.groups if group.information in information]
    return {column for group in groups for column in (*group.columns, group.missing_flag) if column}


def _with_lines_of(day: pd.Timestamp, tables: Tables, world: World) -> dict[str, pd.DataFrame]:
    lines = tables[LINES]
    is_early = (lines["game_date"] == day) & lines["moment"].isin(["open", "morning"])
    changed = world.tables[LINES]
    is_changed = (changed["game_date"] == day) & changed["moment"].isin(["open", "morning"])
    return dict(world.tables) | {LINES: pd.concat([changed[~is_changed], lines[is_early]], ignore_index=True)}
