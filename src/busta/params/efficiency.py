"""Typed parameters of the tests of market efficiency."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from busta.evaluation.bias_groups import BiasRules
from busta.evaluation.early_season import EarlySeasonRules


class EfficiencyParams(BaseModel):
    """What is tested, and when a test is called significant.

    Attributes
    ----------
    alpha
        Largest p-value, adjusted within its family, that is called significant.
    biases
        Groups of games in which the line may be off.
    early_season
        The known anomaly that is looked for, and the seasons of it.
    margin_min_rows
        Earlier games that a choice among methods of margin removal needs; before, the configured one stands.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    alpha: float = Field(gt=0, lt=1)
    biases: BiasRules
    early_season: EarlySeasonRules
    margin_min_rows: int = Field(ge=1)
