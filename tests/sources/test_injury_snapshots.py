"""Stored injury pages in two layouts."""

from __future__ import annotations

import pytest

from busta.sources.injury_snapshots import parse_injury_snapshots
from tests.sources.boxes import file, refused

ONE = {
    "snapshot_utc": "2021-10-24T02:29:08Z",
    "player": "Cam Reddish",
    "team_abbr": "ATL",
    "status": "Out For Season ",
}
TWO = {
    "snapshot_utc": "2024-01-17T20:10:55Z", "Player": "De'Andre Hunter", "Team": "Los Angeles Clippers",
    "Details": "Day To Day (Knee) - He (the forward) is listed.",
}  # fmt: skip


def test_both_layouts_are_read() -> None:
    parsed = parse_injury_snapshots({**file([ONE], "a.csv"), **file([TWO], "b.csv")})
    assert parsed.refused.empty
    assert parsed.rows["status"].tolist() == ["out", "questionable"]
    assert parsed.rows["player_name"].tolist() == ["Cam Reddish", "De'Andre Hunter"]
    assert parsed.read == {"a.csv": 1, "b.csv": 1}


@pytest.mark.parametrize(
    ("row", "column", "value"),
    [(ONE, "status", "Asleep"), (TWO, "Details", "No news"), (ONE, "team_abbr", "XYZ")],
)
def test_a_wrong_cell_is_named_and_the_others_kept(row: dict[str, str], column: str, value: str) -> None:
    name = "player" if row is ONE else "Player"
    parsed = parse_injury_snapshots(file([{**row, column: value}, {**row, name: "A B"}]))
    assert refused(parsed.refused)[0][:4] == ("one.csv", 2, column, value)
    assert parsed.rows["player_name"].tolist() == ["A B"]


def test_the_injury_feed_has_words_of_its_own() -> None:
    rows = file([{**ONE, "status": "Day-To-Day", "team_abbr": "Atlanta Hawks"}])
    assert parse_injury_snapshots(rows, "injury_feed").rows["status"].tolist() == ["questionable"]
    assert len(parse_injury_snapshots(rows).rows) == 0


def test_a_player_stands_once_on_a_page() -> None:
    parsed = parse_injury_snapshots(file([ONE, ONE]))
    assert refused(parsed.refused)[0][:3] == ("one.csv", 3, "player_name")
    assert len(parsed.rows) == 1
