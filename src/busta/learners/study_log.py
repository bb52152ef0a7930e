"""Trials of a study as they are written down."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from optuna.distributions import BaseDistribution
    from optuna.storages import BaseStorage
    from optuna.trial import FrozenTrial

DEFAULT = 0


class FoldLoss(NamedTuple):
    """What hyperparameters lost on one inner fold.

    Attributes
    ----------
    total
        Sum of the losses of all rows.
    rows
        How many rows, at least 1.
    """

    total: float
    rows: int


@dataclass(frozen=True)
class Trial:
    """Hyperparameters that were tried.

    Attributes
    ----------
    number
        0 is the default, then from 1 in the order of the asking.
    hyperparameters
        Every hyperparameter of the learner.
    losses
        One for each inner fold that was scored; fewer than there are where the trial was given up.
    is_pruned
        Whether it was given up.
    seconds
        Wall-clock time of its fits; differs from run to run.
    """

    number: int
    hyperparameters: Mapping[str, Any]
    losses: tuple[FoldLoss, ...]
    is_pruned: bool
    seconds: float

    @classmethod
    def of(cls, losses: Sequence[FoldLoss]) -> Trial:
        """Make a trial of its losses alone, to compare it."""
        return cls(-1, {}, tuple(losses), False, 0.0)

    @property
    def loss(self) -> float:
        """Mean loss of a row over the folds that were scored."""
        return _mean(self.losses)

    def against(self, other: Trial) -> float:
        """Subtract the mean loss of another trial on the folds that this one has scored: seasons differ."""
        return self.loss - _mean(other.losses[: len(self.losses)])


class StudyLog:
    """The trials of one study in a storage of Optuna: only what is finished stands there.

    Parameters
    ----------
    storage
        Of any kind; a study that is not there yet is begun.
    name
        Name of the study in it.
    """

    def __init__(self, storage: BaseStorage, name: str) -> None:
        import optuna

        optuna.logging.set_verbosity(optuna.logging.WARNING)
        self._study = optuna.create_study(
            storage=storage, study_name=name, load_if_exists=True, sampler=optuna.samplers.RandomSampler()
        )
        written = self._study.get_trials(deepcopy=False)
        self._trials = {trial.user_attrs["number"]: _read(trial) for trial in written}

    def find(self, number: int, hyperparameters: Mapping[str, Any]) -> Trial | None:
        """Look up a trial; one of other hyperparameters, as another version may ask for, is none."""
        found = self._trials.get(number)
        return found if found is not None and found.hyperparameters == _plain(hyperparameters) else None

    def add(
        self,
        trial: Trial,
        params: Mapping[str, Any],
        distributions: Mapping[str, BaseDistribution],
        default: Trial,
    ) -> None:
        """Write a finished trial down, as a whole.

        Parameters
        ----------
        trial
            What was tried, and what it lost.
        params, distributions
            What the sampler drew, and from what; empty for the default.
        default
            The value that is shown is the loss minus that of the default.
        """
        from optuna.trial import TrialState, create_trial

        steps = range(1, len(trial.losses) + 1)
        values = {step - 1: Trial.of(trial.losses[:step]).against(default) for step in steps}
        frozen = create_trial(
            state=TrialState.PRUNED if trial.is_pruned else TrialState.COMPLETE,
            value=None if trial.is_pruned else values[len(values) - 1],
            params=dict(params),
            distributions=dict(distributions),
            intermediate_values=values,
            user_attrs={
                "number": trial.number,
                "hyperparameters": _plain(trial.hyperparameters),
                "losses": [list(loss) for loss in trial.losses],
                "seconds": trial.seconds,
            },
        )
        self._study.add_trial(frozen)


def _read(frozen: FrozenTrial) -> Trial:
    from optuna.trial import TrialState

    written = frozen.user_attrs
    losses = tuple(FoldLoss(total, rows) for total, rows in written["losses"])
    is_pruned = frozen.state == TrialState.PRUNED
    return Trial(written["number"], written["hyperparameters"], losses, is_pruned, written["seconds"])


def _plain(hyperparameters: Mapping[str, Any]) -> dict[str, Any]:
    # As they come back from the text they are stored as.
    return {key: list(v) if isinstance(v, tuple) else v for key, v in hyperparameters.items()}


def _mean(losses: Sequence[FoldLoss]) -> float:
    return math.fsum(loss.total for loss in losses) / sum(loss.rows for loss in losses)
