"""Typed parameters of the distributions of player markets."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from busta.evaluation.count_scores import CountScoreRules
from busta.evaluation.joint_scores import SumCheck
from busta.probability.season_distributions import DistributionRules

Family = Literal["poisson", "negative_binomial", "normal", "empirical"]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class IntervalParams(_Strict):
    """The conformal intervals.

    Attributes
    ----------
    level
        Share of rows covered.
    groups
        Groups of like means in each of which they are.
    """

    level: float = Field(gt=0, lt=1)
    groups: int = Field(ge=1)


class CountScoreParams(_Strict):
    """How distributions are scored.

    Attributes
    ----------
    factors
        Synthetic lines lie at these multiples of the mean forecast.
    bins
        Equal-count bins of the calibration error.
    seed
        Of the randomised transforms.
    """

    factors: tuple[float, ...] = Field(min_length=1)
    bins: int = Field(ge=1)
    seed: int = Field(ge=0)

    @property
    def rules(self) -> CountScoreRules:
        """As the evaluation takes them."""
        return CountScoreRules(self.factors, self.bins, self.seed)


class JointParams(_Strict):
    """How statistics of one man and of one game are drawn together.

    Attributes
    ----------
    groups
        Groups of men by the sum of their mean forecasts, each with correlations of its own.
    min_rows
        Fewer player-games in earlier seasons: all is independent.
    draws, seed
        Of the simulation.
    priced_draws
        Of the simulation behind one price: a single game can afford more.
    check_rows
        Men of each season on whom sums are set beside their parts, and games on whose pairs of bets are.
    """

    groups: int = Field(ge=1)
    min_rows: int = Field(ge=2)
    draws: int = Field(ge=100)
    priced_draws: int = Field(ge=1000)
    check_rows: int = Field(ge=1)
    seed: int = Field(ge=0)

    @property
    def check(self) -> SumCheck:
        """As the comparison of sums with their parts takes it."""
        return SumCheck(self.check_rows, self.draws, self.seed)


class DistributionParams(_Strict):
    """How a distribution is made of every mean forecast.

    Attributes
    ----------
    candidates
        Market to families, one of which is chosen; `default` for markets not named.
    defaults
        Family to intercept and slope while there is nothing to fit on.
    bins, min_rows, min_rows_per_bin, judged_seasons, tie_tolerance
        As in `busta.probability.season_distributions.DistributionRules`.
    interval, scores, joint
        See there.
    """

    candidates: dict[str, tuple[Family, ...]]
    defaults: dict[Literal["negative_binomial", "normal"], tuple[float, float]]
    bins: int = Field(ge=1)
    min_rows: int = Field(ge=2)
    min_rows_per_bin: int = Field(ge=1)
    judged_seasons: int = Field(ge=1)
    tie_tolerance: float = Field(ge=0)
    interval: IntervalParams
    scores: CountScoreParams
    joint: JointParams

    @model_validator(mode="after")
    def _knows_what_to_fall_back_on(self) -> Self:
        if not self.candidates.get("default"):
            raise ValueError("expected 'default' among the candidates, with one family or more")
        missing = sorted({"negative_binomial", "normal"} - set(self.defaults))
        if missing:
            raise ValueError(f"expected defaults of both families with parameters, was none of {missing[0]}")
        return self

    def rules(self, market_id: str, fallback: Family) -> DistributionRules:
        """The rules of a market, whose `fallback` stands until an earlier season can judge."""
        return DistributionRules(
            candidates=self.candidates.get(market_id, self.candidates["default"]),
            fallback=fallback,
            defaults={str(name): pair for name, pair in self.defaults.items()},
            bins=self.bins,
            min_rows=self.min_rows,
            min_rows_per_bin=self.min_rows_per_bin,
            judged_seasons=self.judged_seasons,
            tie_tolerance=self.tie_tolerance,
            level=self.interval.level,
            groups=self.interval.groups,
        )
