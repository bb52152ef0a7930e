"""How a market is backtested: strategies, stakes, and what is counted."""

from __future__ import annotations

from typing import Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from busta.betting.stakes import StakeRules
from busta.betting.strategies import EVENT, Strategy, Unit


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Headline(_Strict):
    """What of all the strategies is shown first: in the charts and in the ledger that people open.

    Attributes
    ----------
    strategies
        Names of strategies, for each unit of edges.
    stakes
        The stakes of the charts.
    books
        The books of the charts, the first that is on offer at a moment.
    """

    strategies: dict[Unit, tuple[str, ...]]
    stakes: tuple[str, ...] = Field(min_length=1)
    books: tuple[str, ...] = Field(min_length=1)


class Reference(_Strict):
    """What was measured before, by others or in a trial, to be printed beside.

    Attributes
    ----------
    market, moment, strategy
        Row of the results.
    games, information, books
        The same; null for any.
    said
        What was measured then, in words.
    """

    market: str
    moment: str
    strategy: str
    games: str | None = None
    information: str | None = None
    books: str | None = None
    said: str


class BacktestRules(_Strict):
    """How bets are chosen, staked and counted.

    Attributes
    ----------
    seed
        Of the coin and of the resampled days.
    strategies
        Name to rule.
    stakes
        Name to a way to stake.
    bankroll
        Units a bankroll starts with.
    all_stakes_books
        Books at which every way to stake is tried; at the others flat stakes only.
    min_bets
        A strategy with fewer bets is not called the best of anything.
    band
        Lower and upper quantile of the resampled bankrolls.
    thresholds
        Smallest edges of the chart, for each unit.
    sheet_bets
        The ledger that people open holds at most so many bets.
    headline
        What is shown first.
    references
        Numbers of real games that are printed beside.
    """

    seed: int = Field(ge=0)
    strategies: dict[str, Strategy] = Field(min_length=1)
    stakes: dict[str, StakeRules] = Field(min_length=1)
    bankroll: float = Field(gt=0)
    all_stakes_books: tuple[str, ...]
    min_bets: int = Field(ge=1)
    band: tuple[float, float]
    thresholds: dict[Unit, tuple[float, ...]]
    sheet_bets: int = Field(ge=1)
    headline: Headline
    references: tuple[Reference, ...] = ()

    @model_validator(mode="after")
    def _names_are_known(self) -> Self:
        for unit, names in self.headline.strategies.items():
            for name in names:
                known = [
                    key
                    for key, one in self.strategies.items()
                    if not one.is_baseline and one.unit in (None, unit)
                ]
                if name not in known:
                    raise ValueError(
                        f"key 'headline.strategies.{unit}': expected one of {', '.join(known)}, was {name!r}"
                    )
        for name in self.headline.stakes:
            if name not in self.stakes:
                raise ValueError(
                    f"key 'headline.stakes': expected one of {', '.join(self.stakes)}, was {name!r}"
                )
        return self

    @model_validator(mode="after")
    def _has_flat_stakes(self) -> Self:
        if not any(rules.kind == "flat" for rules in self.stakes.values()):
            raise ValueError("key 'stakes': expected at least one of kind 'flat', was none")
        strange = [name for name, rules in self.stakes.items() if not set(rules.event) <= set(EVENT)]
        if strange:
            raise ValueError(
                f"key 'stakes': expected events among {', '.join(EVENT)}, was otherwise in {strange}"
            )
        if not 0 < self.band[0] < self.band[1] < 1:
            raise ValueError(f"key 'band': expected two quantiles in order, was {list(self.band)}")
        return self
