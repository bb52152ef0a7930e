"""What may be tried: ranges of hyperparameters, checked against the learner before anything is fitted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING, Any

from busta.learners.base import LearnerError
from busta.learners.registry import LEARNERS, hyperparameter_names, whole_hyperparameters

if TYPE_CHECKING:
    from optuna.distributions import BaseDistribution


class SearchSpaceError(LearnerError):
    """A search space is not as expected; the message names market, learner, key and expectation."""


@dataclass(frozen=True)
class Range:
    """The values of one hyperparameter.

    Attributes
    ----------
    low, high
        Both inclusive, ``low < high``.
    is_log
        Drawn evenly in the logarithm, where factors matter more than differences; `low` above 0 then.
    grid
        The values of a grid, inside the range; a hyperparameter without any keeps its default there.
    """

    low: float
    high: float
    is_log: bool = False
    grid: tuple[float, ...] = ()


@dataclass(frozen=True)
class SearchSpace:
    """What may be tried of one learner in one market.

    Attributes
    ----------
    market, learner
        Whose space it is; for the messages.
    ranges
        Hyperparameter to its range; those not named keep their default.

    Raises
    ------
    SearchSpaceError
        When the learner or a hyperparameter is unknown, or a range is none.
    """

    market: str
    learner: str
    ranges: Mapping[str, Range]

    def __post_init__(self) -> None:
        """Refuse a space that the learner could not be built from."""
        if self.learner not in LEARNERS:
            raise SearchSpaceError(
                f"market {self.market!r}, learner {self.learner!r}: expected a learner among "
                f"{', '.join(sorted(LEARNERS))}"
            )
        if not self.ranges:
            raise SearchSpaceError(f"{self._place()}: expected at least one range, was none")
        for key, given in self.ranges.items():
            self._check(key, given)

    def distributions(self) -> dict[str, BaseDistribution]:
        """Give the distributions to draw from, whole numbers where the learner counts."""
        from optuna.distributions import FloatDistribution, IntDistribution

        whole = whole_hyperparameters(self.learner)
        return {
            key: IntDistribution(int(given.low), int(given.high), log=given.is_log)
            if key in whole
            else FloatDistribution(given.low, given.high, log=given.is_log)
            for key, given in self.ranges.items()
        }

    def grid(self) -> list[dict[str, Any]]:
        """List the points of the grid: the product of all values, the last hyperparameter running first.

        Raises
        ------
        SearchSpaceError
            When no range names values.
        """
        values = {key: given.grid for key, given in self.ranges.items() if given.grid}
        if not values:
            raise SearchSpaceError(
                f"{self._place()}: expected 'grid' in at least one range, was none; the sampler 'grid' tries "
                "the values that stand there"
            )
        whole = whole_hyperparameters(self.learner)
        options = [[int(v) if key in whole else float(v) for v in given] for key, given in values.items()]
        return [dict(zip(values, point, strict=True)) for point in product(*options)]

    def _check(self, key: str, given: Range) -> None:
        known = hyperparameter_names(self.learner)
        if key not in known:
            self._refuse(key, f"expected a hyperparameter among {', '.join(known)}")
        if not given.low < given.high:
            self._refuse(key, f"expected 'low' below 'high', was {given.low} and {given.high}")
        if given.low < 0 or (given.is_log and given.low == 0):
            self._refuse(key, f"expected 'low' {'above' if given.is_log else 'from'} 0, was {given.low}")
        outside = [value for value in given.grid if not given.low <= value <= given.high]
        if outside:
            self._refuse(
                key, f"expected 'grid' inside {given.low} to {given.high}, was {', '.join(map(str, outside))}"
            )
        if key in whole_hyperparameters(self.learner):
            broken = [value for value in (given.low, given.high, *given.grid) if value != int(value)]
            if broken:
                self._refuse(key, f"expected whole numbers, was {', '.join(map(str, broken))}")

    def _refuse(self, key: str, sentence: str) -> None:
        raise SearchSpaceError(f"{self._place()}, key {key!r}: {sentence}")

    def _place(self) -> str:
        return f"market {self.market!r}, learner {self.learner!r}"
