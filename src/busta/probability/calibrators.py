"""Calibrators: monotone maps from a forecast probability to one that happens as often as it says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import ClassVar, Protocol, Self, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtri
from sklearn.isotonic import IsotonicRegression

from busta.probability.logistic import fit_logistic
from busta.probability.logits import ProbabilityError, as_outcomes, as_probabilities, from_logit, logit

Floats: TypeAlias = NDArray[np.float64]


class Calibrator(Protocol):
    """A fitted, frozen, picklable map of probabilities."""

    name: ClassVar[str]

    @property
    def rows(self) -> int:
        """How many rows it was fitted on; 0 where it was not."""
        ...

    @classmethod
    def fit(
        cls,
        probability: ArrayLike,
        outcome: ArrayLike,
        weight: ArrayLike | None = None,
        distance: ArrayLike | None = None,
    ) -> Self:
        """Fit on forecasts and what happened; refuses probabilities outside (0, 1) and missing values.

        The distance of the quantity from the line, in standard deviations of the forecast, is an outcome that
        says more; only a calibrator of edges learns from it.
        """
        ...

    def predict(self, probability: ArrayLike) -> Floats:
        """Calibrated probabilities, row by row, strictly inside (0, 1)."""
        ...


@dataclass(frozen=True)
class NoCalibrator:
    """Leaves every probability as it is."""

    name: ClassVar[str] = "none"
    rows: int = 0

    @classmethod
    def fit(
        cls,
        probability: ArrayLike,
        outcome: ArrayLike,
        weight: ArrayLike | None = None,
        distance: ArrayLike | None = None,
    ) -> Self:
        """Remember how many rows there were, and nothing else."""
        return cls(rows=len(_checked(probability, outcome, weight)[0]))

    def predict(self, probability: ArrayLike) -> Floats:
        """The same probabilities."""
        return as_probabilities(probability)


@dataclass(frozen=True)
class EdgeCalibrator:
    """Shrinks the distance to one half, and knows nothing else: ``logit(q) = slope * logit(p)``.

    Against a line that the market has set, one half is what is believed without an opinion. An intercept would
    be the share of overs of past seasons, which is no opinion on a game. The slope is never negative; with slope
    0 every forecast is exactly one half and takes no side.

    How far the quantity ended from the line says more than on which side. Where that distance is known, the slope
    is its least-squares slope, through the origin, on the edge ``Phi^-1(p)``, both in standard deviations of the
    forecast: the k of ``Phi(k * edge / sd)``, which near one half is the same factor on the log-odds.
    """

    name: ClassVar[str] = "edge"
    slope: float
    rows: int

    @classmethod
    def fit(
        cls,
        probability: ArrayLike,
        outcome: ArrayLike,
        weight: ArrayLike | None = None,
        distance: ArrayLike | None = None,
    ) -> Self:
        """Least squares on distances, maximum likelihood without; slope 0 where no positive one can be seen."""
        p, y, w = _checked(probability, outcome, weight)
        if distance is not None:
            return cls(slope=_slope_of_distance(p, distance, w), rows=len(y))
        x = logit(p)
        if not (w * x != 0).any():
            return cls(slope=0.0, rows=len(y))
        (slope,) = fit_logistic(x[:, None], y, w)
        return cls(slope=max(float(slope), 0.0), rows=len(y))

    def predict(self, probability: ArrayLike) -> Floats:
        """``1 / (1 + exp(-slope * logit(p)))``."""
        return from_logit(self.slope * logit(probability))


@dataclass(frozen=True)
class PlattCalibrator:
    """Logistic regression on the log-odds: ``logit(q) = intercept + slope * logit(p)``.

    Platt (1999), on log-odds instead of scores. A slope under 1 pulls forecasts towards the base rate; on the
    edge over a closing line it is what makes a point of edge worth what it has been worth. The slope is never
    negative: a calibrator may take a forecast back entirely, but does not turn it round.
    """

    name: ClassVar[str] = "platt"
    slope: float
    intercept: float
    rows: int

    @classmethod
    def fit(
        cls,
        probability: ArrayLike,
        outcome: ArrayLike,
        weight: ArrayLike | None = None,
        distance: ArrayLike | None = None,
    ) -> Self:
        """Maximum likelihood; the base rate alone where no positive slope can be seen."""
        p, y, w = _checked(probability, outcome, weight)
        x = logit(p)
        ones = np.ones_like(x)
        if np.ptp(x) > 0:
            intercept, slope = fit_logistic(np.column_stack([ones, x]), y, w)
            if slope > 0:
                return cls(slope=float(slope), intercept=float(intercept), rows=len(y))
        (base,) = fit_logistic(ones[:, None], y, w)
        return cls(slope=0.0, intercept=float(base), rows=len(y))

    def predict(self, probability: ArrayLike) -> Floats:
        """``1 / (1 + exp(-(intercept + slope * logit(p))))``."""
        return from_logit(self.intercept + self.slope * logit(probability))


@dataclass(frozen=True)
class BetaCalibrator:
    """Beta calibration: ``logit(q) = a ln(p) - b ln(1 - p) + c`` with a, b at least 0.

    Kull, Silva Filho and Flach (2017), "Beta calibration". With a = b it is Platt's map.
    """

    name: ClassVar[str] = "beta"
    a: float
    b: float
    c: float
    rows: int

    @classmethod
    def fit(
        cls,
        probability: ArrayLike,
        outcome: ArrayLike,
        weight: ArrayLike | None = None,
        distance: ArrayLike | None = None,
    ) -> Self:
        """Maximum likelihood; a negative exponent is set to 0 and the rest fitted again, as in the paper."""
        p, y, w = _checked(probability, outcome, weight)
        features = {"c": np.ones_like(p), "a": np.log(p), "b": -np.log1p(-p)}
        # Two or three distinct forecasts cannot tell two exponents apart: then one is enough.
        used = ["c", "a", "b"] if len(np.unique(p)) > 3 else ["c"]
        while True:
            columns = np.column_stack([features[key] for key in used])
            found = dict(zip(used, fit_logistic(columns, y, w), strict=True))
            negative = [key for key in ("a", "b") if found.get(key, 0.0) < 0]
            if not negative:
                return cls(**{key: float(found.get(key, 0.0)) for key in ("a", "b", "c")}, rows=len(y))
            worst = min(negative, key=lambda key: found[key])
            used = [key for key in used if key != worst]

    def predict(self, probability: ArrayLike) -> Floats:
        """``1 / (1 + exp(-(a ln(p) - b ln(1 - p) + c)))``."""
        p = as_probabilities(probability)
        return from_logit(self.a * np.log(p) - self.b * np.log1p(-p) + self.c)


@dataclass(frozen=True)
class IsotonicCalibrator:
    """The monotone step map closest to the outcomes, with straight lines between its corners.

    Fitted on n rows it never claims more than ``(n + 1) / (n + 2)``: a bin that was always right has not
    proved that it always will be.
    """

    name: ClassVar[str] = "isotonic"
    corners: tuple[float, ...]
    values: tuple[float, ...]
    rows: int

    @classmethod
    def fit(
        cls,
        probability: ArrayLike,
        outcome: ArrayLike,
        weight: ArrayLike | None = None,
        distance: ArrayLike | None = None,
    ) -> Self:
        """Pool adjacent violators."""
        p, y, w = _checked(probability, outcome, weight)
        limit = 1.0 / (len(y) + 2)
        model = IsotonicRegression(y_min=limit, y_max=1 - limit, out_of_bounds="clip").fit(p, y, w)
        corners = tuple(float(at) for at in model.X_thresholds_)
        return cls(corners=corners, values=tuple(float(at) for at in model.y_thresholds_), rows=len(y))

    def predict(self, probability: ArrayLike) -> Floats:
        """Interpolate between the corners; the outermost value holds beyond them."""
        return np.interp(as_probabilities(probability), self.corners, self.values)


# In the order of simplicity: on a tie the earlier one is chosen.
_KINDS: tuple[type[Calibrator], ...] = (
    NoCalibrator,
    EdgeCalibrator,
    PlattCalibrator,
    BetaCalibrator,
    IsotonicCalibrator,
)
CALIBRATORS: Mapping[str, type[Calibrator]] = MappingProxyType({kind.name: kind for kind in _KINDS})


def calibrator_named(name: str) -> type[Calibrator]:
    """The calibrator of that name; a `ProbabilityError` that lists the known ones where there is none."""
    if name not in CALIBRATORS:
        raise ProbabilityError(f"Expected a calibrator among {', '.join(CALIBRATORS)}, was {name!r}.")
    return CALIBRATORS[name]


def _checked(
    probability: ArrayLike, outcome: ArrayLike, weight: ArrayLike | None
) -> tuple[Floats, Floats, Floats]:
    p = as_probabilities(probability)
    if p.ndim != 1 or not len(p):
        raise ProbabilityError(f"Expected at least one row to fit a calibrator on, was shape {p.shape}.")
    y = as_outcomes(outcome, len(p))
    w = np.ones_like(p) if weight is None else np.asarray(weight, dtype=np.float64)
    if w.shape != p.shape or not (w >= 0).all():
        raise ProbabilityError(f"Expected {len(p)} weights of at least 0, was shape {w.shape}.")
    if len(np.unique(y[w > 0])) < 2:
        raise ProbabilityError(f"Expected both outcomes among {len(p)} rows to fit on, was only one.")
    return p, y, w


def _slope_of_distance(probability: Floats, distance: ArrayLike, weight: Floats) -> float:
    edge, z = ndtri(probability), np.asarray(distance, dtype=np.float64)
    if z.shape != edge.shape or not np.isfinite(z).all():
        raise ProbabilityError(
            f"Expected {len(edge)} known distances from the line, was shape {z.shape}, unknown in "
            f"{int((~np.isfinite(z)).sum())}."
        )
    spread = float(np.sum(weight * edge * edge))
    return max(float(np.sum(weight * edge * z)) / spread, 0.0) if spread > 0 else 0.0
