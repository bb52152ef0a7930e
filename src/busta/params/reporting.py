"""Typed parameters of the stage `reporting`."""

from __future__ import annotations

from typing import Self

from pydantic import BaseModel, ConfigDict, Field, model_validator


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Target(_Strict):
    """A number somebody asked for, printed beside what was measured; it decides nothing.

    Attributes
    ----------
    market
        Id of the market; a market without scores is passed over.
    metric
        Name of the score.
    at_least, at_most
        The range asked for; at least one of them.
    context
        What a reader must know to judge the target itself.
    """

    market: str
    metric: str
    at_least: float | None = None
    at_most: float | None = None
    context: str

    @model_validator(mode="after")
    def _asks_for_something(self) -> Self:
        if self.at_least is None and self.at_most is None:
            raise ValueError(f"market {self.market!r}: expected 'at_least' or 'at_most', was neither")
        return self


class ReportingParams(_Strict):
    """What the reports show beside the scores.

    Attributes
    ----------
    mlflow_mebibytes
        Models, figures and reports of one run go to MLflow up to this size in total.
    targets
        Numbers asked for.
    """

    mlflow_mebibytes: float = Field(ge=0)
    targets: tuple[Target, ...]
