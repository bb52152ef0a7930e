"""The table of all quotes on players: what gets in, and why the rest does not."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from busta.schemas.props import PropQuotes as Contract
from busta.sources import props_quotes as module
from busta.sources.props_quotes import PropQuotes, build_prop_quotes
from tests.sources.prop_rows import BRUNSON, DAY, SETTINGS, START, TATUM, people, prop_games, quotes
from tests.sources.raw_texts import BKN, CLE, OKC

MINUTE = pd.Timedelta(minutes=1)


def _built(*rows: dict[str, Any], source: str = "props_api") -> PropQuotes:
    built = build_prop_quotes({source: quotes(*rows)}, prop_games(), people(), SETTINGS, "12:00")
    Contract.validate(built.rows)
    return built


def _reasons(built: PropQuotes) -> dict[str, int]:
    told = "; ".join(built.coverage["reason"]).split("; ")
    return {text.rpartition(": ")[0]: int(text.rpartition(": ")[2]) for text in told if text}


def test_a_quote_is_one_row_with_both_prices_and_its_distance_to_tip_off() -> None:
    built = _built({"price_under": 2.0})
    assert built.rows.drop(columns="quoted_at_utc").iloc[0].to_dict() == {
        "season": "2023-24", "game_id": "0022300001", "game_date": DAY, "player_id": TATUM, "market": "points",
        "line": 27.5, "price_over": 1.9, "price_under": 2.0, "book": "fanduel", "moment": "morning",
        "minutes_to_tip_off": 480.0, "source": "props_api",
    }  # fmt: skip
    assert built.refused.empty
    assert built.coverage[["what", "read", "joined", "refused"]].iloc[0].tolist() == ["quotes", 1, 1, 0]


@pytest.mark.parametrize(
    ("row", "reason", "column"),
    [
        ({"home_team_id": CLE}, module.NO_GAME, "player_name"),
        ({"player_name": "Ray Allen"}, module.NOBODY, "player_name"),
        ({"home_team_id": BKN, "away_team_id": OKC}, module.NO_TIP_OFF, "quoted_at_utc"),
        ({"quoted_at_utc": START}, module.TOO_LATE, "quoted_at_utc"),
        ({"quoted_at_utc": START + 20 * MINUTE}, module.TOO_LATE, "quoted_at_utc"),
        ({"book": "betrivers"}, module.CROSSED, "book"),
    ],
)
def test_what_is_not_believed_is_refused_with_file_row_and_reason(
    row: dict[str, Any], reason: str, column: str
) -> None:
    built = _built({"player_name": "Jalen Brunson"}, row, source="props_pra")
    assert built.rows["player_id"].tolist() == [BRUNSON]
    assert built.refused[["source", "file", "row", "column"]].iloc[0].tolist() == [
        "props_pra",
        "a.csv",
        3,
        column,
    ]
    assert _reasons(built) == {reason: 1}
    assert built.coverage[["read", "joined", "refused"]].iloc[0].tolist() == [2, 1, 1]


def test_a_book_is_crossed_in_the_source_that_crosses_it_only() -> None:
    assert len(_built({"book": "betrivers"}).rows) == 1


def test_a_kind_that_is_no_market_is_counted_and_blamed_on_nobody() -> None:
    built = _built({}, {"market": None})
    assert _reasons(built) == {module.NO_MARKET: 1}
    assert built.refused.empty


def test_where_the_league_does_not_tell_the_start_that_of_the_source_counts() -> None:
    coming = {"home_team_id": BKN, "away_team_id": OKC, "player_name": "Lu Dort", "tip_off_utc": START}
    built = _built(coming, {**coming, "quoted_at_utc": START, "book": "bovada"})
    assert built.rows["minutes_to_tip_off"].tolist() == [480.0]
    assert _reasons(built) == {module.TOO_LATE: 1}


def test_the_second_of_two_equal_quotes_is_refused_and_so_is_another_spelling_of_the_man() -> None:
    built = _built(
        {"price_over": 1.95}, {}, {"player_name": "Jayson Tatum Jr."}, {"line": 28.5}, {"book": "bovada"}
    )
    assert built.rows["price_over"].tolist() == [1.9, 1.95, 1.9]
    assert built.refused["row"].tolist() == [3, 4]
    assert _reasons(built) == {module.AGAIN: 2}


def test_a_price_far_from_the_others_at_the_same_line_is_refused() -> None:
    # Half, half and a fifth: the mean of the two others is .1 from an honest book, .3 from the third.
    far = {"book": "bovada", "price_over": 4.5, "price_under": 1.125}
    built = _built({}, {"book": "betmgm"}, {"book": "caesars"}, {"book": "draftkings"}, far)
    assert set(built.rows["book"]) == {"fanduel", "betmgm", "caesars", "draftkings"}
    assert _reasons(built) == {module.OFF: 1}
    assert built.refused["column"].tolist() == ["price_over"]


@pytest.mark.parametrize(
    "change",
    [{"line": 40.5}, {"quoted_at_utc": START - 60 * MINUTE}, {"market": "rebounds"}, {"price_under": None}],
)
def test_a_price_is_compared_at_the_same_line_moment_and_market_only(change: dict[str, Any]) -> None:
    far = {"book": "bovada", "price_over": 4.5, "price_under": 1.125}
    assert _built({}, {"book": "betmgm"}, {**far, **change}).refused.empty


def test_books_of_one_pull_are_compared_though_each_was_updated_at_its_own_time() -> None:
    far = {"book": "bovada", "price_over": 4.5, "price_under": 1.125, "quoted_at_utc": START - 70 * MINUTE}
    rows = [{"book": book, "pulled_on": DAY} for book in ("betmgm", "caesars", "draftkings", "fanduel")]
    assert _reasons(_built(*rows, {**far, "pulled_on": DAY})) == {module.OFF: 1}


@pytest.mark.parametrize(
    ("seen", "moment"),
    [
        (START - 1440 * MINUTE, None),  # the evening before
        (pd.Timestamp("2024-03-05T14:00:00Z"), "morning"),
        (pd.Timestamp("2024-03-05T17:00:00Z"), "morning"),  # noon on the east coast
        (pd.Timestamp("2024-03-05T17:00:01Z"), None),
        (START - 61 * MINUTE, None),
        (START - 60 * MINUTE, "close"),
        (START - MINUTE, "close"),
    ],
)
def test_the_clock_tells_the_moment(seen: pd.Timestamp, moment: str | None) -> None:
    found = _built({"quoted_at_utc": seen}).rows["moment"]
    assert found.isna().all() if moment is None else found.tolist() == [moment]


def test_the_moment_of_a_quote_does_not_depend_on_later_ones() -> None:
    early, late = {"quoted_at_utc": START - 50 * MINUTE}, {"quoted_at_utc": START - 5 * MINUTE}
    alone, both = (_built(*rows).rows for rows in ((early,), (early, late)))
    pd.testing.assert_frame_equal(alone, both.iloc[:1])


def test_the_order_of_rows_and_sources_in_the_files_does_not_matter() -> None:
    rows = [{"book": book, "line": line} for book in ("bovada", "betmgm") for line in (30.5, 27.5)]
    tables = {"props_api": quotes(*rows), "props_pra": quotes({"market": "points_rebounds_assists"})}
    turned = {source: table.iloc[::-1].reset_index(drop=True) for source, table in reversed(tables.items())}
    one, other = (
        build_prop_quotes(t, prop_games(), people(), SETTINGS, "12:00").rows for t in (tables, turned)
    )
    pd.testing.assert_frame_equal(one, other)
    assert one["book"].tolist() == ["betmgm", "betmgm", "bovada", "bovada", "fanduel"]
