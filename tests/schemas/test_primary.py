"""The contracts of the primary tables accept what is right and name what is wrong."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd
import pandera.pandas as pa
import pytest
from pandera.errors import SchemaError, SchemaErrors

from busta.schemas import primary
from tests.schemas import samples

CONTRACTS: dict[str, tuple[type[pa.DataFrameModel], Callable[..., pd.DataFrame]]] = {
    "Games": (primary.Games, samples.games),
    "TeamGames": (primary.TeamGames, samples.team_games),
    "PlayerGames": (primary.PlayerGames, samples.player_games),
    "Players": (primary.Players, samples.players),
    "InjuryNotes": (primary.InjuryNotes, samples.injury_notes),
    "Availability": (primary.Availability, samples.availability),
    "Quotes": (primary.Quotes, samples.quotes),
    "MarketLines": (primary.MarketLines, samples.market_lines),
    "LineHistory": (primary.LineHistory, samples.line_history),
    "PropQuotes": (primary.PropQuotes, samples.prop_quotes),
    "PropLines": (primary.PropLines, samples.prop_lines),
    "PropBooks": (primary.PropBooks, samples.prop_books),
    "Texts": (primary.Texts, samples.texts),
    "Officials": (primary.Officials, samples.officials),
    "Salaries": (primary.Salaries, samples.salaries),
    "Awards": (primary.Awards, samples.awards),
    "Tracking": (primary.Tracking, samples.tracking),
}
KEYED = sorted(set(CONTRACTS) - {"Quotes", "InjuryNotes"})


def _refused(name: str, table: pd.DataFrame) -> str:
    with pytest.raises((SchemaError, SchemaErrors)) as raised:
        CONTRACTS[name][0].validate(table)
    return str(raised.value)


@pytest.mark.parametrize("name", CONTRACTS)
def test_a_right_row_passes_unchanged(name: str) -> None:
    contract, sample = CONTRACTS[name]
    pd.testing.assert_frame_equal(contract.validate(sample()), sample())


@pytest.mark.parametrize("name", CONTRACTS)
def test_every_column_says_what_it_means(name: str) -> None:
    columns = CONTRACTS[name][0].to_schema().columns
    assert [column for column, field in columns.items() if not field.description] == []


@pytest.mark.parametrize("name", CONTRACTS)
def test_a_column_too_many_or_too_few_is_refused(name: str) -> None:
    sample = CONTRACTS[name][1]()
    assert "extra" in _refused(name, sample.assign(extra=1))
    assert sample.columns[-1] in _refused(name, sample.iloc[:, :-1])


@pytest.mark.parametrize("name", KEYED)
def test_a_key_stands_once(name: str) -> None:
    _refused(name, pd.concat([CONTRACTS[name][1]()] * 2, ignore_index=True))


@pytest.mark.parametrize(
    ("name", "column", "value"),
    [
        ("Games", "season", "2015"),
        ("Games", "game_id", "21500001"),
        ("Games", "season_type", "preseason"),
        ("Games", "away_team_id", 1),
        ("Games", "minutes", 24.0),
        ("Games", "home_margin", None),
        ("TeamGames", "points", -1.0),
        ("PlayerGames", "minutes", None),
        ("PlayerGames", "source", "hearsay"),
        ("Players", "height_cm", 20.0),
        ("InjuryNotes", "state", "dead"),
        ("Availability", "minutes_to_tip_off", 0.0),
        ("Availability", "chance_of_playing", 50.0),
        ("Quotes", "price_decimal", 1.0),
        ("Quotes", "market", "spread"),
        ("Quotes", "selection", "home"),
        ("MarketLines", "moment", "noon"),
        ("MarketLines", "market_probability", 1.5),
        ("LineHistory", "home_points", None),
        ("LineHistory", "home_price", 1.0),
        ("PropQuotes", "market", "total"),
        ("PropQuotes", "minutes_to_tip_off", 0.0),
        ("PropQuotes", "moment", "open"),
        ("PropLines", "market", "total"),
        ("PropLines", "market_probability", 1.0),
        ("PropLines", "n_books", 0),
        ("PropBooks", "share_off", 1.5),
        ("Texts", "source", "rumour"),
        ("Officials", "official_id", 0),
        ("Salaries", "salary_usd", -1.0),
        ("Awards", "chosen_team", 4),
        ("Tracking", "touches", -1.0),
    ],
)
def test_a_wrong_value_is_refused(name: str, column: str, value: Any) -> None:
    table = CONTRACTS[name][1](**{column: value})
    if value is None:
        table = table.astype({column: "float64"})
    _refused(name, table)


def test_a_game_to_come_has_no_result() -> None:
    results = [
        name for name in samples.games().columns if name.endswith(("points", "margin")) or name == "minutes"
    ]
    table = samples.games(is_played=False)
    table[results] = float("nan")
    primary.Games.validate(table)
    assert "expected a result" in _refused("Games", samples.games(is_played=False))
