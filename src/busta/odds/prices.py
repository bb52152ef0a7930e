"""Price formats: American, decimal, implied probability, and the text that stands in files."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray
from pandas.api.types import is_numeric_dtype

FloatArray = NDArray[np.float64]

# What sources write where a book offered nothing: empty, hyphen, en dash, "no line".
NO_PRICE = ("", "-", "–", "NL")


class PriceError(ValueError):
    """A number that cannot be a price."""


@dataclass(frozen=True)
class ParsedPrices:
    """American prices read from text.

    Attributes
    ----------
    american
        American odds, missing where there is none or where it was refused; same index as the text.
    is_refused
        True where something stands that is not a price.
    """

    american: pd.Series
    is_refused: pd.Series


def american_to_decimal(american: ArrayLike) -> FloatArray:
    """Convert American odds to decimal odds.

    Decimal is ``1 + a / 100`` for ``a >= 100`` and ``1 + 100 / |a|`` for ``a <= -100``.

    Parameters
    ----------
    american
        American odds of any shape; missing stays missing.

    Returns
    -------
    numpy.ndarray
        Decimal odds, greater than 1, same shape.

    Raises
    ------
    PriceError
        If a price lies strictly between -100 and 100: no such American odds exist.
    """
    odds = np.asarray(american, dtype="float64")
    _demand(np.isnan(odds) | (np.abs(odds) >= 100), odds, "American odds of at most -100 or at least 100")
    size = np.maximum(np.abs(odds), 100.0)
    return np.where(np.isnan(odds), np.nan, 1 + np.where(odds > 0, size / 100, 100 / size))


def decimal_to_american(decimal: ArrayLike) -> FloatArray:
    """Convert decimal odds to American odds.

    Parameters
    ----------
    decimal
        Decimal odds of any shape, greater than 1; missing stays missing.

    Returns
    -------
    numpy.ndarray
        American odds, same shape; even money is +100.

    Raises
    ------
    PriceError
        If a price is 1 or less.
    """
    profit = _checked_decimal(decimal) - 1
    return np.where(profit >= 1, 100 * profit, -100 / profit)


def decimal_to_probability(decimal: ArrayLike) -> FloatArray:
    """Implied probability of decimal odds, the book's margin still in it: ``1 / decimal``.

    Parameters
    ----------
    decimal
        Decimal odds of any shape, greater than 1; missing stays missing.

    Returns
    -------
    numpy.ndarray
        Probabilities in (0, 1), same shape.

    Raises
    ------
    PriceError
        If a price is 1 or less.
    """
    return 1 / _checked_decimal(decimal)


def parse_american(text: pd.Series) -> ParsedPrices:
    """Read American odds from text such as ``-110``, ``+145`` with a no-break space, ``NL`` or ``-``.

    Parameters
    ----------
    text
        Cells as text or as numbers; missing counts as no price.

    Returns
    -------
    ParsedPrices
        The prices, and where something stands that is neither a price nor a sign for none
        (``197.5u10``, or a number strictly between -100 and 100).
    """
    if is_numeric_dtype(text):
        return _from_numbers(text.astype("float64"), text.isna())
    clean = text.astype("str").fillna("").str.strip()
    is_none = clean.str.upper().isin(NO_PRICE)
    american = pd.to_numeric(clean.where(~is_none), errors="coerce").astype("float64")
    return _from_numbers(american, is_none)


def _from_numbers(american: pd.Series, is_none: pd.Series) -> ParsedPrices:
    is_price = american.abs().ge(100) & np.isfinite(american)
    return ParsedPrices(american.where(is_price), ~is_none & ~is_price)


def _checked_decimal(decimal: ArrayLike) -> FloatArray:
    odds = np.asarray(decimal, dtype="float64")
    _demand(np.isnan(odds) | (odds > 1), odds, "decimal odds greater than 1")
    return odds


def _demand(is_good: NDArray[np.bool_], odds: FloatArray, expected: str) -> None:
    if not is_good.all():
        raise PriceError(f"A price is impossible: expected {expected}, was {odds[~is_good].flat[0]:g}.")
