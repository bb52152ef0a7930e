"""Cells of props: each distinct text is read once, and every row of it is answered."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from busta.sources import props_cells as props
from busta.sources.cells import CellReader
from busta.sources.parsed import RawFile
from tests.sources.prop_rows import PLAUSIBLE_PROPS
from tests.sources.raw_texts import BOS, cells


def _reader(column: str, values: object, source: str = "prizepicks") -> CellReader:
    frame = pd.DataFrame({column: values})
    return CellReader(source, RawFile("a.csv", frame.set_axis(range(2, 2 + len(frame)))))


@pytest.mark.parametrize("kind", ["str", "category"])
def test_texts_are_the_same_however_they_are_stored(kind: str) -> None:
    reader = _reader("a", pd.Series([" x ", "y", None, " x "], dtype="str").astype(kind))
    assert props.texts(reader, "a").tolist() == ["x", "y", "", "x"]
    assert props.texts(reader, "a").index.tolist() == [2, 3, 4, 5]


def test_times_are_read_from_text_and_from_times() -> None:
    moment = pd.Timestamp("2024-03-02T13:58:29Z")
    text = _reader("t", ["2024-03-02T13:58:29Z", "noon"])
    stored = _reader("t", pd.Series([moment.tz_localize(None)] * 2).astype("datetime64[ms]"))
    assert props.times(text, "t").tolist() == [moment, pd.NaT]
    assert cells(text.refused) == [(3, "t", "noon")]
    assert props.times(stored, "t").eq(moment).all()
    assert stored.refused.empty


def test_a_date_that_is_none_is_refused() -> None:
    reader = _reader("d", ["2024-03-02", "2.3.2024"])
    assert props.days(reader, "d").tolist() == [pd.Timestamp("2024-03-02"), pd.NaT]
    assert cells(reader.refused) == [(3, "d", "2.3.2024")]


def test_an_unknown_team_and_a_man_without_a_name_are_refused() -> None:
    reader = _reader("a", ["Boston Celtics", "Seattle Kraken", ""])
    assert props.teams(reader, "a").tolist() == [BOS, pd.NA, pd.NA]
    assert cells(reader.refused) == [(3, "a", "Seattle Kraken"), (4, "a", "")]
    nobody = _reader("a", ["Al Horford", ""])
    props.names(nobody, "a")
    assert cells(nobody.refused) == [(3, "a", "")]


def test_a_team_inside_a_cell_is_found_and_none_is_no_mistake() -> None:
    reader = _reader("a", ["@BOS", "BOS", "@XYZ", ""])
    found = props.known_teams(reader, "a", "^@(.+)$")
    assert found.tolist() == [BOS, pd.NA, pd.NA, pd.NA]
    assert reader.refused.empty


def test_a_kind_is_a_market_or_known_to_be_none_or_refused() -> None:
    reader = _reader("Prop", ["3-PT Made", "Dunks", "Sneezes"])
    assert props.markets(reader, "Prop").fillna("").tolist() == ["threes", "", ""]
    assert cells(reader.refused) == [(4, "Prop", "Sneezes")]


def test_one_bookmaker_has_one_name_and_a_new_one_keeps_his() -> None:
    reader = _reader("b", ["PointsBet (US)", "pointsbetus", "pointsbet", "MGM", "New Book", ""])
    assert props.books(reader, "b").tolist() == ["pointsbet"] * 3 + ["betmgm", "new book", ""]
    assert cells(reader.refused) == [(7, "b", "")]


def test_a_line_has_to_be_there_and_possible() -> None:
    reader = _reader("line", ["22.5", "", "-3", "250"])
    assert props.lines(reader, "line", PLAUSIBLE_PROPS).fillna(0).tolist() == [22.5, 0, 0, 0]
    assert sorted(cells(reader.refused)) == [(3, "line", ""), (4, "line", "-3"), (5, "line", "250")]


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        # In winter the east coast is five hours behind.
        ("2024-02-10T07:59:00Z", "2024-02-09"),
        ("2024-02-10T08:00:00Z", "2024-02-10"),
        ("2024-02-10T23:00:00Z", "2024-02-10"),
        ("2024-02-11T04:30:00Z", "2024-02-10"),
    ],
)
def test_a_page_of_the_night_is_about_the_day_before(moment: str, day: str) -> None:
    seen = pd.Series([pd.Timestamp(moment)])
    assert props.page_date(seen, "03:00").tolist() == [pd.Timestamp(day)]


@given(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from([1.0, 2.0, None])), max_size=12))
def test_numbers_of_combinations_tell_the_same_apart_as_groups_do(
    rows: list[tuple[str, float | None]],
) -> None:
    table = pd.DataFrame(rows, columns=["a", "b"]).astype({"a": "str", "b": "float64"})
    expected = table.groupby(["a", "b"], sort=False, dropna=False).ngroup()
    assert props.numbered(table, ["a", "b"]).tolist() == expected.tolist()
