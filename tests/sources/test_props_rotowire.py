"""Pages with four books: the opponent tells the game."""

from __future__ import annotations

import pandas as pd

from busta.sources.parsed import Parsed, RawFile
from busta.sources.props_rotowire import COLUMNS, parse_props_rotowire
from tests.sources.prop_rows import SETTINGS
from tests.sources.raw_texts import NYK, cells

SEEN = pd.Timestamp("2024-03-05T16:00:00")


def _parse(*rows: tuple[str | None, str, float, float | None]) -> Parsed:
    table = pd.DataFrame(
        [
            (SEEN, "Jayson Tatum", opponent, prop, "mgm", line, -110, under)
            for opponent, prop, line, under in rows
        ],
        columns=COLUMNS,
    )
    stored = {
        "player": "category",
        "opp": "category",
        "prop": "category",
        "book": "category",
        "line": "float32",
    }
    table = table.astype(
        stored | {"snapshot_utc": "datetime64[ms]", "over_price": "Int32", "under_price": "Int32"}
    )
    return parse_props_rotowire({"p": RawFile("p", table.set_axis(range(1, 1 + len(table))))}, SETTINGS)


def test_the_opponent_plays_at_home_where_an_at_sign_says_so() -> None:
    rows = _parse(
        ("@NYK", "Points", 27.5, -110), ("NYK", "Rebs+Asts", 12.5, -110), (None, "Assists", 4.5, None)
    ).rows
    assert rows["home_team_id"].fillna(0).tolist() == [NYK, 0, 0]
    assert rows["away_team_id"].fillna(0).tolist() == [0, NYK, 0]
    assert rows["market"].tolist() == ["points", "rebounds_assists", "assists"]
    assert rows["price_under"].isna().tolist() == [False, False, True]
    assert rows["book"].unique().tolist() == ["betmgm"]
    assert rows["game_date"].unique().tolist() == [pd.Timestamp("2024-03-05")]


def test_an_unknown_opponent_kind_or_sum_of_prices_is_refused() -> None:
    parsed = _parse(("@XYZ", "Points", 27.5, -110), ("NYK", "Dunks", 1.5, -110), ("NYK", "Points", 27.5, 300))
    assert [(row, column) for row, column, _ in cells(parsed.refused)] == [
        (1, "opp"),
        (2, "prop"),
        (3, "over_price"),
    ]
    assert parsed.rows.empty
