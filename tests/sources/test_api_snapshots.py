"""Snapshots of The Odds API: which is the morning's, which is the close, and where the start is from."""

import pandas as pd

from busta.sources.api_snapshots import moments, tip_offs

DAY, START = pd.Timestamp("2022-01-05"), pd.Timestamp("2022-01-06T00:30:00Z")
NOON = "12:00"


def _rows(*seen: str, start: pd.Timestamp = START) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "game_id": "g",
            "game_date": DAY,
            "quoted_at_utc": pd.to_datetime(list(seen), utc=True).astype("datetime64[us, UTC]"),
            "tip_off_utc": start,
        }
    )


def _seen(rows: pd.DataFrame) -> list[str]:
    return rows["quoted_at_utc"].dt.strftime("%H:%M").tolist()


def test_the_close_is_the_last_snapshot_within_the_minutes_before_the_start() -> None:
    rows = _rows(
        "2022-01-05T16:55:00Z", "2022-01-05T23:00:00Z", "2022-01-05T23:30:00Z", "2022-01-06T00:20:00Z"
    )
    found = moments(rows, NOON, 60)
    assert (_seen(found["morning"]), _seen(found["close"])) == (["16:55"], ["00:20"])


def test_a_last_snapshot_long_before_the_start_is_no_close() -> None:
    rows = _rows("2022-01-05T16:55:00Z", "2022-01-05T23:00:00Z")
    assert moments(rows, NOON, 60)["close"].empty
    assert _seen(moments(rows, NOON, 90)["close"]) == ["23:00"]


def test_a_snapshot_of_the_morning_is_never_the_close_however_early_the_game() -> None:
    rows = _rows("2022-01-05T16:55:00Z", start=pd.Timestamp("2022-01-05T17:10:00Z"))
    found = moments(rows, NOON, 60)
    assert (_seen(found["morning"]), _seen(found["close"])) == (["16:55"], [])


def test_a_snapshot_after_the_start_is_no_close() -> None:
    assert moments(_rows("2022-01-06T00:31:00Z"), NOON, 60)["close"].empty


def test_the_start_is_that_of_the_last_snapshot_of_any_source() -> None:
    early = _rows("2022-01-05T16:55:00Z")
    late = _rows("2022-01-05T20:00:00Z", start=START + pd.Timedelta(minutes=30))
    assert tip_offs([late, early])["tip_off_utc"].tolist() == [START + pd.Timedelta(minutes=30)]
    assert tip_offs([early, late.iloc[:0]])["tip_off_utc"].tolist() == [START]
