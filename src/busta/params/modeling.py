"""Typed parameters of the stage `modeling`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from busta.learners.base import Device
from busta.learners.fold_models import FitSettings
from busta.learners.registry import LEARNERS, build_learner

Season = Field(pattern=r"^\d{4}-\d{2}$")


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class SplitParams(_Strict):
    """Shares of the chronological split; they sum to 1.

    Attributes
    ----------
    train, validation, test
        Share of the rows, in (0, 1), earliest first.
    """

    train: float = Field(gt=0, lt=1)
    validation: float = Field(gt=0, lt=1)
    test: float = Field(gt=0, lt=1)

    @model_validator(mode="after")
    def _sum_to_one(self) -> Self:
        total = self.train + self.validation + self.test
        if abs(total - 1) > 1e-9:
            raise ValueError(f"expected shares that sum to 1, was {total}")
        return self


class ModelingParams(_Strict):
    """How every market is modelled.

    Attributes
    ----------
    seed
        The one seed; every fit has its own stream of it.
    device
        `cpu` or `cuda`; asked for but absent is an error.
    threads
        Threads of one fit.
    n_jobs
        Folds fitted at the same time.
    first_test_season
        First season that is forecast; the seasons before it are for training only.
    first_published_season
        First season of the published probabilities; those between calibrate.
    weeks_per_group
        Weeks in a week group: the smallest piece of a season that folds inside it keep whole.
    early_stopping_groups
        Latest week groups of the training rows that decide when trees stop.
    min_complete_rows
        Games without a filled-in feature from which on only such games are trained on.
    inner_folds
        Inner folds of the training rows, by week groups, for choices made inside them.
    residual_rows
        Latest training rows whose residuals give a forecast's standard deviation.
    split
        Shares of the chronological split.
    learners
        Hyperparameters of every learner by name.
    use_tuned
        Whether a fold is fitted with the hyperparameters that the stage `tuning` has chosen before its season,
        where there are any; the default ones hold everywhere else.
    """

    seed: int = Field(ge=0)
    device: Device
    threads: int = Field(ge=1)
    n_jobs: int = Field(ge=1)
    first_test_season: str = Season
    first_published_season: str = Season
    weeks_per_group: int = Field(ge=1)
    early_stopping_groups: int = Field(ge=0)
    min_complete_rows: int = Field(ge=1)
    inner_folds: int = Field(ge=2)
    residual_rows: int = Field(ge=1)
    split: SplitParams
    learners: dict[str, dict[str, Any]]
    use_tuned: bool = False

    @field_validator("learners")
    @classmethod
    def _every_learner(cls, learners: dict[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
        if sorted(learners) != sorted(LEARNERS):
            raise ValueError(
                f"expected the learners {', '.join(sorted(LEARNERS))}, was {', '.join(sorted(learners))}"
            )
        for name, hyperparameters in learners.items():
            build_learner(name, hyperparameters)
        return learners

    @model_validator(mode="after")
    def _published_after_tested(self) -> Self:
        if self.first_published_season < self.first_test_season:
            raise ValueError(
                f"expected first_published_season from {self.first_test_season} (first_test_season) on, "
                f"was {self.first_published_season}"
            )
        return self

    def fit_settings(self, half_life_days: float | None, monotone: Mapping[str, int]) -> FitSettings:
        """Say how the folds of a market are fitted, by its half-life and its directions."""
        return FitSettings(
            seed=self.seed,
            device=self.device,
            threads=self.threads,
            n_jobs=self.n_jobs,
            half_life_days=half_life_days,
            residual_rows=self.residual_rows,
            monotone=monotone,
        )
