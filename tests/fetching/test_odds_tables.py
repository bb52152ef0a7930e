"""Answers of The Odds API as tables in the layout of the raw files."""

import json
from datetime import timedelta

import pandas as pd
import pytest

from busta.fetching.fetch_all import FAILED, log_table
from busta.fetching.odds_tables import (
    LAYOUTS,
    PROPS,
    events_of,
    game_quotes,
    listed_games,
    player_quotes,
    read_outcomes,
    with_layouts,
)
from tests.fetching.odds_answers import AWAY, HOME, SEEN, START, answer, book, event, outcome


def test_the_away_team_may_stand_first_and_the_moment_of_the_answer_is_that_of_the_quote() -> None:
    document = [event(book("spreads", outcome(AWAY, 1.95, 4.5), outcome(HOME, 1.87, -4.5)))]
    found = game_quotes(read_outcomes([answer(document)]).table, "spreads")
    assert list(found.columns) == LAYOUTS["spreads"]
    assert found.to_numpy().tolist() == [
        [
            "2024-03-02T17:00:00Z",
            "e1",
            START,
            HOME,
            AWAY,
            "fanduel",
            "2024-03-02T16:59:00Z",
            -4.5,
            1.87,
            4.5,
            1.95,
        ]
    ]


def test_the_moment_of_a_snapshot_of_the_past_is_the_one_the_source_tells() -> None:
    told = {"timestamp": "2024-03-02T16:55:39Z", "previous_timestamp": None, "next_timestamp": None}
    document = told | {"data": [event(book("h2h", outcome(HOME, 1.5), outcome(AWAY, 2.7)))]}
    found = game_quotes(read_outcomes([answer(document, "historical_odds")]).table, "moneylines")
    assert found[["timestamp", "home_price", "away_price"]].to_numpy().tolist() == [
        ["2024-03-02T16:55:39Z", 1.5, 2.7]
    ]


def test_over_and_under_of_a_total_keep_their_points() -> None:
    document = [event(book("totals", outcome("Under", 1.92, 221.5), outcome("Over", 1.9, 221.5)))]
    found = game_quotes(read_outcomes([answer(document)]).table, "totals")
    columns = ["over_point", "over_price", "under_point", "under_price"]
    assert found[columns].to_numpy().tolist() == [[221.5, 1.9, 221.5, 1.92]]


def test_a_side_that_is_not_offered_is_missing() -> None:
    found = game_quotes(read_outcomes([answer([event(book("h2h", outcome(HOME, 1.5)))])]).table, "moneylines")
    assert found["away_price"].isna().tolist() == [True]


def test_prices_of_a_game_that_has_begun_are_left_out() -> None:
    document = [event(book("h2h", outcome(HOME, 1.5), outcome(AWAY, 2.7)), start="2024-03-02T17:00:00Z")]
    assert read_outcomes([answer(document)]).table.empty


def test_a_snapshot_that_two_questions_gave_counts_once() -> None:
    document = {
        "timestamp": "2024-03-02T16:55:39Z",
        "data": [event(book("h2h", outcome(HOME, 1.5), outcome(AWAY, 2.7)))],
    }
    both = [answer(document, "historical_odds", date=date) for date in ("a", "b")]
    assert len(game_quotes(read_outcomes(both).table, "moneylines")) == 1


def test_rows_do_not_depend_on_the_order_of_the_answers() -> None:
    first, second = (
        answer(
            [event(book("h2h", outcome(HOME, price), outcome(AWAY, 2.7)))],
            seen=SEEN + timedelta(minutes=late),
        )
        for price, late in ((1.5, 0), (1.6, 10))
    )
    tables = [
        game_quotes(read_outcomes(order).table, "moneylines") for order in ([first, second], [second, first])
    ]
    pd.testing.assert_frame_equal(*tables)
    assert tables[0]["home_price"].tolist() == [1.5, 1.6]


@pytest.mark.parametrize("document", [[], [event()], {"timestamp": "2024-03-02T16:55:39Z", "data": []}])
def test_an_answer_without_quotes_gives_empty_tables_in_the_right_layout(document: object) -> None:
    read = read_outcomes([answer(document)])
    assert read.sentences == []
    for layout, columns in LAYOUTS.items():
        assert list(game_quotes(read.table, layout).columns) == columns
        assert game_quotes(read.table, layout).empty
    assert list(player_quotes(read.table).columns) == PROPS


def _points(*prices: int, updated: str = "2024-03-02T16:59:00Z") -> dict[str, object]:
    sides = [
        outcome(name, price, 27.5, "Jayson Tatum")
        for name, price in zip(("Over", "Under"), prices, strict=True)
    ]
    found = book("player_points", *sides)
    found["markets"][0]["last_update"] = updated
    return event(found)


def test_quotes_on_players_keep_the_layout_and_types_of_the_archive() -> None:
    found = player_quotes(read_outcomes([answer(_points(-110, -120), "event_odds")]).table)
    assert list(found.columns) == PROPS
    assert found["outcomes_price"].dtype == "int64"
    assert found.iloc[0].tolist() == [
        "Over", "Jayson Tatum", -110, 27.5, "e1", START, HOME, AWAY, "fanduel", "player_points",
        "2024-03-02T16:59:00Z", "2024-03-02",
    ]  # fmt: skip


def test_the_day_of_a_pull_is_the_eastern_one() -> None:
    late = answer(_points(-110, -120), "event_odds", seen=SEEN + timedelta(hours=7, minutes=15))
    assert set(player_quotes(read_outcomes([late]).table)["pull_date"]) == {"2024-03-02"}


def test_a_quote_on_a_player_that_stands_unchanged_is_kept_once_as_of_the_first() -> None:
    answers = [
        answer(_points(-110, -120), "event_odds"),
        answer(_points(-110, -120), "event_odds", seen=SEEN + timedelta(hours=1)),
        answer(
            _points(-115, -115, updated="2024-03-02T18:30:00Z"), "event_odds", seen=SEEN + timedelta(hours=2)
        ),
    ]
    found = player_quotes(read_outcomes(answers).table)
    assert found["outcomes_price"].tolist() == [-110, -120, -115, -115]


def test_yes_and_no_without_a_line_are_no_quotes() -> None:
    document = event(book("player_double_double", outcome("Yes", 150, None, "Jayson Tatum")))
    assert player_quotes(read_outcomes([answer(document, "event_odds")]).table).empty


def test_games_are_listed_with_the_moment_they_were_asked_for() -> None:
    past = {"timestamp": "2024-03-02T16:55:39Z", "data": [event(book("h2h", outcome(HOME, 1.5)), id="e2")]}
    games = listed_games(
        [answer([event()], "events"), answer(past, "historical_odds", date="2024-03-02T17:00:00Z")],
        SEEN + timedelta(minutes=5),
    )
    assert games[["id", "date"]].to_numpy().tolist() == [["e1", ""], ["e2", "2024-03-02T17:00:00Z"]]
    assert games["seen_at_utc"].tolist() == [
        SEEN + timedelta(minutes=5),
        pd.Timestamp("2024-03-02T16:55:39Z"),
    ]
    assert listed_games([], SEEN).empty


def test_a_renamed_key_ends_in_a_sentence_that_names_it_and_the_other_answers_count() -> None:
    renamed = event(book("h2h", outcome(HOME, 1.5), outcome(AWAY, 2.7)))
    renamed["host_team"] = renamed.pop("home_team")
    good = event(book("h2h", outcome(HOME, 1.5), outcome(AWAY, 2.7)), id="e2")
    answers = [answer([renamed]), answer([good], date="x")]
    read = read_outcomes(answers)
    assert read.table["id"].unique().tolist() == ["e2"]
    (sentence,) = read.sentences
    assert "was without home_team" in sentence
    assert "host_team" in sentence
    log = log_table(
        [
            {
                "source": "odds_api",
                "endpoint": "odds",
                "partition": "2023-24",
                "key": one.call.key,
                "outcome": "fetched",
                "sentence": "",
            }
            | dict.fromkeys(["attempts", "rows", "bytes", "credits"], 1)
            for one in answers
        ]
    )
    told = with_layouts(log, answers)
    assert told["outcome"].tolist() == [FAILED, "fetched"]
    assert told["sentence"].tolist() == [sentence, ""]
    assert with_layouts(log, answers[1:]) is log


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("price", "odds", "name, price in every outcome of odds, was without price"),
        ("outcomes", "selections", "key, outcomes in every market of odds, was without outcomes"),
        ("markets", "offers", "key, markets in every book of odds, was without markets"),
        ("bookmakers", "books", "away_team, bookmakers in every event of odds, was without bookmakers"),
    ],
)
def test_a_key_renamed_anywhere_in_the_answer_is_told(old: str, new: str, told: str) -> None:
    text = json.dumps([event(book("h2h", outcome(HOME, 1.5), outcome(AWAY, 2.7)))]).replace(
        f'"{old}"', f'"{new}"'
    )
    (sentence,) = read_outcomes([answer(json.loads(text))]).sentences
    assert told in sentence
    assert new in sentence


@pytest.mark.parametrize("document", ["text", 7, [1, 2]])
def test_what_is_no_event_is_refused(document: object) -> None:
    with pytest.raises(ValueError, match="expected events"):
        events_of(document)


@pytest.mark.parametrize(
    "bad",
    [
        [1, 2],
        {"timestamp": "2024-03-02T17:00:00Z", "data": "none"},
        [event(book("spreads", {"name": HOME, "price": "N/A", "point": -4.5}))],
        [event(book("spreads", {"name": HOME, "price": 1.9, "point": True}))],
        [{**event(), "bookmakers": ["fanduel"]}],
    ],
)
def test_an_answer_of_any_other_shape_is_told_and_hides_no_other(bad: object) -> None:
    good = answer([event(book("spreads", outcome(AWAY, 1.95, 4.5), outcome(HOME, 1.87, -4.5)))])
    wrong = answer(bad)
    found = read_outcomes([wrong, good])
    assert len(found.table) == 2
    assert [sentence for sentence in found.sentences if "the answer is kept" not in sentence] == []
    assert len(found.sentences) == 1
    assert len(listed_games([wrong, good], SEEN)) >= 1
