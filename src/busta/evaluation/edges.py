"""A forecast against a line: which side it took, whether it was right, and where the line went afterwards."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from busta.evaluation.bootstrap import BootstrapRules, Estimate, draw_days, mean_estimate

EDGE_COLUMNS = [
    "season",
    "game_id",
    "game_date",
    "actual",
    "forecast",
    "line_open",
    "line_close",
    "is_confirmed",
]


@dataclass(frozen=True)
class EdgeRules:
    """Which edges are looked at, and what a bet costs.

    Attributes
    ----------
    min_edges
        Smallest distances of forecast and line that are told apart, in units of the quantity.
    assumed_price
        Decimal price of both sides where the archives have none, above 1.
    """

    min_edges: tuple[float, ...]
    assumed_price: float

    def __post_init__(self) -> None:
        if not self.assumed_price > 1:
            raise ValueError(f"Assumed decimal price: expected more than 1, was {self.assumed_price}.")
        if not self.min_edges or min(self.min_edges) < 0:
            raise ValueError(f"Smallest edges: expected numbers from 0 up, was {list(self.min_edges)}.")


def market_edges(forecasts: Sequence[pd.DataFrame], lines: pd.DataFrame, market: str) -> pd.DataFrame:
    """Put the mean forecast of a market beside its opening and closing line.

    Parameters
    ----------
    forecasts
        ``{market}.oof_<learner>`` of every learner: out-of-fold rows with ``mean`` (null for a learner that
        answers for one line only; such a learner is left out).
    lines
        ``prm_market_lines``.
    market
        Whose lines.

    Returns
    -------
    pandas.DataFrame
        One row per played game with a closing line, columns `EDGE_COLUMNS`: the mean of the learners' forecasts
        (as of the evening before) and the lines in units of the quantity; ``line_open`` null where there is none,
        ``is_confirmed`` true where a second archive has the opening too.
    """
    means = [frame.set_index("game_id")["mean"] for frame in forecasts if frame["mean"].notna().any()]
    rows = forecasts[0][["season", "game_id", "game_date", "actual"]].copy()
    aligned = [mean.reindex(rows["game_id"]).to_numpy() for mean in means]
    rows["forecast"] = np.sum(aligned, axis=0) / len(aligned)
    own = lines[lines["market"] == market].set_index("game_id")
    for moment in ("open", "close"):
        taken = own.loc[own["moment"] == moment, "line"]
        rows[f"line_{moment}"] = rows["game_id"].map(taken).astype("float64")
    confirmed = own.loc[own["moment"] == "open", "book_confirmed"].fillna(False).astype(bool)
    rows["is_confirmed"] = rows["game_id"].map(confirmed).fillna(False).astype(bool)
    kept = rows["actual"].notna() & rows["line_close"].notna()
    return rows.loc[kept, EDGE_COLUMNS].reset_index(drop=True)


def score_edges(edges: pd.DataFrame, rules: EdgeRules, bootstrap: BootstrapRules) -> pd.DataFrame:
    """Measure the sides a forecast takes against the opening and the closing line.

    Parameters
    ----------
    edges
        From `market_edges`, published seasons.
    rules
        Smallest edges and the assumed price.
    bootstrap
        By day.

    Returns
    -------
    pandas.DataFrame
        One row per moment (``open``, ``close``), group of games (``all``; for the open also ``confirmed``), smallest
        edge and metric: ``moment, games, min_edge, metric, n, value, low, high``. Metrics: ``hit_rate`` (share
        of decided sides that were right), ``roi`` (profit per unit staked at the assumed price, pushes
        returned) and, for the open, ``closing_line_value`` (points the line moved towards the side taken).
        Groups without games have no rows.
    """
    parts = []
    for moment, games in (("open", "all"), ("open", "confirmed"), ("close", "all")):
        rows = edges[edges["is_confirmed"]] if games == "confirmed" else edges
        edge = rows["forecast"] - rows[f"line_{moment}"]
        for least in rules.min_edges:
            sides = rows[edge.notna() & (edge != 0) & (edge.abs() >= least)]
            keys = {"moment": moment, "games": games, "min_edge": least}
            parts += [{**keys, **found} for found in _measure(sides, moment, rules, bootstrap)]
    columns = ["moment", "games", "min_edge", "metric", "n", "value", "low", "high"]
    return pd.DataFrame(parts, columns=columns)


def _measure(
    sides: pd.DataFrame, moment: str, rules: EdgeRules, bootstrap: BootstrapRules
) -> list[dict[str, object]]:
    if sides.empty:
        return []
    line = sides[f"line_{moment}"]
    side = np.sign(sides["forecast"] - line)
    won = np.sign(sides["actual"] - line) * side
    profit = np.where(won > 0, rules.assumed_price - 1, np.where(won < 0, -1.0, 0.0))
    found = {"roi": _mean(profit, sides["game_date"], bootstrap)}
    decided = won != 0
    if decided.any():
        found["hit_rate"] = _mean(won[decided] > 0, sides.loc[decided, "game_date"], bootstrap)
    if moment == "open":
        moved = side * (sides["line_close"] - line)
        found["closing_line_value"] = _mean(moved, sides["game_date"], bootstrap)
    return [
        {"metric": name, "n": one.n, "value": one.value, "low": one.low, "high": one.high}
        for name, one in found.items()
    ]


def _mean(values: pd.Series | np.ndarray, day: pd.Series, bootstrap: BootstrapRules) -> Estimate:
    return mean_estimate(np.asarray(values, dtype=np.float64), draw_days(day, bootstrap))
