"""Time travel from primary tables to bets on players, as a function that fails with a sentence.

In each other world something was changed on a day and later, or on that day after the morning, and the whole chain
runs again: the lines from the quotes, then features, means, distributions, blends and bets.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from busta.pipelines import ingestion
from busta.sources.moments import is_after_morning
from tests.laws.project_run import run
from tests.laws.time_travel import Tables, changed_columns, delete_from, scramble_from
from tests.laws.whole_props import player_run

QUOTES, LINES = "prm_prop_quotes", ("prm_prop_lines", "prm_prop_books")
MAN, OFFER = ["game_id", "player_id"], ["books", "selection"]
QUESTIONS = "feat_player_questions"
# What a market tells of its men, and what tells its rows apart.
TOLD = {
    "training_table": MAN,
    "means": MAN,
    "forecasts": MAN,
    "at_lines": [*MAN, "moment"],
    "probabilities": [*MAN, "market_moment"],
}
RESULTS = {"actual", "outcome", "is_void", "result", "profit"}
CLOSING = {"closing_line_value", "closing_price_value"}
# Sums over another number of rows may round otherwise in the last digits of a float.
_DIGITS = 1e-9
# Of the men of the first day of a season many are not on the books of their teams yet.
_LEAST_SHARE = 0.3


@dataclass(frozen=True)
class OtherWorld:
    """A world that differs from the true one from a day on, or from noon of that day on.

    Attributes
    ----------
    name
        In words, for messages.
    tables
        Its primary tables.
    hidden
        Columns that may differ on the day itself.
    moments
        Moments of the day itself that may not; null for all.
    same_rows
        Whether everybody who was asked about is still asked about.
    """

    name: str
    tables: Tables
    hidden: frozenset[str]
    moments: tuple[str, ...] | None
    same_rows: bool


def whole_chain(tables: Tables, raw: Mapping[str, Any]) -> dict[str, Any]:
    """Choose the lines from the quotes, and run everything about players that follows."""
    stage = ingestion.create_pipeline().to_outputs(*LINES).from_inputs(QUOTES)
    chosen = run(stage, {QUOTES: tables[QUOTES]}, raw, LINES)
    return player_run({**tables, **chosen}, raw)


def other_worlds(
    tables: Tables, day: pd.Timestamp, morning_until: str, rng: np.random.Generator
) -> Iterator[OtherWorld]:
    """Three worlds: other results from the day on, none from the day on, other quotes after its morning.

    In the first two the quotes on the games of the day itself stay, those on later games change; in the third the
    results of the day change, too.
    """
    quotes = tables[QUOTES]
    later = quotes["game_date"] > day
    afternoon = later | (quotes["game_date"].eq(day) & is_after_morning(quotes, morning_until))
    on, at = f"from {day:%Y-%m-%d} on", f"after the morning of {day:%Y-%m-%d}"
    results = frozenset(RESULTS)
    scrambled = scramble_from(tables, day, rng)
    yield OtherWorld(
        f"other results {on}", {**scrambled, QUOTES: _other_quotes(quotes, later, rng)}, results, None, True
    )
    deleted = delete_from(tables, day) | {QUOTES: quotes[~later].reset_index(drop=True)}
    yield OtherWorld(f"no results {on}", deleted, results, None, False)
    other = {**scrambled, QUOTES: _other_quotes(quotes, afternoon, rng)}
    yield OtherWorld(f"other quotes {at}", other, results | CLOSING, ("morning",), True)


def law_players_see_no_future(
    tables: Tables, raw: Mapping[str, Any], days: Iterable[pd.Timestamp], rng: np.random.Generator
) -> None:
    """What is forecast, priced, blended and bet on up to a day does not change when the day and later do.

    Of the day itself results may differ; of the world that differs after its morning, also what happened to a
    bet by the close, and everything said at the close.
    """
    truth = whole_chain(tables, raw)
    for day in days:
        for world in other_worlds(tables, day, raw["odds"]["morning_until"], rng):
            found = whole_chain(world.tables, raw)
            for name, keys in _names(raw).items():
                _assert_same(name, keys, truth, found, day, world)


def _names(raw: Mapping[str, Any]) -> dict[str, list[str]]:
    names = {"features_players": MAN}
    for market in raw["markets"]:
        names |= {f"{market}.{name}": keys for name, keys in TOLD.items()}
        names[f"bets_{market}"] = [*MAN, "moment", *OFFER]
    return names


def _other_quotes(quotes: pd.DataFrame, rows: pd.Series, rng: np.random.Generator) -> pd.DataFrame:
    # Prices and lines of other men and markets: nothing of what was quoted stays true.
    where, out = np.flatnonzero(rows), quotes.copy()
    told = ["line", "price_over", "price_under"]
    out.loc[rows, told] = quotes[told].take(rng.permutation(where)).to_numpy()
    return out


def _assert_same(
    name: str,
    keys: list[str],
    truth: Mapping[str, Any],
    found: Mapping[str, Any],
    day: pd.Timestamp,
    world: OtherWorld,
) -> None:
    before = [made[name][made[name]["game_date"] < day] for made in (truth, found)]
    _compare(f"{name} before the day", *before, keys, frozenset(), world)
    of_day = [_of_day(made[name], made[QUESTIONS], day, world.moments) for made in (truth, found)]
    if not world.same_rows:
        _refuse_lost(*of_day, keys, f"{name} of the day", world)
        of_day = _in_both(*of_day, keys, f"{name} of the day", world)
    _compare(f"{name} of the day", *of_day, keys, world.hidden, world)


def _of_day(
    table: pd.DataFrame, questions: pd.DataFrame, day: pd.Timestamp, moments: tuple[str, ...] | None
) -> pd.DataFrame:
    rows = table[table["game_date"] == day]
    if moments and "moment" in rows:
        rows = rows[rows["moment"].isin(moments)]
    teams = questions[[*MAN, "team_id"]].astype({"player_id": "Int64"})
    rows = rows.drop(columns="team_id", errors="ignore").astype({"player_id": "Int64"})
    return rows.merge(teams, on=MAN, how="left", validate="many_to_one")


def _refuse_lost(
    expected: pd.DataFrame, found: pd.DataFrame, keys: list[str], place: str, world: OtherWorld
) -> None:
    # Before a game everybody on the books is asked about; once he is quoted he stays, whether he then played or not.
    if "line" not in expected or "season_type" in expected:
        return
    asked, kept = (pd.MultiIndex.from_frame(table[keys].astype("str")) for table in (found, expected))
    lost = asked[~asked.isin(kept)]
    assert lost.empty, f"{world.name}: a result took {len(lost)} rows from {place}, such as {lost[0]}"


def _in_both(
    expected: pd.DataFrame, found: pd.DataFrame, keys: list[str], place: str, world: OtherWorld
) -> list[pd.DataFrame]:
    # For whom a man plays who has just come is known by the box score at the latest.
    names = [*keys, "team_id"]
    first, second = (pd.MultiIndex.from_frame(table[names].astype("str")) for table in (expected, found))
    both = [expected[first.isin(second)], found[second.isin(first)]]
    assert len(both[0]) >= _LEAST_SHARE * len(expected), (
        f"{world.name}: too few rows of {place} tell anything"
    )
    return both


def _compare(
    place: str,
    expected: pd.DataFrame,
    found: pd.DataFrame,
    keys: list[str],
    hidden: frozenset[str],
    world: OtherWorld,
) -> None:
    # Which books there are at all is no secret of any row.
    expected, found = (
        table.astype(dict.fromkeys(table.select_dtypes("category"), "str")).sort_values(
            keys, ignore_index=True
        )
        for table in (expected, found)
    )
    assert len(expected) == len(found), (
        f"{world.name}: the future changed the rows of {place}: {len(expected)}, then {len(found)}"
    )
    columns = [column for column in expected if column not in hidden]
    wrong = changed_columns(expected, found, columns)
    if not world.same_rows:
        wrong = [column for column in wrong if not _is_close(expected[column], found[column])]
    assert not wrong, f"{world.name}: the future changed {', '.join(wrong)} in {place}"


def _is_close(expected: pd.Series, found: pd.Series) -> bool:
    if not all(pd.api.types.is_float_dtype(column) for column in (expected, found)):
        return bool((expected.astype("str").to_numpy() == found.astype("str").to_numpy()).all())
    return np.allclose(expected, found, rtol=_DIGITS, atol=_DIGITS, equal_nan=True)
