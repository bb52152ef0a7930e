"""Small rows of quotes on players, games and careers for the tests of their sources."""

from __future__ import annotations

from typing import Any

import pandas as pd

from busta.nba.players import careers
from busta.params.odds import Bounds
from busta.params.props import BookCheck, PlausibleProps, PropsParams
from busta.sources.availability import People
from tests.sources.raw_texts import BKN, BOS, NYK, OKC

PLAUSIBLE_PROPS = PlausibleProps(line=Bounds(low=0.5, high=80), overround=Bounds(low=0.99, high=1.2))
SETTINGS = PropsParams(
    plausible=PLAUSIBLE_PROPS,
    crossed_books={"props_pra": ["betrivers"]},
    off_others=0.12,
    day_begins="03:00",
    close_minutes=60,
    fresh_minutes=180,
    book_check=BookCheck(least_correlation=0.2, least_quotes=200),
)
DAY = pd.Timestamp("2024-03-05")
# Half past seven in the evening on the east coast.
START = pd.Timestamp("2024-03-06T00:30:00Z")
TATUM, BRUNSON, ALLEN_OF_BOSTON, ALLEN_OF_NEW_YORK = 1, 2, 3, 4


def prop_games() -> pd.DataFrame:
    """Boston at home against New York, and Brooklyn against Oklahoma City whose start is not known."""
    rows = pd.DataFrame(
        {
            "season": "2023-24",
            "game_id": ["0022300001", "0022300002"],
            "game_date": DAY,
            "home_team_id": [BOS, BKN],
            "away_team_id": [NYK, OKC],
            "tip_off_utc": pd.Series([START, pd.NaT]).astype("datetime64[us, UTC]"),
        }
    )
    return rows.astype({"game_date": "datetime64[us]"})


def people() -> People:
    """Four men who played in February, two of them of one name; and one of Oklahoma City."""
    seen = pd.DataFrame(
        {
            "player_id": [TATUM, BRUNSON, ALLEN_OF_BOSTON, ALLEN_OF_NEW_YORK, 5],
            "player_name": ["Jayson Tatum", "Jalen Brunson", "Ray Allen", "Ray Allen", "Luguentz Dort"],
            "team_id": [BOS, NYK, BOS, NYK, OKC],
            "game_date": pd.Timestamp("2024-02-20"),
        }
    ).astype({"game_date": "datetime64[us]"})
    return People(careers(seen), seen, 100)


def quotes(*rows: dict[str, Any]) -> pd.DataFrame:
    """Typed rows of a source that names both teams; each row gives what differs from an ordinary quote."""
    usual = {
        "file": "a.csv",
        "game_date": DAY,
        "quoted_at_utc": START - pd.Timedelta(hours=8),
        "home_team_id": BOS,
        "away_team_id": NYK,
        "player_name": "Jayson Tatum",
        "market": "points",
        "line": 27.5,
        "book": "fanduel",
        "price_over": 1.9,
        "price_under": 1.9,
    }
    table = pd.DataFrame([{"row": place, **usual, **row} for place, row in enumerate(rows, start=2)])
    times = {name: "datetime64[us, UTC]" for name in table if name in ("quoted_at_utc", "tip_off_utc")}
    teams = {name: "Int64" for name in table if name.endswith("team_id")}
    return table.astype({"game_date": "datetime64[us]", "market": "str"} | times | teams)
