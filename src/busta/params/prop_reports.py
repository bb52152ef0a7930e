"""Typed parameters of the reports of player markets."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from busta.evaluation.bootstrap import BootstrapRules
from busta.evaluation.prop_baselines import BaselineRules
from busta.evaluation.prop_gates import PropThresholds
from busta.evaluation.prop_scores import PropScoreRules
from busta.params.evaluation import DEFAULT, Data


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Baselines(_Strict):
    """What the forecasters without a model look back on.

    Attributes
    ----------
    last_games
        Games of the mean of the last ones.
    moving_weight
        Weight of the last game in the moving mean.
    least_mean
        Smallest mean that gets a distribution, in units of the quantity.
    """

    last_games: int = Field(ge=1)
    moving_weight: float = Field(gt=0, le=1)
    least_mean: float = Field(gt=0)

    @property
    def rules(self) -> BaselineRules:
        """The same for the room of evaluation."""
        return BaselineRules(self.last_games, self.moving_weight, self.least_mean)


class PropTarget(_Strict):
    """A number somebody asked of player markets, printed beside what was measured; it decides nothing.

    Attributes
    ----------
    metric
        A score at lines, or ``roi``.
    at_least, at_most
        The range asked for; at least one of them.
    parts
        Where it is measured: ``synthetic``, ``morning``, ``close``; of ``roi`` the moments.
    forecaster
        Whose score: the model's or, at real lines, the blend's.
    why
        What a reader must know to judge the number itself.
    """

    metric: Literal["brier_score", "ece", "accuracy", "roi"]
    at_least: float | None = None
    at_most: float | None = None
    parts: tuple[Literal["synthetic", "morning", "close"], ...] = Field(min_length=1)
    forecaster: Literal["model", "blend"] = "model"
    why: str

    @model_validator(mode="after")
    def _asks_for_something(self) -> Self:
        if self.at_least is None and self.at_most is None:
            raise ValueError(f"{self.metric!r}: expected 'at_least' or 'at_most', was neither")
        return self


class PropBets(_Strict):
    """Which rows of the backtests stand on the pages.

    Attributes
    ----------
    strategies, books
        In this order; one that a market does not have is passed over.
    stakes
        How much is bet.
    headline
        Strategy, and books, that are held against the targets of profit.
    """

    strategies: tuple[str, ...]
    books: tuple[str, ...]
    stakes: str
    headline: tuple[str, str]


class PropReportParams(_Strict):
    """How player markets are reported.

    Attributes
    ----------
    first_season
        First season that is scored; every later one follows by itself.
    seed
        Of the randomised transforms.
    null_draws
        Draws of the band in which a calibrated forecaster lies at real lines.
    line_bins
        Equal-count bins at real lines.
    position_rows
        Smallest group of a model per position.
    baselines, bets, targets
        See there.
    gates
        Kind of data, then market, to its thresholds; ``default`` holds for every market, what is named of a market
        stands over it.
    """

    first_season: str = Field(pattern=r"^\d{4}-\d{2}$")
    seed: int = Field(ge=0)
    null_draws: int = Field(ge=100)
    line_bins: int = Field(ge=2)
    position_rows: int = Field(ge=1)
    baselines: Baselines
    bets: PropBets
    targets: tuple[PropTarget, ...]
    gates: dict[Data, dict[str, PropThresholds]]

    def score_rules(self, bootstrap: BootstrapRules, bins: int, factors: tuple[float, ...]) -> PropScoreRules:
        """How the forecasts are scored, with the intervals and bins of every other evaluation."""
        return PropScoreRules(bootstrap, bins, self.line_bins, factors, self.null_draws)

    def thresholds_for(self, market: str, data: Data) -> PropThresholds:
        """Thresholds of a market: those of `default`, and over them its own."""
        named = self.gates.get(data, {})
        default, own = named.get(DEFAULT, PropThresholds()), named.get(market, PropThresholds())
        return default.model_copy(update={name: getattr(own, name) for name in own.model_fields_set})
