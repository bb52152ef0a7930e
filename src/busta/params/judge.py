"""Typed parameters of the judge."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from busta.evaluation.judge import JudgeRules


class JudgeParams(BaseModel):
    """When predictions are too good, and when they are the closing line itself.

    Attributes
    ----------
    shown_refusals
        Refused cells that the page lists; the document has all.

    The others are those of `busta.evaluation.judge.JudgeRules`, which a test keeps true.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    suspicion_level: float = Field(gt=0.5, lt=1)
    min_games: int = Field(ge=1)
    min_days: int = Field(ge=2)
    brier_gain_max: float = Field(ge=0)
    log_loss_gain_max: float = Field(ge=0)
    wins_above_close_max: float = Field(ge=0, lt=1)
    residual_correlation_max: float = Field(ge=0, lt=1)
    same_distance: float = Field(ge=0)
    near_distance: float = Field(ge=0)
    near_correlation: float = Field(gt=0, le=1)
    early_hours: float = Field(gt=0)
    price_tolerance: float = Field(ge=0)
    line_tolerance: float = Field(ge=0)
    shown_refusals: int = Field(ge=1)

    def rules(self, assumed_price: float) -> JudgeRules:
        """The rules, with the price that is assumed where nobody has one."""
        values = self.model_dump(exclude={"shown_refusals"})
        return JudgeRules(**values, assumed_price=assumed_price)
