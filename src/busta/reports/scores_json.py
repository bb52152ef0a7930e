"""All scores of a run in one document: what data, then every market with its gates and its ablation."""

from __future__ import annotations

import math
from collections.abc import Hashable, Mapping
from typing import Any

import pandas as pd

from busta.evaluation.score_table import POOLED
from busta.reports.data_line import data_line, is_fabricated

SCORE_FIELDS = ["n", "value", "low", "high", "difference", "difference_low", "difference_high"]
NULL_FIELDS = ["null_low", "null_high"]


def scores_document(
    identity: Mapping[str, Any],
    scores: Mapping[str, pd.DataFrame],
    gates: Mapping[str, pd.DataFrame],
    ablation: Mapping[str, pd.DataFrame],
    information: Mapping[str, pd.DataFrame] | None = None,
    edges: Mapping[str, pd.DataFrame] | None = None,
    comparisons: Mapping[str, pd.DataFrame] | None = None,
) -> dict[str, Any]:
    """Join the scores of all markets.

    Parameters
    ----------
    identity
        ``prm_data_identity``.
    scores
        Market to the long table of `busta.evaluation.score_table.score_market`.
    gates
        Market to the table of gates.
    ablation
        Market to the table of ablation; markets without one are absent.
    information
        Market to the table of `busta.evaluation.information_scores.score_information`, likewise.
    edges
        Market to the table of `busta.evaluation.edges.score_edges`, likewise.
    comparisons
        Market to the table of `busta.evaluation.comparisons.compare_forecasters`.

    Returns
    -------
    dict
        First key ``data``; then data_sha256, is_fabricated, seasons and markets. Numbers that do not exist are
        null. The model's forecaster is named ``model``, the closing line's ``market``; every score bears the
        closing line's own number on the same rows as ``market_value``.
    """
    seasons = {season for table in scores.values() for season in table["season"] if season != POOLED}
    return {
        "data": data_line(identity),
        "data_sha256": identity.get("sha256"),
        "is_fabricated": is_fabricated(identity),
        "seasons": sorted(seasons),
        "markets": {
            market: _market(
                table,
                gates=gates.get(market),
                ablation=ablation.get(market),
                information=(information or {}).get(market),
                edges=(edges or {}).get(market),
                comparisons=(comparisons or {}).get(market),
            )
            for market, table in scores.items()
        },
    }


def _market(scores: pd.DataFrame, **tables: pd.DataFrame | None) -> dict[str, Any]:
    by_season = scores[scores["season"] != POOLED]
    return {
        "scores": _forecasters(scores[scores["season"] == POOLED]),
        **{name: plain_records(table) for name, table in tables.items()},
        "seasons": [
            {"season": season, "scores": _forecasters(rows)}
            for season, rows in by_season.groupby("season", sort=True)
        ],
    }


def _forecasters(rows: pd.DataFrame) -> dict[str, dict[str, dict[str, Any]]]:
    return {
        str(name).removeprefix("probability_"): {
            str(record["metric"]): _score(record) for record in part.to_dict("records")
        }
        for name, part in rows.groupby("forecaster", sort=False)
    }


def _score(record: Mapping[Hashable, Any]) -> dict[str, Any]:
    fields = SCORE_FIELDS + (NULL_FIELDS if record["metric"] == "ece" else [])
    score = {field: _plain(record[field]) for field in fields}
    score["market_value"] = _plain(record["reference_value"])
    return score | ({"reason": record["reason"]} if record.get("reason") else {})


def plain_records(table: pd.DataFrame | None) -> list[dict[str, Any]]:
    """List the rows of a table for JSON.

    Parameters
    ----------
    table
        Any table, or none.

    Returns
    -------
    list of dict
        Column to value; numbers that do not exist are null.
    """
    if table is None:
        return []
    return [{str(key): _plain(value) for key, value in row.items()} for row in table.to_dict("records")]


def _plain(value: Any) -> Any:
    if value is None or value is pd.NA:
        return None
    plain = value.item() if hasattr(value, "item") else value
    return None if isinstance(plain, float) and not math.isfinite(plain) else plain
