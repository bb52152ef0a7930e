"""Choosing and fitting a calibrator walk-forward: season by season, on earlier seasons only."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import numpy as np
import pandas as pd

from busta.probability.calibrators import CALIBRATORS, Calibrator, NoCalibrator, calibrator_named
from busta.probability.logits import Floats, ProbabilityError, clip_probability


@dataclass(frozen=True)
class CalibratorRules:
    """How a calibrator is chosen.

    Attributes
    ----------
    candidates : tuple of str
        Names among `CALIBRATORS`.
    fallback : str
        Used while there are rows to fit on but no earlier season to judge by; the simplest candidate where it
        is none of them.
    min_rows : int
        Fewer decided rows than this in earlier seasons fit nothing: probabilities stay as they are.
    tie_tolerance : float
        In paired standard errors of the mean log loss: the simplest candidate within it of the best is taken.
    clip : float
        Forecasts are moved into [clip, 1 - clip] before anything is fitted.
    """

    candidates: tuple[str, ...]
    fallback: str
    min_rows: int
    tie_tolerance: float
    clip: float

    def in_order(self) -> list[str]:
        """The candidates, simplest first."""
        for name in self.candidates:
            calibrator_named(name)
        return [name for name in CALIBRATORS if name in self.candidates]


@dataclass(frozen=True)
class CalibratorChoice:
    """One fitted calibrator and why it was taken.

    Attributes
    ----------
    calibrator : Calibrator
    losses : mapping of str to float
        Mean log loss of each candidate over the validation seasons; empty where none could be judged.
    validation_rows : int
        Rows those means are over.
    """

    calibrator: Calibrator
    losses: Mapping[str, float]
    validation_rows: int


@dataclass(frozen=True)
class SeasonCalibrators:
    """A calibrator per season, each fitted on the seasons before it, and one for the season to come.

    Attributes
    ----------
    by_season : mapping of season to CalibratorChoice
    latest : CalibratorChoice
        Fitted on every season there was; for seasons after all of them.
    clip : float
        As in `CalibratorRules`.
    """

    by_season: Mapping[str, CalibratorChoice]
    latest: CalibratorChoice
    clip: float

    def for_season(self, season: str) -> CalibratorChoice:
        """The choice made before `season` began; a `ProbabilityError` for a season before the first."""
        if season in self.by_season:
            return self.by_season[season]
        if self.by_season and season < max(self.by_season):
            raise ProbabilityError(
                f"Expected a season among {', '.join(self.by_season)} or a later one, was {season}."
            )
        return self.latest

    def apply(self, probability: Floats, season: pd.Series) -> pd.DataFrame:
        """Calibrate forecasts with what was known before their season.

        Parameters
        ----------
        probability : ndarray, shape (rows,)
            In [0, 1].
        season : Series, shape (rows,)
            As `2024-25`; its index is the index of the result.

        Returns
        -------
        DataFrame
            `probability_calibrated`, `calibrator` (its name) and `calibrator_rows` (how many rows it was
            fitted on; 0 where nothing was).
        """
        clipped = pd.Series(clip_probability(probability, self.clip), index=season.index)
        parts = [self._apply_one(name, part) for name, part in clipped.groupby(season, sort=True)]
        columns = ["probability_calibrated", "calibrator", "calibrator_rows"]
        return pd.concat(parts).loc[season.index] if parts else pd.DataFrame(columns=columns)

    def _apply_one(self, season: str, probability: pd.Series) -> pd.DataFrame:
        calibrator = self.for_season(season).calibrator
        return pd.DataFrame(
            {
                "probability_calibrated": calibrator.predict(probability.to_numpy()),
                "calibrator": calibrator.name,
                "calibrator_rows": calibrator.rows,
            },
            index=probability.index,
        )


def fit_season_calibrators(table: pd.DataFrame, column: str, rules: CalibratorRules) -> SeasonCalibrators:
    """Fit, choose and keep one calibrator per season, forward in time.

    For season s every candidate is fitted on the decided rows of the seasons before s. Candidates are judged
    by their log loss on the seasons v < s, each time fitted on the seasons before v.

    Parameters
    ----------
    table : DataFrame
        One row per forecast: `season`, `game_date`, `outcome` (1, 0, null on a push or an unplayed game) and
        `column`. Out-of-fold forecasts only. Where it has `actual`, `line` and `sd` (of a forecast of the
        quantity), edges are judged by how far the quantity ended from the line.
    column : str
        The forecast, in [0, 1].
    rules : CalibratorRules

    Returns
    -------
    SeasonCalibrators
        With every season of `table`. As of the end of the season before each.

    Raises
    ------
    ProbabilityError
        When a forecast or an outcome is missing where it may not be, or out of range, or a candidate cannot be
        fitted; the sentence names the column and the season.
    """
    decided = table.loc[table["outcome"].notna(), ["season", "game_date", "outcome"]].copy()
    decided["probability"] = clip_probability(table.loc[decided.index, column].to_numpy(), rules.clip)
    decided = decided.join(distances(table))
    seasons = sorted(table["season"].unique())
    losses: list[pd.DataFrame] = []
    choices: dict[str, CalibratorChoice] = {}
    for season in seasons:
        with naming(f"calibrators of {column!r} for the season {season}"):
            fitted = _fit_all(decided[decided["season"] < season], rules)
        choices[season] = _choose(fitted, losses, rules)
        losses.extend(_season_losses(fitted, decided[decided["season"] == season]))
    with naming(f"calibrators of {column!r} for the season to come"):
        latest = _choose(_fit_all(decided, rules), losses, rules)
    return SeasonCalibrators(by_season=choices, latest=latest, clip=rules.clip)


def distances(table: pd.DataFrame) -> pd.DataFrame:
    """How far the quantity ended from the line, in standard deviations of its forecast.

    Parameters
    ----------
    table : DataFrame
        One row per forecast; `actual`, `line` and `sd` where the forecast is one of a quantity.

    Returns
    -------
    DataFrame
        The column `distance` on the index of `table`, null where something is not known; no column where the table
        has no quantity, or every forecast is a direct answer without a standard deviation.
    """
    if not {"actual", "line", "sd"} <= set(table.columns) or table["sd"].isna().all():
        return pd.DataFrame(index=table.index)
    return pd.DataFrame({"distance": (table["actual"] - table["line"]) / table["sd"]})


@contextmanager
def naming(what: str) -> Iterator[None]:
    """Put the name of what is fitted before the sentence of a `ProbabilityError` raised inside."""
    try:
        yield
    except ProbabilityError as error:
        raise ProbabilityError(f"{what[0].upper()}{what[1:]}: {error}") from error


def choose_calibrator(losses: pd.DataFrame, day: pd.Series, tie_tolerance: float) -> str:
    """Name of the simplest candidate that is not clearly worse than the best.

    Parameters
    ----------
    losses : DataFrame, shape (rows, candidates)
        Log loss of each row under each candidate, in the order of simplicity.
    day : Series, shape (rows,)
        Rows of one day are not independent, so the standard error of a difference sums over days.
    tie_tolerance : float
        In standard errors of the paired difference to the best.

    Returns
    -------
    str
        A column of `losses`.
    """
    best = losses.mean().idxmin()
    for name in losses.columns:
        difference = losses[name] - losses[best]
        by_day = (difference - difference.mean()).groupby(day.to_numpy()).sum()
        standard_error = float(np.sqrt((by_day**2).sum())) / len(losses)
        if difference.mean() <= tie_tolerance * standard_error:
            return str(name)
    return str(best)


def _fit_all(earlier: pd.DataFrame, rules: CalibratorRules) -> dict[str, Calibrator]:
    if len(earlier) < rules.min_rows:
        return {}
    probability, outcome = earlier["probability"].to_numpy(), earlier["outcome"].to_numpy(dtype=np.float64)
    distance = earlier["distance"].to_numpy() if "distance" in earlier else None
    return {name: CALIBRATORS[name].fit(probability, outcome, distance=distance) for name in rules.in_order()}


def _season_losses(fitted: Mapping[str, Calibrator], season: pd.DataFrame) -> list[pd.DataFrame]:
    if not fitted or season.empty:
        return []
    outcome = season["outcome"].to_numpy(dtype=np.float64)
    frame = pd.DataFrame({"game_date": season["game_date"]})
    for name, calibrator in fitted.items():
        q = calibrator.predict(season["probability"].to_numpy())
        frame[name] = -np.log(np.where(outcome == 1, q, 1 - q))
    return [frame]


def _choose(
    fitted: Mapping[str, Calibrator], losses: Sequence[pd.DataFrame], rules: CalibratorRules
) -> CalibratorChoice:
    if not fitted:
        return CalibratorChoice(NoCalibrator(), {}, 0)
    if not losses:
        name = rules.fallback if rules.fallback in fitted else next(iter(fitted))
        return CalibratorChoice(fitted[name], {}, 0)
    together = pd.concat(losses)
    candidates = together[list(fitted)]
    name = choose_calibrator(candidates, together["game_date"], rules.tie_tolerance)
    means = {str(key): float(value) for key, value in candidates.mean().items()}
    return CalibratorChoice(fitted[name], means, len(candidates))
