"""Typed parameters of the blend of model and market at the lines of players."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from busta.probability.prop_blend import PropBlendRules


class PropBlendParams(BaseModel):
    """How the probabilities of players are blended with the market's.

    Attributes
    ----------
    min_rows
        Fewer decided rows of earlier weeks leave the market itself.
    ridge
        Pull of the blend towards the market alone.
    clip
        The model's probability is moved into ``[clip, 1 - clip]``.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    min_rows: int = Field(ge=2)
    ridge: float = Field(gt=0)
    clip: float = Field(gt=0, lt=0.5)

    @property
    def rules(self) -> PropBlendRules:
        """How the blends are fitted."""
        return PropBlendRules(self.min_rows, self.ridge)
