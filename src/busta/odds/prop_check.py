"""Books on players held against each other: a price that no other book shares is a mistake until it is explained."""

from __future__ import annotations

import numpy as np
import pandas as pd

from busta.odds.prices import FloatArray

# One is condemned at a time, the farthest first: no market is quoted by more books than this.
_MOST_BOOKS = 30
_BOOK = ["season", "source", "book"]


def condemned(probability: FloatArray, place: FloatArray, limit: float) -> np.ndarray:
    """Mark the quotes that are far from the mean of the others at the same line.

    The farthest quote of a place is taken out first, then the others are compared anew: one bad price would
    otherwise condemn the good ones, whose mean of others it spoils. Of two that contradict each other neither is
    believed.

    Parameters
    ----------
    probability
        Of over, margin removed; one per quote.
    place
        Number of the place, same length: quotes of one moment, player, market and line share it.
    limit
        Largest believed distance from the leave-one-out mean, in probability.

    Returns
    -------
    numpy.ndarray
        Boolean; a quote alone at its line cannot be compared and is not condemned.
    """
    quotes = pd.DataFrame({"probability": probability, "place": place})
    quotes["is_condemned"] = False
    for _ in range(_MOST_BOOKS):
        left = quotes[~quotes["is_condemned"]]
        distance = (left["probability"] - _mean_of_others(left, pd.Series(True, index=left.index))).abs()
        farthest = distance.groupby(left["place"]).transform("max")
        # Two equal distances may differ in the last digit of a float.
        is_off = distance.gt(limit) & distance.ge(farthest - 1e-9)
        if not is_off.any():
            break
        quotes.loc[is_off[is_off].index, "is_condemned"] = True
    return quotes["is_condemned"].to_numpy()


def compare_books(quotes: pd.DataFrame, limit: float, least_correlation: float, least: int) -> pd.DataFrame:
    """Hold every book of every source against the mean of the other books at the same line.

    The book that agrees least is taken out first, one a season, then the others are compared anew without it.

    Parameters
    ----------
    quotes
        One row per quote that was compared: ``season, source, book, probability`` (of over, margin removed),
        ``place`` (see `condemned`).
    limit
        Distance in probability beyond which a quote is off.
    least_correlation
        A book that moves less than this with the others shows the prices of another question.
    least
        Fewer quotes than this judge no book.

    Returns
    -------
    pandas.DataFrame
        One row per season, source and book: ``n_quotes``, ``n_compared`` (with another, believed book at the line),
        ``mean_distance``, ``share_off``, ``correlation`` (null below two), ``is_condemned``.
    """
    is_believed = pd.Series(True, index=quotes.index)
    for _ in range(_MOST_BOOKS):
        report = _held_against(quotes, is_believed, limit)
        is_strange = report["n_compared"].ge(least) & ~report["correlation"].ge(least_correlation)
        is_new = is_strange & report["is_believed"]
        if not is_new.any():
            break
        worst = report[is_new].sort_values("correlation").groupby("season", sort=False).head(1)
        is_believed &= ~pd.MultiIndex.from_frame(quotes[_BOOK]).isin(worst.index)
    return report.assign(is_condemned=~report["is_believed"]).drop(columns="is_believed").reset_index()


def _held_against(quotes: pd.DataFrame, is_believed: pd.Series, limit: float) -> pd.DataFrame:
    compared = quotes.assign(others=_mean_of_others(quotes, is_believed), is_believed=is_believed)
    distance = (compared["probability"] - compared["others"]).abs()
    compared = compared.assign(distance=distance, is_off=distance.gt(limit).where(distance.notna()))
    by_book = compared.groupby(_BOOK, sort=True)
    report = by_book.agg(
        n_quotes=("probability", "size"),
        n_compared=("others", "count"),
        mean_distance=("distance", "mean"),
        share_off=("is_off", "mean"),
        is_believed=("is_believed", "all"),
    )
    report["correlation"] = [_correlation(rows) for _, rows in by_book[["probability", "others"]]]
    return report.astype({"share_off": "float64", "correlation": "float64", "is_believed": "bool"})


def _mean_of_others(quotes: pd.DataFrame, is_believed: pd.Series) -> pd.Series:
    believed = quotes["probability"].where(is_believed)
    at_line = believed.groupby(quotes["place"])
    others = at_line.transform("count") - is_believed
    return (at_line.transform("sum") - believed.fillna(0)) / others.where(others > 0)


def _correlation(rows: pd.DataFrame) -> float:
    both = rows.dropna()
    is_flat = len(both) < 2 or both.nunique().min() < 2
    return float("nan") if is_flat else float(np.corrcoef(both["probability"], both["others"])[0, 1])
