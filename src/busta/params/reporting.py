"""Typed parameters of the stage `reporting`."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from busta.learners.explanation import ExplanationRules


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Target(_Strict):
    """A number somebody asked for, printed beside what was measured; it decides nothing.

    Attributes
    ----------
    market
        Id of the market; a market without scores is passed over.
    metric
        Name of the score, or of the table's column.
    at_least, at_most
        The range asked for; at least one of them.
    context
        What a reader must know to judge the target itself.
    source
        Where it is measured: the scores of a run, its backtest, or tuning, which not every run does.
    where
        Column to value of the one row that is meant, in the table of a backtest or of tuning.
    beside
        The same, over `where`, of the row that stands for the market's own number; empty: there is none.
    label
        What that row is, in words.
    """

    market: str
    metric: str
    at_least: float | None = None
    at_most: float | None = None
    context: str
    source: Literal["scores", "backtest", "tuning"] = "scores"
    where: dict[str, str] = {}
    beside: dict[str, str] = {}
    label: str = ""

    @model_validator(mode="after")
    def _asks_for_something(self) -> Self:
        if self.at_least is None and self.at_most is None:
            raise ValueError(f"market {self.market!r}: expected 'at_least' or 'at_most', was neither")
        if (self.source == "scores") == bool(self.where):
            raise ValueError(
                f"market {self.market!r}, {self.metric!r}: expected 'where' for a number of a backtest or of tuning, "
                f"and for no other, was source {self.source!r} and where {self.where}"
            )
        return self


class Importance(_Strict):
    """How much is looked at to say what the features are worth, see `busta.learners.explanation`.

    Attributes
    ----------
    seasons
        Latest test seasons.
    rows
        Most games of each.
    repeats
        Shuffles of every feature.
    shap_rows
        Most games of the last season of which every forecast is split.
    shown
        Features that page and chart show; the table has all.
    """

    seasons: int = Field(ge=1)
    rows: int = Field(ge=1)
    repeats: int = Field(ge=1)
    shap_rows: int = Field(ge=1)
    shown: int = Field(ge=1)

    def rules(self, seed: int) -> ExplanationRules:
        """As the explanation takes them, with the seed of the evaluation."""
        return ExplanationRules(self.seasons, self.rows, self.repeats, self.shap_rows, seed)


class ReportingParams(_Strict):
    """What the reports show beside the scores.

    Attributes
    ----------
    mlflow_mebibytes
        Models, figures and reports of one run go to MLflow up to this size in total.
    importance
        How much is looked at to say what the features are worth.
    targets
        Numbers asked for.
    """

    mlflow_mebibytes: float = Field(ge=0)
    importance: Importance
    targets: tuple[Target, ...]
