"""The time-travel law: what is said of the games of a day was known before that day.

Scramble or delete every result, box score, note and quote of day T and later, keeping only the schedule, and
every row up to and including the games of day T must be the same, bit for bit.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

import numpy as np
import pandas as pd

Tables = Mapping[str, pd.DataFrame]

_GAME = ["season", "game_id", "game_date", "season_type"]
# What was public before the game; every other column of the table is a result.
SCHEDULE_COLUMNS = {
    "prm_games": [*_GAME, "home_team_id", "away_team_id", "is_neutral", "tip_off_utc", "is_played"],
    "prm_team_games": [*_GAME, "team_id", "opponent_team_id", "is_home", "is_neutral"],
}
# Tables without a schedule: the columns that say which row it is, and the day it became known.
ROW_COLUMNS = {
    "prm_player_games": [*_GAME, "team_id", "player_id", "player_name", "source"],
    "prm_injury_notes": ["note_date"],
    "prm_availability": ["season", "game_id", "game_date", "team_id", "source", "seen_at_utc"],
    "prm_quotes": ["season", "game_id", "game_date", "market", "selection", "book", "moment", "source"],
    "prm_officials": ["season", "game_id", "game_date"],
    "prm_texts": ["text_id", "source", "season", "published_at_utc", "published_on", "known_from_utc"],
    "prm_tracking": ["season", "player_id", "usable_from"],
    "prm_salaries": ["season", "usable_from"],
    "prm_awards": ["season", "usable_from"],
    "prm_market_lines": ["season", "game_id", "game_date", "player_id", "market", "moment", "source"],
}


def scramble_from(
    tables: Tables, day: pd.Timestamp, rng: np.random.Generator, keep_statuses: bool = False
) -> dict[str, pd.DataFrame]:
    """Permute and blur everything that became known on a day or later; the schedule stays.

    With `keep_statuses`, what was seen of the players before the games of the day itself stays too.
    """
    kept = SCHEDULE_COLUMNS | ROW_COLUMNS
    return {
        name: _scrambled(table, _since(name, table, day, keep_statuses), kept[name], rng)
        if name in kept
        else table
        for name, table in tables.items()
    }


def delete_from(tables: Tables, day: pd.Timestamp, keep_statuses: bool = False) -> dict[str, pd.DataFrame]:
    """Delete everything that became known on a day or later; the schedule stays, with null results.

    With `keep_statuses`, what was seen of the players before the games of the day itself stays too.
    """
    out = dict(tables)
    for name, table in tables.items():
        since = _since(name, table, day, keep_statuses)
        if name in SCHEDULE_COLUMNS:
            out[name] = _without_results(table, since, SCHEDULE_COLUMNS[name])
        elif name in ROW_COLUMNS:
            out[name] = table[~since].reset_index(drop=True)
    return out


def assert_time_travel(
    build: Callable[[Tables], pd.DataFrame],
    tables: Tables,
    days: Iterable[pd.Timestamp],
    rng: np.random.Generator,
) -> None:
    """Assert the law for a function from tables to features, for every one of some days."""
    truth = build(tables)
    for day in days:
        expected = truth[truth["game_date"] <= day]
        assert len(expected), f"no game up to {day:%Y-%m-%d}"
        for name, other in (
            ("scramble", scramble_from(tables, day, rng)),
            ("delete", delete_from(tables, day)),
        ):
            found = build(other)
            found = found[found["game_date"] <= day]
            differs = changed_columns(expected, found, truth)
            assert not differs, f"{name} from {day:%Y-%m-%d}: the future changed {', '.join(differs)}"


def changed_columns(expected: pd.DataFrame, found: pd.DataFrame, columns: Iterable[str]) -> list[str]:
    """Name the columns that are not the same, bit for bit."""
    return [column for column in columns if not _same_bits(expected[column], found[column])]


def _same_bits(expected: pd.Series, found: pd.Series) -> bool:
    if expected.dtype == np.float64 and found.dtype == np.float64:
        return expected.to_numpy().tobytes() == found.to_numpy().tobytes()
    same_index = expected.reset_index(drop=True), found.reset_index(drop=True)
    return expected.dtype == found.dtype and same_index[0].equals(same_index[1])


def _since(name: str, table: pd.DataFrame, day: pd.Timestamp, keep_statuses: bool = False) -> pd.Series:
    if name == "prm_availability":
        # A status is known from the moment it was seen, whatever game it speaks of.
        return table["game_date"] > day if keep_statuses else _eastern_day(table["seen_at_utc"]) >= day
    if "usable_from" in table:
        # Totals of an earlier season are known when the first day of the next begins.
        return table["usable_from"] > day
    known = {"prm_injury_notes": "note_date", "prm_texts": "published_on"}.get(name, "game_date")
    return table[known] >= day if known in table else pd.Series(False, index=table.index)


def _eastern_day(moment: pd.Series) -> pd.Series:
    return moment.dt.tz_convert("America/New_York").dt.tz_localize(None).dt.normalize()


def _scrambled(
    table: pd.DataFrame, rows: pd.Series, kept: list[str], rng: np.random.Generator
) -> pd.DataFrame:
    out = table.copy()
    where = np.flatnonzero(rows)
    for column in table.columns.difference(kept):
        values = table[column].take(rng.permutation(where))
        if values.dtype == np.float64:
            values = (values * rng.uniform(0.5, 1.5, len(where)) + rng.normal(0.0, 3.0, len(where))).abs()
        out[column] = pd.concat([table[column][~rows], values.set_axis(table.index[where])]).sort_index()
    return out


def _without_results(table: pd.DataFrame, rows: pd.Series, kept: list[str]) -> pd.DataFrame:
    results = table.columns.difference(kept)
    out = table.astype(dict.fromkeys(results, float))
    out.loc[rows, results] = np.nan
    if "is_played" in out:
        out["is_played"] &= ~rows
    return out
