"""Plans: every strategy at every moment, book and way to stake, before any bankroll is known."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from busta.betting.rules import BacktestRules
from busta.betting.stakes import StakeRules, planned_stakes
from busta.betting.strategies import EVENT, Asked, Offers, Strategy, choose
from busta.betting.value import expected_value
from busta.odds.prices import FloatArray
from busta.seeds import stream

FAMILY = ("moment", "information", "books", "games")
OPEN, DAY_BEFORE, ALL, CONFIRMED = "open", "day_before", "all", "confirmed"
_STAKED = ("game_date", *EVENT, "probability", "price_decimal", "probability_push", "probability_se")


@dataclass(frozen=True)
class Plan:
    """One strategy, one way to stake, one place to bet.

    Attributes
    ----------
    moment, information, books : str
        Where it bets.
    games : {"all", "confirmed"}
        Every game, or those whose opening a second archive confirms.
    strategy, stakes : str
        Their names.
    is_baseline : bool
        Whether it asks no model.
    offered : int
        Games (or players) with a bet on offer there.
    rows : ndarray of int
        Positions of its bets in the table of bets, by day.
    planned : ndarray
        Of each bet, see `busta.betting.stakes.planned_stakes`.
    rules : StakeRules
    """

    moment: str
    information: str
    books: str
    games: str
    strategy: str
    stakes: str
    is_baseline: bool
    offered: int
    rows: NDArray[np.intp]
    planned: FloatArray
    rules: StakeRules

    @property
    def is_claim(self) -> bool:
        """Whether something may be claimed of it.

        An opening has no time stamp: only one that two archives confirm, bet on with what was known a day
        earlier, certainly came after what the model knew.
        """
        return self.moment != OPEN or (self.games == CONFIRMED and self.information == DAY_BEFORE)


def graded_bets(bets: pd.DataFrame, first_season: str) -> pd.DataFrame:
    """Keep the bets of games that were played, from a season on.

    Parameters
    ----------
    bets
        ``bets_<market>``.
    first_season
        The first season that counts.

    Returns
    -------
    pandas.DataFrame
        Sorted by day, counted from 0.
    """
    kept = bets[bets["result"].notna() & (bets["season"] >= first_season)]
    return kept.sort_values("game_date", kind="stable", ignore_index=True)


def make_plans(
    bets: pd.DataFrame,
    asked: Asked,
    rules: BacktestRules,
    strategies: Mapping[str, Strategy] | None = None,
    stakes: Mapping[str, StakeRules] | None = None,
) -> list[Plan]:
    """Plan every strategy at every moment, information, book and way to stake.

    Parameters
    ----------
    bets
        See `graded_bets`.
    asked
        The market.
    rules
        Strategies, stakes and where they are tried.
    strategies, stakes
        Others than those of the rules.

    Returns
    -------
    list of Plan
        In the order of moments, information, books, games, strategies and stakes. Strategies that are not for
        this market are left out; those that find no bet have an empty plan.
    """
    offers = Offers.of(bets)
    seed = stream(rules.seed, "coin", asked.market)
    known = rules.strategies if strategies is None else strategies
    chosen = {name: choose(offers, one, seed) for name, one in known.items() if one.is_for(asked)}
    staked = bets[[name for name in _STAKED if name in bets]]
    ways = {
        name: replace(one, event=EVENT) for name, one in (rules.stakes if stakes is None else stakes).items()
    }
    planner = _Planner(staked)
    return [
        Plan(*place, name, stakes=way, is_baseline=known[name].is_baseline, offered=offered, rows=taken,
             planned=planner.planned(taken, ways[way]), rules=ways[way])
        for place, offered, is_here in _places(bets, offers)
        for name, rows in chosen.items()
        for taken in [rows[is_here[rows]]]
        for way in _ways(known[name], place[2], ways, rules)
    ]  # fmt: skip


class _Planner:
    # Strategies overlap: what Kelly stakes at all, the bets of positive value, is often the same.
    def __init__(self, bets: pd.DataFrame) -> None:
        self.bets = bets
        self.is_worth = (
            expected_value(*(bets[name] for name in ("probability", "price_decimal", "probability_push"))) > 0
        )
        self.known: dict[tuple[bytes, int], FloatArray] = {}

    def planned(self, rows: NDArray[np.intp], rules: StakeRules) -> FloatArray:
        # A strategy takes one bet of an event, so flat stakes exclude nothing.
        if rules.kind == "flat":
            return np.full(len(rows), rules.flat)
        staked = rows[self.is_worth[rows]]
        key = staked.tobytes(), id(rules)
        if key not in self.known:
            self.known[key] = planned_stakes(self.bets.iloc[staked], rules) if len(staked) else np.zeros(0)
        planned = np.zeros(len(rows))
        planned[self.is_worth[rows]] = self.known[key]
        return planned


def _places(
    bets: pd.DataFrame, offers: Offers
) -> Iterator[tuple[tuple[str, str, str, str], int, NDArray[np.bool_]]]:
    names = [bets[name].astype("str") for name in FAMILY[:3]]
    is_confirmed = bets["is_confirmed"].astype("boolean").fillna(False).to_numpy(dtype="bool")
    for key, positions in pd.Series(np.arange(len(bets))).groupby(names, sort=True):
        moment, information, books = (str(part) for part in key)
        is_here = np.zeros(len(bets), dtype="bool")
        is_here[positions.to_numpy()] = True
        for games in (ALL, CONFIRMED) if moment == OPEN else (ALL,):
            among = is_here & is_confirmed if games == CONFIRMED else is_here
            if among.any():
                yield (moment, information, books, games), len(np.unique(offers.event[among])), among


def _ways(
    strategy: Strategy, books: str, stakes: Mapping[str, StakeRules], rules: BacktestRules
) -> list[str]:
    is_everything = books in rules.all_stakes_books and not strategy.is_baseline
    return [name for name, one in stakes.items() if one.kind == "flat" or is_everything]
