"""What was measured of player markets, in one document: what data, then every market, then all together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from busta.evaluation.score_table import POOLED
from busta.params.prop_reports import PropBets
from busta.reports.data_line import data_line, is_fabricated
from busta.reports.scores_json import plain_records

Block = Mapping[str, Any]
BET_FIELDS = ("moment", "books", "strategy", "n_bets", "win_rate", "roi", "roi_low", "roi_high")
_SCORE_FIELDS = ("n", "value", "low", "high", "difference", "difference_low", "difference_high", "null_high")


def market_block(scores: pd.DataFrame, **tables: pd.DataFrame) -> dict[str, Any]:
    """Put all that was measured of one market into one document.

    Parameters
    ----------
    scores
        Of `busta.evaluation.prop_scores.score_played` and `busta.evaluation.prop_line_scores.score_lines`.
    tables
        Whatever else was measured, by name: gates, ablation, families, mixes, per_player.

    Returns
    -------
    dict
        ``parts``: part to season to forecaster to metric to its score; every table as records. Numbers
        that do not exist are null.
    """
    parts: dict[str, dict[str, dict[str, dict[str, Any]]]] = {}
    for record in plain_records(scores):
        seasons = parts.setdefault(record["part"], {})
        metrics = seasons.setdefault(record["season"], {}).setdefault(record["forecaster"], {})
        metrics[record["metric"]] = {name: record[name] for name in _SCORE_FIELDS}
    return {"parts": parts, **{name: plain_records(table) for name, table in tables.items()}}


def with_bets(block: Block, bets: pd.DataFrame) -> dict[str, Any]:
    """Add ``bets``, what bets on a market would have earned, to its block."""
    return {**block, "bets": plain_records(bets)}


def props_document(
    identity: Mapping[str, Any],
    markets: Mapping[str, Block],
    pooled: pd.DataFrame,
    gates: pd.DataFrame,
    **together: pd.DataFrame,
) -> dict[str, Any]:
    """Join the player markets.

    Parameters
    ----------
    identity
        ``prm_data_identity``.
    markets
        Market to its block.
    pooled
        From `busta.evaluation.prop_line_scores.pooled_days`.
    gates
        From `busta.evaluation.prop_gates.joint_prop_gates`.
    together
        Whatever else was measured of all markets, by name: sums, pairs.

    Returns
    -------
    dict
        First key ``data``; then data_sha256, is_fabricated, seasons, markets, and pooled, gates and the other tables of
        all markets as records.
    """
    seasons = {
        season
        for block in markets.values()
        for part in block["parts"].values()
        for season in part
        if season != POOLED
    }
    return {
        "data": data_line(identity),
        "data_sha256": identity.get("sha256"),
        "is_fabricated": is_fabricated(identity),
        "seasons": sorted(seasons),
        "markets": dict(markets),
        "pooled": plain_records(pooled),
        "gates": plain_records(gates),
        **{name: plain_records(table) for name, table in together.items()},
    }


def chosen_bets(sheet: pd.DataFrame, market: str, moments: Sequence[str], rules: PropBets) -> pd.DataFrame:
    """Take the rows of the backtests that stand on the pages.

    Parameters
    ----------
    sheet
        ``report_backtest_sheet``; empty where no backtest has run.
    market
        Id of the market.
    moments
        In this order.
    rules
        Which strategies, books and stakes.

    Returns
    -------
    pandas.DataFrame
        Columns `BET_FIELDS`.
    """
    if not {"market", "stakes", *BET_FIELDS} <= set(sheet.columns):
        return pd.DataFrame(columns=list(BET_FIELDS))
    own = sheet[(sheet["market"] == market) & (sheet["stakes"] == rules.stakes) & (sheet["n_bets"] > 0)]
    order = {"moment": list(moments), "books": list(rules.books), "strategy": list(rules.strategies)}
    for column, values in order.items():
        own = own[own[column].isin(values)]
    # One information and one set of games: a sheet may hold the same bets once more on fewer games.
    first = own.sort_values("n_bets", ascending=False, kind="stable").drop_duplicates(list(order))
    places = {column: first[column].map(values.index) for column, values in order.items()}
    sequence = pd.DataFrame(places, index=first.index).sort_values(list(order)).index
    return first.loc[sequence, list(BET_FIELDS)].reset_index(drop=True)
