"""Typed parameters of the stage `per_player`."""

from __future__ import annotations

from typing import Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from busta.learners.per_player import MEMBERS, EnsembleRules
from busta.learners.registry import build_learner
from busta.learners.selection import SelectionRules
from busta.params.modeling import ModelingParams, Season


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class StackParams(_Strict):
    """How the members of a man's ensemble are stacked.

    Attributes
    ----------
    share
        Share of his games, the latest, that they forecast unseen.
    alpha, lasso_alpha
        Penalties of the ridge regression and of the lasso on these forecasts, the second in variances of the quantity.
    """

    share: float = Field(gt=0, lt=1)
    alpha: float = Field(ge=0)
    lasso_alpha: float = Field(gt=0)


class MenTuningParams(_Strict):
    """How the members' hyperparameters are tried; what is tried stands in the block of the stage `tuning`.

    Attributes
    ----------
    men
        Men who are tried on, drawn by chance: one choice for all.
    share
        Share of a man's games, the latest, that are scored.
    folds
        Parts of it, each forecast by a fit on all of his games before.
    every
        Every so many seasons there is a new study; between them the latest holds.
    """

    men: int = Field(ge=1)
    share: float = Field(gt=0, lt=1)
    folds: int = Field(ge=1)
    every: int = Field(ge=1)


class SelectionParams(_Strict):
    """How features are chosen, see `busta.learners.selection.SelectionRules`."""

    rows: int = Field(ge=1)
    keep: int = Field(ge=1)
    step: float = Field(gt=0, lt=1)
    ridge_alpha: float = Field(ge=0)
    lasso_alpha: float = Field(gt=0)
    least_correlation: float = Field(ge=0, le=1)
    twin_correlation: float = Field(gt=0, le=1)
    votes: int = Field(ge=1, le=4)

    def rules(self, modeling: ModelingParams) -> SelectionRules:
        """The same for the learners' room, with the trees that the pooled model has."""
        return SelectionRules(**self.model_dump(), trees=modeling.learners["tweedie_lightgbm"])


class PerPlayerParams(_Strict):
    """How every man gets an ensemble of his own.

    Attributes
    ----------
    first_season
        First season whose folds are fitted.
    min_games
        Earlier games from which on a man has a model; enough for both parts of a stack.
    answer
        What the out-of-fold forecast of these men is.
    weights
        Member to its share of the vote, summing to 1.
    stack
        How the members are stacked.
    backend, n_jobs
        Of joblib; they change no bit of the result.
    use_selected
        Whether the men are fitted on the selected features only.
    learners
        Member to its hyperparameters.
    selection
        How features are selected.
    tuning
        How hyperparameters are tried.
    use_tuned
        Whether the men are fitted with what was chosen, see `kedro run --pipelines per_player_tuning`.
    """

    first_season: str = Season
    min_games: int = Field(ge=10)
    answer: Literal["voting", "stack", "lasso", "optimised", "random_forest", "xgboost", "elastic_net"]
    weights: dict[str, float]
    stack: StackParams
    backend: Literal["loky", "threading", "multiprocessing", "sequential"]
    n_jobs: int = Field(ge=1)
    use_selected: bool
    learners: dict[str, dict[str, Any]]
    selection: SelectionParams
    tuning: MenTuningParams
    use_tuned: bool

    @model_validator(mode="after")
    def _every_member(self) -> Self:
        for key, given in (("learners", self.learners), ("weights", self.weights)):
            if sorted(given) != sorted(MEMBERS):
                raise ValueError(f"expected in {key!r} {', '.join(MEMBERS)}, was {', '.join(given)}")
        for name, hyperparameters in self.learners.items():
            build_learner(name, hyperparameters)
        total = sum(self.weights.values())
        if min(self.weights.values()) < 0 or abs(total - 1) > 1e-6:
            raise ValueError(f"expected 'weights' from 0 up that sum to 1, was {self.weights}")
        return self

    def rules(self, seed: int) -> EnsembleRules:
        """How a man is fitted, with the seed of the configuration."""
        return EnsembleRules(
            learners=self.learners,
            weights=self.weights,
            stack_share=self.stack.share,
            stack_alpha=self.stack.alpha,
            lasso_alpha=self.stack.lasso_alpha,
            min_games=self.min_games,
            backend=self.backend,
            n_jobs=self.n_jobs,
            seed=seed,
        )
