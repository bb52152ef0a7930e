"""What a strategy bets on: which of the offered bets it takes, at most one selection per game.

A strategy sees what stood before the game: prices, lines, probabilities. It never sees a result, the profit or where
the line went afterwards.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, Self

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, model_validator

from busta.betting.value import BettingError

Score = Literal["expected_value", "probability", "probability_model", "edge"]
Only = Literal["over", "under", "favourite", "underdog"]
Kind = Literal["side", "total"]
Unit = Literal["points", "probability"]

EVENT = ("game_id", "player_id")
OFFER = (*EVENT, "moment", "information", "books")
# All that a strategy may know.
SEEN = (*OFFER, "selection", "is_favourite", "expected_value", "probability", "probability_model", "edge")


class Strategy(BaseModel):
    """A rule by which bets are chosen.

    Attributes
    ----------
    by, above
        Take the selections whose score is greater than `above`; of several of one game the one with the largest.
    only
        Take nothing but this selection, or nothing but the market's favourite or underdog.
    is_coin
        Let a coin decide between the two selections of a game.
    kind
        Markets it is for: ``side`` where over is the home team, ``total`` all others; null for both.
    unit
        Markets it is for, by the unit of their edges; null for all.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    by: Score | None = None
    above: float | None = None
    only: Only | None = None
    is_coin: bool = False
    kind: Kind | None = None
    unit: Unit | None = None

    @model_validator(mode="after")
    def _decides(self) -> Self:
        if (self.by is None) != (self.above is None):
            raise ValueError(f"expected 'by' and 'above' together, was by: {self.by} and above: {self.above}")
        if self.is_coin == (self.by is not None or self.only is not None):
            raise ValueError("expected either a score ('by', 'above'), a side ('only') or both, or 'is_coin'")
        return self

    @property
    def is_baseline(self) -> bool:
        """Whether it asks no model."""
        return self.by is None

    def is_for(self, asked: Asked) -> bool:
        """Whether it makes sense in a market."""
        return self.kind in (None, asked.kind) and self.unit in (None, asked.unit)


@dataclass(frozen=True)
class Asked:
    """What a strategy must know of a market.

    Attributes
    ----------
    market : str
        Its id.
    kind : {"side", "total"}
        Whether over is the home team.
    unit : {"points", "probability"}
        Of its edges.
    """

    market: str
    kind: Kind
    unit: Unit


@dataclass(frozen=True)
class Offers:
    """The bets on offer, sorted out once for all strategies.

    Attributes
    ----------
    bets : pandas.DataFrame
        Columns `SEEN`, one row per bet on offer.
    event : ndarray of int, shape (bets,)
        Number of the game (or player) among all of the table.
    place : ndarray of int, shape (bets,)
        Number of the event at one moment, information and book: at most one of its rows is taken.
    """

    bets: pd.DataFrame
    event: NDArray[np.intp]
    place: NDArray[np.intp]

    @classmethod
    def of(cls, bets: pd.DataFrame) -> Offers:
        """Sort out a table of bets.

        Parameters
        ----------
        bets
            One row per game, player, moment, information, books and selection.

        Returns
        -------
        Offers

        Raises
        ------
        BettingError
            If a column is missing, or a selection is offered twice at one place.
        """
        absent = [name for name in SEEN if name not in bets]
        if absent:
            raise BettingError(
                f"Expected bets with columns {', '.join(SEEN)}, was without {', '.join(absent)}."
            )
        seen = bets[list(SEEN)].reset_index(drop=True)
        place = _numbers(seen, OFFER)
        side = seen["selection"].eq("over").to_numpy()
        twice = pd.Series(2 * place + side).duplicated()
        if twice.any():
            row = int(np.flatnonzero(twice)[0])
            found = ", ".join(str(seen[name].iloc[row]) for name in (*OFFER, "selection"))
            raise BettingError(f"Expected every selection once at one place, was twice: {found}.")
        return cls(seen, _numbers(seen, EVENT), place)


def choose(offers: Offers, strategy: Strategy, seed: int = 0) -> NDArray[np.intp]:
    """Take bets by a strategy, at every moment, information and book by itself.

    Parameters
    ----------
    offers
        What is on offer.
    strategy
        The rule.
    seed
        Of the coin; the same coin falls at all moments and books of a game.

    Returns
    -------
    ndarray of int
        Positions of the rows taken, ascending; at most one of every place. A missing score is never taken.
    """
    bets = offers.bets
    taken = np.flatnonzero(_allowed(offers, strategy, seed))
    if strategy.by is None:
        return taken
    score = bets[strategy.by].to_numpy("float64", na_value=np.nan)[taken]
    is_enough = score > strategy.above
    taken, score = taken[is_enough], score[is_enough]
    order = np.lexsort((-score, offers.place[taken]))
    place = offers.place[taken[order]]
    is_first = np.append(True, place[1:] != place[:-1])[: len(place)]
    return np.sort(taken[order[is_first]])


def _allowed(offers: Offers, strategy: Strategy, seed: int) -> NDArray[np.bool_]:
    bets = offers.bets
    is_over = bets["selection"].eq("over").to_numpy()
    if strategy.is_coin:
        tossed = np.random.default_rng(seed).random(int(offers.event.max(initial=-1)) + 1) < 0.5
        return np.asarray(tossed[offers.event] == is_over)
    if strategy.only is None:
        return np.ones(len(bets), dtype="bool")
    if strategy.only in ("over", "under"):
        return np.asarray(is_over == (strategy.only == "over"))
    wanted = strategy.only == "favourite"
    return bets["is_favourite"].astype("boolean").eq(wanted).fillna(False).to_numpy(dtype="bool")


def _numbers(bets: pd.DataFrame, names: tuple[str, ...]) -> NDArray[np.intp]:
    # Sorted by the keys, so that the numbers do not depend on the order of the rows.
    return bets.groupby(list(names), dropna=False, observed=True).ngroup().to_numpy().astype(np.intp)
