"""Typed parameters of every evaluation: intervals, bins, and the gates per market and kind of data."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from busta.evaluation.bootstrap import BootstrapRules
from busta.evaluation.edges import EdgeRules
from busta.evaluation.moments.rules import MomentRules
from busta.evaluation.realism import RealismBands
from busta.evaluation.thresholds import GateThresholds

Data = Literal["real", "fabricated"]
DEFAULT = "default"


class EvaluationParams(BaseModel):
    """How forecasts are evaluated.

    Attributes
    ----------
    draws
        Bootstrap draws, and draws of null bands.
    seed
        Of both.
    level
        Coverage of all intervals and bands.
    bins
        Equal-count bins of calibration errors and reliability diagrams.
    edges
        Sides against lines: smallest edges that are told apart, and what a bet costs.
    moments
        What counts in the moments of a league.
    realism
        When an invented league is called like the real one.
    gates
        Kind of data, then market, to its thresholds; a market not named has those of `default`.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    draws: int = Field(ge=100)
    seed: int = Field(ge=0)
    level: float = Field(gt=0, lt=1)
    bins: int = Field(ge=2)
    edges: EdgeRules
    moments: MomentRules
    realism: RealismBands
    gates: dict[Data, dict[str, GateThresholds]]

    @property
    def rules(self) -> BootstrapRules:
        """How intervals are made."""
        return BootstrapRules(draws=self.draws, seed=self.seed, level=self.level)

    def thresholds_for(self, market: str, data: Data) -> GateThresholds:
        """Thresholds of a market on a kind of data; none at all where the configuration names none."""
        named = self.gates.get(data, {})
        return named.get(market, named.get(DEFAULT, GateThresholds()))
