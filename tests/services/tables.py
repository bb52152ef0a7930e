"""Small tables of every kind that the database holds, and the datasets of the catalog for them."""

from __future__ import annotations

from typing import Any

import pandas as pd
from kedro.config import OmegaConfigLoader
from kedro.io import CatalogConfigResolver

from busta.datasets.postgres import PostgresTableDataset
from tests.conftest import REPOSITORY

REAL, FABRICATED = "DATA: real NBA data", "DATA: FABRICATED (an invented league)"


def entry(name: str) -> dict[str, Any]:
    """The catalog's entry of a dataset in the environment `postgres`, from a factory where it has none of its own."""
    loader = OmegaConfigLoader(str(REPOSITORY / "conf"), base_env="base", default_run_env="postgres")
    entries = {key: described for key, described in loader["catalog"].items() if "table_name" in described}
    nothing = {"{default}": {"type": "MemoryDataset"}}
    resolver = CatalogConfigResolver(entries, {"postgres": {"con": "given by the test"}}, nothing)
    return resolver.resolve_pattern(name)


def dataset(name: str, address: str, kind: str | None = REAL) -> PostgresTableDataset:
    """The dataset of that name as the catalog describes it, in another database."""
    described = entry(name)
    made = PostgresTableDataset(
        table_name=described["table_name"],
        credentials={"con": address},
        order_by=described["order_by"],
        part=described.get("part"),
    )
    made.kind_of_data = kind
    return made


def quotes(**changes: Any) -> pd.DataFrame:
    """Four quotes on two games, in the order of the stage; nulls in the key and elsewhere."""
    columns = {
        "season": ["2024-25"] * 4,
        "game_id": ["0022400061", "0022400061", "0022400062", "0022400062"],
        "game_date": pd.to_datetime(["2024-10-22"] * 4).as_unit("us"),
        "player_id": pd.Series([pd.NA] * 4, dtype="Int64"),
        "market": ["ats", "ats", "moneyline", "moneyline"],
        "selection": ["over", "under"] * 2,
        "line": [-0.0, -0.0, 0.0, 0.0],
        "price_decimal": [1.909090909090909, 1.9523809523809523, None, 3.05],
        "book": ["BOL", "BOL", 'mean, of "all"', 'mean, of "all"'],
        "moment": ["close", "close", "open", "open"],
        "quoted_at_utc": pd.to_datetime(
            ["2024-10-22 23:25:44.123456", None, None, "2024-10-22 01:00"], utc=True, format="ISO8601"
        ).as_unit("us"),
        "source": ["book_lines", "book_lines", "sbr_odds", "sbr_odds"],
    }
    return pd.DataFrame(columns | changes)


def probabilities(market: str, rows: int = 3) -> pd.DataFrame:
    """Forecasts of a market on games that all markets have."""
    share = pd.Series([0.1 + 0.2, 1 / 3, 0.7][:rows])
    return pd.DataFrame(
        {
            "season": ["2024-25"] * rows,
            "game_id": [f"00224000{number}" for number in range(61, 61 + rows)],
            "game_date": pd.to_datetime(["2024-10-22"] * rows).as_unit("us"),
            "player_id": pd.Series([pd.NA] * rows, dtype="Int64"),
            "line": [float(len(market))] * rows,
            "outcome": pd.Series([1.0, None, 0.0][:rows], dtype="float64"),
            "probability_over": share,
            "probability_push": pd.Series([None, 0.02, None][:rows], dtype="float64"),
            "probability_model": share,
            "probability_stacked": share,
            "market_probability": pd.Series([None, 0.5, 0.6][:rows], dtype="float64"),
            "market_moment": pd.Series([None, "close", "open"][:rows], dtype="str"),
            "members": ["ridge, lightgbm"] * rows,
            "information": ["evening"] * rows,
        }
    )
