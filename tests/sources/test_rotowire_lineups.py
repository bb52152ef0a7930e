"""Line-up pages: what a tag and a chance mean, and who stands twice."""

from __future__ import annotations

import pandas as pd
import pytest

from busta.sources.rotowire_lineups import parse_rotowire_lineups, rotowire_tip_offs
from tests.sources.boxes import OKC, file, refused

ROW = {
    "snapshot_utc": "2021-03-21T22:37:12Z", "GAME_ID": "0022000641", "game_date": "2021-03-21",
    "game_time": "10:00 PM ET", "team": "OKC", "lineup_status": "is-expected", "section": "starter", "player": "A B",
    "pct_play": "100", "injury_tag": "",
}  # fmt: skip


def _row(**changes: str) -> dict[str, str]:
    return {**ROW, **changes}


@pytest.mark.parametrize(
    ("changes", "status", "chance"),
    [
        ({}, "expected_starter", 1.0),
        ({"lineup_status": "is-confirmed"}, "confirmed_starter", 1.0),
        ({"section": "may not play", "injury_tag": "OUT", "pct_play": "0"}, "out", 0.0),
        ({"section": "may not play", "injury_tag": "INACT", "pct_play": "0"}, "out", 0.0),
        ({"section": "may not play", "injury_tag": "GTD", "pct_play": "25"}, "doubtful", 0.25),
        ({"section": "may not play", "injury_tag": "GTD", "pct_play": "50"}, "questionable", 0.5),
        ({"section": "may not play", "injury_tag": "GTD", "pct_play": "75"}, "probable", 0.75),
        # The page's default beside a game-time decision: one man in five plays.
        ({"section": "may not play", "injury_tag": "GTD", "pct_play": "100"}, "questionable", None),
        ({"pct_play": "50"}, "questionable", 0.5),
        ({"injury_tag": "OUT", "pct_play": "50"}, "out", 0.0),
        ({"lineup_status": "is-confirmed", "injury_tag": "OUT", "pct_play": "0"}, "out", 0.0),
        ({"lineup_status": "is-confirmed", "injury_tag": "GTD", "pct_play": "75"}, "confirmed_starter", 0.75),
    ],
)  # fmt: skip
def test_a_line_means_a_status(changes: dict[str, str], status: str, chance: float | None) -> None:
    parsed = parse_rotowire_lineups(file([_row(**changes)]))
    assert parsed.refused.empty
    row = parsed.rows.iloc[0]
    assert row["status"] == status
    assert pd.isna(row["chance_of_playing"]) if chance is None else row["chance_of_playing"] == chance


@pytest.mark.parametrize(
    ("lineup", "kept"), [("is-expected", "questionable"), ("is-confirmed", "confirmed_starter")]
)
def test_a_man_who_stands_twice_has_the_row_that_says_more(lineup: str, kept: str) -> None:
    rows = [
        _row(lineup_status=lineup),
        _row(lineup_status=lineup, section="may not play", injury_tag="GTD", pct_play="50"),
    ]
    assert parse_rotowire_lineups(file(rows)).rows["status"].tolist() == [kept]


def test_times_are_moments_in_utc() -> None:
    row = parse_rotowire_lineups(file([ROW])).rows.iloc[0]
    assert row["seen_at_utc"] == pd.Timestamp("2021-03-21T22:37:12Z")
    assert row["tip_off_utc"] == pd.Timestamp("2021-03-22T02:00Z")
    assert row["team_id"] == OKC


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("snapshot_utc", ""), ("team", "XYZ"), ("lineup_status", "maybe"), ("section", "bench"), ("injury_tag", "SICK"),
        ("pct_play", "60"), ("pct_play", "all"), ("game_time", "tonight"), ("player", ""), ("GAME_ID", ""),
    ],
)  # fmt: skip
def test_a_wrong_cell_is_named_and_the_other_rows_kept(column: str, value: str) -> None:
    parsed = parse_rotowire_lineups(file([_row(**{column: value}), _row(player="C D")]))
    assert refused(parsed.refused)[0][:4] == ("one.csv", 2, column, value)
    assert parsed.rows["player_name"].tolist() == ["C D"]


@pytest.mark.parametrize(
    ("lineup", "status"), [("is-expected", "expected_starter"), ("is-confirmed", "confirmed_starter")]
)
def test_the_league_gives_no_chance_and_needs_none(lineup: str, status: str) -> None:
    rows = file([_row(pct_play="", lineup_status=lineup)])
    row = parse_rotowire_lineups(rows, "nba_lineups").rows.iloc[0]
    assert row["status"] == status
    assert pd.isna(row["chance_of_playing"])
    assert len(parse_rotowire_lineups(rows).rows) == 0


def test_an_inactive_man_of_the_league_is_out() -> None:
    rows = file([_row(pct_play="", section="may not play", injury_tag="INACT")])
    row = parse_rotowire_lineups(rows, "nba_lineups").rows.iloc[0]
    assert (row["status"], row["chance_of_playing"]) == ("out", 0.0)


def test_the_last_page_tells_the_tip_off() -> None:
    rows = [_row(snapshot_utc="2021-03-21T23:37:12Z", game_time="10:30 PM ET"), ROW]
    tips = rotowire_tip_offs(parse_rotowire_lineups(file(rows)).rows)
    assert tips["tip_off_utc"].tolist() == [pd.Timestamp("2021-03-22T02:30Z")]
