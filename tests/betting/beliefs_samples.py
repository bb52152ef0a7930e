"""Forecasts, lines and quotes of a few games, small enough to compute by hand."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from busta.betting.beliefs import Question

ATS = Question("probit", is_push_possible=True, impossible=(0.0,), has_favourite=True)
TOTAL = Question("probit", is_push_possible=True)
MONEYLINE = Question("logit", is_push_possible=False, has_favourite=True)


def keys(count: int, seasons: tuple[str, ...] = ("2020-21",)) -> pd.DataFrame:
    """Keys of games, one a day, spread evenly over the seasons."""
    season = np.repeat(seasons, count // len(seasons))
    start = pd.to_datetime([f"{name[:4]}-11-01" for name in season])
    day = pd.to_timedelta(np.tile(np.arange(count // len(seasons)), len(seasons)), unit="D")
    return pd.DataFrame(
        {
            "season": pd.Series(season, dtype="str"),
            "game_id": pd.Series([f"{number:010d}" for number in range(len(season))], dtype="str"),
            "game_date": pd.Series(start + day).astype("datetime64[us]"),
            "player_id": pd.array([pd.NA] * len(season), dtype="Int64"),
        }
    )


def forecast(rows: pd.DataFrame, **said: Any) -> pd.DataFrame:
    """Out-of-fold forecasts of some games."""
    usual = {"fold": rows["season"], "line": 0.0, "outcome": np.nan, "actual": np.nan}
    return rows.assign(**{**usual, "mean": 0.0, "sd": 12.0, "probability_over": 0.5, **said})


def quoted(rows: pd.DataFrame, moment: str = "close", **said: Any) -> pd.DataFrame:
    """Main lines of some games at a moment, as `prm_market_lines` and its prices have them."""
    usual = {
        "market": "ats",
        "line": 0.5,
        "market_probability": 0.5,
        "is_price_assumed": True,
        "overround": np.nan,
        "n_books": 1,
        "source": "archive",
        "book_confirmed": pd.array([pd.NA] * len(rows), dtype="boolean"),
        "price_over": np.nan,
        "price_under": np.nan,
    }
    table = rows.assign(moment=pd.Series(moment, index=rows.index, dtype="str"), **{**usual, **said})
    return table.astype({"book_confirmed": "boolean"})


def quote(game: str, book: str, line: float, over: float, under: float, **said: Any) -> list[dict[str, Any]]:
    """The two rows of one book's quote."""
    usual = {
        "season": "2020-21",
        "game_id": game,
        "game_date": pd.Timestamp("2020-11-01"),
        "player_id": pd.NA,
        "market": "ats",
        "line": line,
        "book": book,
        "moment": "close",
        "source": "books",
        "quoted_at_utc": pd.NaT,
    } | said
    return [
        usual | {"selection": side, "price_decimal": price}
        for side, price in (("over", over), ("under", under))
    ]


def quotes(*pairs: list[dict[str, Any]]) -> pd.DataFrame:
    """Quotes as a table."""
    columns = list(quote("0", "", 0.0, 2.0, 2.0)[0])
    table = pd.DataFrame([row for pair in pairs for row in pair], columns=columns)
    text = dict.fromkeys(["game_id", "market", "book", "moment", "source", "selection", "season"], "str")
    return table.astype(text | {"player_id": "Int64", "line": "float64", "price_decimal": "float64"}).astype(
        {"game_date": "datetime64[us]"}
    )
