"""Raw files of The Odds API beside the archives of a user."""

from collections.abc import Iterator

import pandas as pd

from busta.fetching.calls import Answer
from busta.fetching.odds_files import game_files, nothing_written, player_files
from busta.fetching.odds_tables import LAYOUTS
from busta.sources.parsed import RawFile
from tests.fetching.odds_answers import AWAY, HOME, answer, book, event, outcome

GAME = event(
    book("h2h", outcome(HOME, 1.5), outcome(AWAY, 2.7)), book("h2h", outcome(HOME, 1.4), key="betmgm")
)
PLAYER = event(book("player_points", outcome("Over", -110, 27.5, "A B"), outcome("Under", -120, 27.5, "A B")))
NONE: dict[str, dict[str, RawFile]] = {layout: {} for layout in LAYOUTS}


def _stored(endpoint: str, partition: str) -> Iterator[Answer]:
    if endpoint == "odds" and partition == "2023-24":
        yield answer([GAME])
    if endpoint == "event_odds" and partition == "2024-03":
        yield answer(PLAYER, "event_odds")


def test_files_are_named_by_season_and_month_and_an_empty_one_is_not_written() -> None:
    spreads, totals, moneylines = game_files(_stored, ["2023-24"], NONE)
    assert (spreads.files, totals.files) == ({}, {})
    assert list(moneylines.files) == ["moneylines_fetched_2023-24.parquet"]
    assert moneylines.written.to_numpy().tolist() == [
        ["odds_api_moneylines", "moneylines_fetched_2023-24.parquet", 2, 0, ""]
    ]
    assert list(player_files(_stored, ["2024-03"], {}).files) == ["props_all_markets_fetched_2024-03.parquet"]


def test_rows_of_a_file_of_ones_own_are_not_written_again() -> None:
    whole = game_files(_stored, ["2023-24"], NONE)[2].files["moneylines_fetched_2023-24.parquet"]
    own = RawFile("mine.parquet", whole.iloc[:1])
    fetched = RawFile("moneylines_fetched_2023-24.parquet", whole)
    made = game_files(
        _stored, ["2023-24"], NONE | {"moneylines": {"mine.parquet": own, fetched.name: fetched}}
    )[2]
    assert made.files["moneylines_fetched_2023-24.parquet"]["bookmaker"].tolist() == ["betmgm"]
    assert made.written["sentence"].tolist() == [
        "1 rows stand already in files of your own in odds_api_moneylines/"
    ]


def test_quotes_on_players_of_ones_own_archive_are_not_written_again() -> None:
    whole = player_files(_stored, ["2024-03"], {}).files["props_all_markets_fetched_2024-03.parquet"]
    own = RawFile("props_all_markets_2024-03.parquet", whole)
    made = player_files(_stored, ["2024-03"], {own.name: own})
    assert made.files == {}
    assert made.written[["file", "rows", "skipped"]].to_numpy().tolist() == [["", 0, 2]]


def test_a_damaged_file_of_ones_own_hides_nothing() -> None:
    damaged = RawFile("broken.parquet", pd.DataFrame())
    made = game_files(_stored, ["2023-24"], NONE | {"moneylines": {"broken.parquet": damaged}})[2]
    assert made.written["rows"].tolist() == [2]


def test_the_account_of_nothing_has_the_columns_of_every_account() -> None:
    assert list(nothing_written().columns) == ["folder", "file", "rows", "skipped", "sentence"]
