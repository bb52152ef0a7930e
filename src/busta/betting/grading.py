"""How a bet ends: win, loss, push or void, and what it pays."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from busta.betting.value import BettingError, checked_prices
from busta.odds.prices import FloatArray

RESULTS = ("win", "loss", "push", "void")
SELECTIONS = ("over", "under")


def grade(
    actual: ArrayLike, line: ArrayLike, selection: ArrayLike, did_play: ArrayLike | None = None
) -> pd.Series:
    """Result of every bet.

    Over wins where Y > L, under where Y < L, both are pushed where Y = L. A whole line can be pushed, a half
    one cannot; for the moneyline L is 0 and Y the home margin, over is the home team. A bet on a man who did
    not play is void, whatever stands in his row.

    Parameters
    ----------
    actual : array-like, shape (bets,)
        The quantity Y as it came out; missing while unplayed.
    line : array-like, shape (bets,)
        L in units of Y (ATS: minus the home spread).
    selection : array-like of str, shape (bets,)
        ``over`` or ``under``.
    did_play : array-like of bool, shape (bets,), optional
        Whether the subject took part; missing while unknown. All did when not given.

    Returns
    -------
    pandas.Series
        ``win``, ``loss``, ``push``, ``void``, or missing while open; the index of the first argument that has
        one, else counted from 0. Arguments are read by position.

    Raises
    ------
    BettingError
        If a selection is neither, or a line is missing.
    """
    y, at = np.asarray(actual, dtype="float64"), np.asarray(line, dtype="float64")
    if np.isnan(at).any():
        raise BettingError(f"Expected a line in every row, was missing in {int(np.isnan(at).sum())}.")
    side = _sides(selection)
    beyond = np.sign(y - at) * side
    result = np.select(
        [_is_absent(did_play, y.shape), beyond > 0, beyond < 0, beyond == 0],
        ["void", "win", "loss", "push"],
        default="",
    )
    series = pd.Series(result, index=_index_of(actual, line, selection, did_play), name="result", dtype="str")
    return series.where(series != "")


def profit_per_unit(result: ArrayLike, price: ArrayLike) -> FloatArray:
    """Profit of a bet per unit staked.

    ``d - 1`` for a win, -1 for a loss, 0 for a push or a void bet.

    Parameters
    ----------
    result : array-like of str, shape (bets,)
        One of `RESULTS`; missing while open.
    price : array-like, shape (bets,)
        Decimal odds, greater than 1.

    Returns
    -------
    ndarray, shape (bets,)
        Units per unit staked, missing while open.

    Raises
    ------
    BettingError
        If a result is unknown, or a price is 1 or less.
    """
    found, d = np.asarray(result, dtype="object"), checked_prices(price)
    is_open = pd.isna(found)
    unknown = ~is_open & ~np.isin(found.astype("str"), RESULTS)
    if unknown.any():
        raise BettingError(f"Expected a result among {', '.join(RESULTS)}, was {found[unknown].flat[0]!r}.")
    paid = np.select([found == "win", found == "loss"], [d - 1, -1.0], default=0.0)
    return np.where(is_open, np.nan, paid)


def _sides(selection: ArrayLike) -> NDArray[np.int64]:
    chosen = np.asarray(selection, dtype="object")
    is_over, is_under = chosen == "over", chosen == "under"
    unknown = ~(is_over | is_under)
    if unknown.any():
        raise BettingError(
            f"Expected a selection among {', '.join(SELECTIONS)}, was {chosen[unknown].flat[0]!r}."
        )
    return np.where(is_over, 1, -1)


def _is_absent(did_play: ArrayLike | None, shape: tuple[int, ...]) -> NDArray[np.bool_]:
    if did_play is None:
        return np.zeros(shape, dtype="bool")
    return np.asarray(pd.Series(np.asarray(did_play, dtype="object")).eq(False).fillna(False), dtype="bool")


def _index_of(*values: object) -> pd.Index | None:
    return next((value.index for value in values if isinstance(value, pd.Series)), None)
