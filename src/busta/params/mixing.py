"""Typed parameters of the mean forecast of a player market."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from busta.evaluation.mean_mix import MixRules


class MixingParams(BaseModel):
    """How the learners of a player market become one mean, see `busta.evaluation.mean_mix.MixRules`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    ratio_days: int = Field(ge=1)
    ratio_prior_rows: float = Field(gt=0)
    player_decay: float = Field(gt=0, lt=1)
    player_prior_rows: float = Field(gt=0)
    ridge_alpha: float = Field(gt=0)
    lasso_alpha: float = Field(gt=0)

    @property
    def rules(self) -> MixRules:
        """The same for the room of evaluation."""
        return MixRules(**self.model_dump())
