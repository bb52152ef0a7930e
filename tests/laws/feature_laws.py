"""Laws over every feature, as functions that fail with a sentence: for the project, and for leaks planted in it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from busta.features import registry
from busta.features.availability import AvailabilitySettings
from busta.features.outlook import player_outlook
from busta.features.registry import feature_columns
from busta.features.store import build_feature_store
from busta.nba.calendar import LEAGUE_ZONE
from busta.params.features import FeatureParams
from tests.laws.time_travel import Tables, changed_columns, delete_from, scramble_from

OUTLOOK, STORE = "feat_player_outlook", "features"
Build = Callable[[Tables, FeatureParams], dict[str, pd.DataFrame]]


@dataclass(frozen=True)
class World:
    """What was changed from a day on, and whether the statuses of that day's games stayed.

    Attributes
    ----------
    name
        In words, for messages.
    tables
        The primary tables as changed.
    keeps_statuses
        True where what was seen of the games of the day itself is still there.
    """

    name: str
    tables: Tables
    keeps_statuses: bool


def build_features(tables: Tables, params: FeatureParams) -> dict[str, pd.DataFrame]:
    """Make the outlook on the players, the table of every group of the registry, and the store."""
    prm = (tables[f"prm_{name}"] for name in ("games", "team_games", "player_games", "injury_notes"))
    made = dict(tables) | {OUTLOOK: player_outlook(*prm, params.players)}
    groups = registry.FEATURE_GROUPS
    parts = {group.table: group.build(made, params.settings_of(name)) for name, group in groups.items()}
    store = build_feature_store(list(parts.values()), list(groups.values()))
    return {OUTLOOK: made[OUTLOOK], **parts, STORE: store}


def worlds_from(tables: Tables, day: pd.Timestamp, rng: np.random.Generator, turn: int) -> list[World]:
    """Two worlds that differ from the true one on a day and later only.

    In one all statuses seen on the day or later are changed too, in the other those of the day's own games
    stay. Which of them is scrambled and which deleted alternates with `turn`.
    """
    ways = [
        ("scramble", lambda keep: scramble_from(tables, day, rng, keep)),
        ("delete", lambda keep: delete_from(tables, day, keep)),
    ]
    if turn % 2:
        ways.reverse()
    return [
        World(f"{name} from {day:%Y-%m-%d}{', statuses of the day kept' * keep}", change(keep), keep)
        for (name, change), keep in zip(ways, (False, True), strict=True)
    ]


def law_time_travel(
    build: Build,
    tables: Tables,
    params: FeatureParams,
    days: Iterable[pd.Timestamp],
    rng: np.random.Generator,
) -> None:
    """Rows up to a day do not change when results, box scores, notes and quotes of the day and later do.

    Features of the morning or of tip-off also hear the statuses of the day itself: where those are changed too,
    the rows before the day must stay.
    """
    truth = build(tables, params)
    for turn, day in enumerate(days):
        assert (truth[STORE]["game_date"] <= day).any(), f"no game up to {day:%Y-%m-%d}"
        for world in worlds_from(tables, day, rng, turn):
            found = build(world.tables, params)
            for name, expected in truth.items():
                _assert_unchanged(name, expected, found[name], day, world)


def law_morning_is_morning(tables: Tables, params: FeatureParams, rng: np.random.Generator) -> None:
    """What is seen after the morning hour of the game day changes no feature of the morning or the evening."""
    prm = (tables[f"prm_{name}"] for name in ("games", "team_games", "player_games", "injury_notes"))
    made = dict(tables) | {OUTLOOK: player_outlook(*prm, params.players)}
    groups = [group for group in registry.FEATURE_GROUPS.values() if group.information != "tip_off"]
    seen = tables["prm_availability"]
    is_late = (seen["seen_at_utc"] > _morning_end(seen, params.settings_of("morning"))).to_numpy()
    assert is_late.any(), "no status was seen after the morning"
    status = seen["status"].to_numpy(copy=True)
    status[is_late] = status[is_late][rng.permutation(int(is_late.sum()))]
    others = {"deleted": seen[~is_late].reset_index(drop=True), "scrambled": seen.assign(status=status)}
    for group in [group for group in groups if "prm_availability" in group.inputs]:
        truth = group.build(made, params.settings_of(group.name))
        for name, other in others.items():
            found = group.build({**made, "prm_availability": other}, params.settings_of(group.name))
            wrong = changed_columns(truth, found, truth)
            assert not wrong, f"statuses after the morning {name}: changed {', '.join(wrong)}"


def columns_known_by(*information: str) -> list[str]:
    """Columns of the store that belong to groups with this information."""
    groups = registry.FEATURE_GROUPS
    return feature_columns([name for name, group in groups.items() if group.information in information])


def telling_days(games: pd.DataFrame, count: int, rng: np.random.Generator) -> list[pd.Timestamp]:
    """Choose days on which leaks like to hide, then any others.

    First days of seasons, the fullest day, the second game in a row of the same two teams, play-offs, the last.
    """
    by_day = games.groupby("game_date")
    pair = games[["home_team_id", "away_team_id"]].agg(lambda row: tuple(sorted(row)), axis=1)
    again = games[games["game_date"].sub(games.groupby(pair)["game_date"].shift()).dt.days.between(1, 2)]
    playoffs = games.loc[games["season_type"] == "playoffs", "game_date"].unique()
    chosen = [
        *by_day["season"].first().reset_index().groupby("season")["game_date"].min().iloc[1:],
        by_day.size().idxmax(),
        *again["game_date"].iloc[[len(again) // 2] if len(again) else []],
        *pd.Series(playoffs).iloc[[0, len(playoffs) // 2] if len(playoffs) else []],
        games["game_date"].max(),
    ]
    chosen = list(dict.fromkeys(chosen))[:count]
    others = np.setdiff1d(games["game_date"].unique(), np.array(chosen, dtype="datetime64[us]"))
    drawn = rng.choice(others, max(count - len(chosen), 0), replace=False)
    return [*map(pd.Timestamp, chosen), *map(pd.Timestamp, np.sort(drawn))]


def _assert_unchanged(
    name: str, expected: pd.DataFrame, found: pd.DataFrame, day: pd.Timestamp, world: World
) -> None:
    late = set(_late_columns(name, expected)) if not world.keeps_statuses else set()
    for columns, past in (
        ([column for column in expected if column not in late], lambda table: table["game_date"] <= day),
        (sorted(late), lambda table: table["game_date"] < day),
    ):
        wrong = changed_columns(expected[past(expected)], found[past(found)], columns)
        assert not wrong, f"{world.name}: the future changed {', '.join(wrong)} in {name}"


def _late_columns(name: str, table: pd.DataFrame) -> list[str]:
    if name == STORE:
        return columns_known_by("morning", "tip_off")
    late = [group.table for group in registry.FEATURE_GROUPS.values() if group.information != "evening"]
    return [column for column in table if column not in registry_keys()] if name in late else []


def registry_keys() -> list[str]:
    """Columns that say which row it is."""
    from busta.features.groups import FEATURE_KEYS

    return list(FEATURE_KEYS)


def _morning_end(seen: pd.DataFrame, settings: AvailabilitySettings) -> pd.Series:
    return (seen["game_date"] + pd.Timedelta(hours=settings.morning_hour)).dt.tz_localize(LEAGUE_ZONE)
