"""Pages with lines and no price."""

from __future__ import annotations

import pandas as pd

from busta.sources.props_prizepicks import parse_prizepicks
from tests.sources.prop_rows import SETTINGS
from tests.sources.raw_texts import BOS, cells, raw

HEADER = "snapshot_utc,Name,Team,Value,Prop"
SEEN = "2024-03-05T20:10:55Z"


def test_lines_have_a_team_and_no_price_and_other_kinds_no_market() -> None:
    parsed = parse_prizepicks(
        raw(
            "picks.parquet",
            HEADER,
            f"{SEEN},Jayson Tatum,BOS - F-G,27.5,Points",
            f"{SEEN},Jayson Tatum + Jalen Brunson,BOS/NYK - F/G,50.5,Points (Combo)",
            f"{SEEN},Jayson Tatum,BOS - F-G,45.0,Fantasy Score",
            f"{SEEN},Jayson Tatum,Kraken - F,27.5,Points",
            f"{SEEN},Jayson Tatum,BOS - F,2.5,Sneezes",
        ),
        SETTINGS,
    )
    rows = parsed.rows
    assert rows["team_id"].fillna(0).tolist() == [BOS, 0, BOS]
    assert rows["market"].fillna("").tolist() == ["points", "", ""]
    assert rows[["price_over", "price_under"]].isna().all(axis=None)
    assert rows["book"].unique().tolist() == ["prizepicks"]
    assert rows["quoted_at_utc"].unique().tolist() == [pd.Timestamp(SEEN)]
    assert sorted(cells(parsed.refused)) == [(5, "Team", "Kraken - F"), (6, "Prop", "Sneezes")]
