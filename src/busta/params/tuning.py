"""Typed parameters of the stage `tuning`."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from busta.evaluation.inner_scores import Objective
from busta.learners.registry import LEARNERS
from busta.learners.search_space import Range, SearchSpace
from busta.learners.tuning import Pruner, StudyRules
from busta.markets import Market
from busta.params.modeling import Season

DEFAULT = "default"


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class PrunerParams(_Strict):
    """When a trial is given up.

    Attributes
    ----------
    kind
        `median`: when it is worse than the median of earlier whole trials; or `none`.
    after_trials
        Whole trials before any is given up.
    after_folds
        Inner folds of a trial before it is.
    """

    kind: Pruner
    after_trials: int = Field(ge=1)
    after_folds: int = Field(ge=1)


class RangeParams(_Strict):
    """The values of one hyperparameter.

    Attributes
    ----------
    low, high
        Both inclusive.
    log
        Drawn evenly in the logarithm.
    grid
        The values that the sampler `grid` tries; without any it keeps the default.
    """

    low: float
    high: float
    log: bool = False
    grid: tuple[float, ...] = ()

    @property
    def range(self) -> Range:
        """The same for the learners' room."""
        return Range(self.low, self.high, self.log, self.grid)


class TuningParams(_Strict):
    """How hyperparameters are chosen.

    Attributes
    ----------
    trials
        Trials of every learner, market and tuned season, beside the default.
    at_once
        Trials that are asked for together: they can be computed at the same time, but learn nothing of each other.
    n_jobs
        Processes; they change no bit of the result.
    sampler
        `tpe`, `random` or `grid`.
    startup_trials
        Random trials before `tpe` learns from them.
    pruner
        When a trial is given up.
    objective
        The loss on the inner folds of a market about games: `log_loss`, `brier_score` or `crps`.
    objective_of_players
        That of a market about players, whose mean is asked for: `poisson_deviance` or `squared_error`.
    first_season
        First season that gets a study; seasons before it keep the default.
    every
        Every so many seasons there is a new study; between them the latest holds.
    inner_seasons
        Seasons before a tuned one that are scored, each by a fit on all seasons before itself.
    asked
        Share of the default's loss (of games the Brier score) that the roadmap hoped to gain, printed beside what was
        measured.
    spaces
        Market, or `default` for all others, to learner to hyperparameter to its range.
    """

    trials: int = Field(ge=1)
    at_once: int = Field(ge=1)
    n_jobs: int = Field(ge=1)
    sampler: Literal["tpe", "random", "grid"]
    startup_trials: int = Field(ge=1)
    pruner: PrunerParams
    objective: Literal["log_loss", "brier_score", "crps"]
    objective_of_players: Literal["poisson_deviance", "squared_error"]
    first_season: str = Season
    every: int = Field(ge=1)
    inner_seasons: int = Field(ge=1)
    asked: float = Field(gt=0, lt=1)
    spaces: dict[str, dict[str, dict[str, RangeParams]]]

    @field_validator("spaces")
    @classmethod
    def _can_be_searched(
        cls, spaces: dict[str, dict[str, dict[str, RangeParams]]]
    ) -> dict[str, dict[str, dict[str, RangeParams]]]:
        for market, learners in spaces.items():
            for learner, ranges in learners.items():
                _space(market, learner, ranges)
        return spaces

    @model_validator(mode="after")
    def _every_learner(self) -> Self:
        absent = sorted(set(LEARNERS) - set(self.spaces.get(DEFAULT, {})))
        if absent:
            raise ValueError(f"market {DEFAULT!r}, learner {absent[0]!r}: expected a search space, was none")
        return self

    def space(self, market: str, learner: str) -> SearchSpace:
        """What may be tried of a learner in a market: its own space, or else the one of all markets."""
        ranges = self.spaces.get(market, {}).get(learner) or self.spaces[DEFAULT][learner]
        return _space(market, learner, ranges)

    def objective_of(self, market: Market) -> Objective:
        """The loss of a market, by its subject."""
        return self.objective_of_players if market.subject == "player" else self.objective

    def rules(self, seed: int) -> StudyRules:
        """How a study is made, with the seed of the configuration."""
        return StudyRules(
            trials=self.trials,
            at_once=self.at_once,
            n_jobs=self.n_jobs,
            sampler=self.sampler,
            startup_trials=self.startup_trials,
            pruner=self.pruner.kind,
            prune_after_trials=self.pruner.after_trials,
            prune_after_folds=self.pruner.after_folds,
            seed=seed,
        )


def _space(market: str, learner: str, ranges: dict[str, RangeParams]) -> SearchSpace:
    return SearchSpace(market, learner, {key: given.range for key, given in ranges.items()})
