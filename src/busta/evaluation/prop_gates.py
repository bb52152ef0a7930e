"""What has to be true of a player market before anybody believes its probabilities."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass, fields

import numpy as np
import pandas as pd
from pydantic import BaseModel, ConfigDict, Field

from busta.evaluation.bootstrap import Estimate
from busta.evaluation.gates import GateResult
from busta.evaluation.prop_baselines import BASELINES
from busta.evaluation.prop_line_scores import BLEND, MARKET
from busta.evaluation.prop_scores import MODEL, PLAYED, SYNTHETIC
from busta.evaluation.score_table import POOLED

EVERY = "all player markets"
BEATEN = ("mae", "rmse", "crps")


class PropThresholds(BaseModel):
    """Thresholds of one player market on one kind of data; a gate without its threshold is not measured.

    Attributes
    ----------
    mae_max, rmse_max, crps_max
        Of the mean forecast and of the distribution, on everybody who played, in units of the quantity.
    coverage
        Share of results inside the conformal interval: least and most.
    synthetic_ece_max
        Calibration error at synthetic lines.
    beaten
        Scores (`mae`, `rmse`, `crps`) on which the model lies below every baseline, with the interval of the
        difference.
    blend_not_worse
        Whether it is asked that nothing shows the blend to be worse than the market at real lines.
    blend_minus_market_max
        Upper end of the interval of the blend's Brier score minus the market's, all markets together.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    mae_max: float | None = Field(default=None, gt=0)
    rmse_max: float | None = Field(default=None, gt=0)
    crps_max: float | None = Field(default=None, gt=0)
    coverage: tuple[float, float] | None = None
    synthetic_ece_max: float | None = Field(default=None, gt=0, lt=1)
    beaten: tuple[str, ...] = ()
    blend_not_worse: bool = False
    blend_minus_market_max: float | None = None


@dataclass(frozen=True)
class _Case:
    market: str
    data: str
    scores: pd.DataFrame

    def found(self, part: str, forecaster: str, metric: str) -> pd.Series | None:
        own = self.scores["season"] == POOLED
        for column, value in (("part", part), ("forecaster", forecaster), ("metric", metric)):
            own &= self.scores[column] == value
        return self.scores[own].iloc[0] if own.any() else None

    def result(
        self,
        name: str,
        found: Estimate,
        threshold: float,
        expected: str,
        passed: bool,
        meaning: str,
        reference: str = "none",
    ) -> GateResult:
        applied = found.n > 0
        return GateResult(
            name, self.market, self.data, found.value, found.low, found.high, found.n, reference, threshold,
            expected, applied, bool(passed) or not applied, meaning,
        )  # fmt: skip


def prop_gates(scores: pd.DataFrame, market: str, data: str, thresholds: PropThresholds) -> pd.DataFrame:
    """Hold the scores of one player market against its thresholds.

    Parameters
    ----------
    scores : DataFrame
        Of `busta.evaluation.prop_scores.score_played` and `busta.evaluation.prop_line_scores.score_lines`; all
        seasons together are held.
    market, data : str
        Written into the results; data is `real` or `fabricated`.
    thresholds : PropThresholds

    Returns
    -------
    DataFrame
        One row per gate, the fields of `busta.evaluation.gates.GateResult`. What was not measured (nobody quotes the
        market) is not applied.
    """
    case = _Case(market, data, scores)
    results = [
        *_limits(case, thresholds),
        *_coverage(case, thresholds),
        *_beaten(case, thresholds),
        *_blend(case, thresholds),
    ]
    return _table(results)


def joint_prop_gates(pooled: pd.DataFrame, data: str, thresholds: PropThresholds) -> pd.DataFrame:
    """Hold what all markets show together at real lines.

    Parameters
    ----------
    pooled : DataFrame
        From `busta.evaluation.prop_line_scores.pooled_days`.
    data : str
    thresholds : PropThresholds
        Only `blend_minus_market_max` is asked of all markets together.

    Returns
    -------
    DataFrame
        As from `prop_gates`, one row per moment with a blend.
    """
    most, case = thresholds.blend_minus_market_max, _Case(EVERY, data, pooled)
    blends = pooled[pooled["forecaster"] == BLEND] if most is not None else pooled[:0]
    meaning = (
        "At real lines, all markets together, the blend of model and market does not lose to the market."
    )
    return _table(
        case.result(
            f"blend_minus_market_{row['moment']}",
            _difference(row),
            float(most or 0.0),
            f"interval at most {most}",
            row["difference_high"] <= (most or 0.0),
            meaning,
            MARKET,
        )
        for _, row in blends.iterrows()
    )


def _table(results: Iterator[GateResult] | list[GateResult]) -> pd.DataFrame:
    return pd.DataFrame(
        [asdict(result) for result in results], columns=[field.name for field in fields(GateResult)]
    )


def _limits(case: _Case, thresholds: PropThresholds) -> Iterator[GateResult]:
    asked = (
        ("mae", PLAYED, thresholds.mae_max, "How far the mean forecast lies off, on everybody who played."),
        ("rmse", PLAYED, thresholds.rmse_max, "The same with large errors weighing more."),
        ("crps", PLAYED, thresholds.crps_max, "How far the whole distribution lies off."),
        (
            "ece",
            SYNTHETIC,
            thresholds.synthetic_ece_max,
            "At lines around his mean, what is given 60 % happens in 60 of 100 cases.",
        ),
    )
    for metric, part, most, meaning in asked:
        if most is None:
            continue
        found = _estimate(case.found(part, MODEL, metric))
        name = metric if part == PLAYED else f"{part}_{metric}"
        yield case.result(name, found, most, f"at most {most}", found.value <= most, meaning)


def _coverage(case: _Case, thresholds: PropThresholds) -> Iterator[GateResult]:
    if thresholds.coverage is None:
        return
    least, most = thresholds.coverage
    found = _estimate(case.found(PLAYED, MODEL, "coverage"))
    meaning = "The interval holds as many results as it says."
    expected = f"{least} to {most}"
    yield case.result("coverage", found, most, expected, least <= found.value <= most, meaning)


def _beaten(case: _Case, thresholds: PropThresholds) -> Iterator[GateResult]:
    for metric in thresholds.beaten:
        rows = {name: case.found(PLAYED, name, metric) for name in BASELINES}
        known = {name: row for name, row in rows.items() if row is not None}
        if not known:
            continue
        # Differences are the baseline's minus the model's: the hardest to beat is the nearest.
        hardest = min(known, key=lambda name: float(known[name]["difference_low"]))
        gap = _difference(known[hardest])
        gain = Estimate(-gap.value, -gap.high, -gap.low, gap.n)
        meaning = (
            f"On {metric.upper()} season average, last games and moving mean lie behind, this one the least."
        )
        name, expected = f"{metric}_minus_baselines", f"interval below 0 ({hardest.replace('_', ' ')})"
        yield case.result(name, gain, 0.0, expected, gain.high < 0, meaning, hardest)


def _blend(case: _Case, thresholds: PropThresholds) -> Iterator[GateResult]:
    if not thresholds.blend_not_worse:
        return
    moments = [part for part in case.scores["part"].unique() if part not in (PLAYED, SYNTHETIC)]
    for moment in moments:
        row = case.found(moment, BLEND, "brier_score")
        if row is None:
            continue
        found = _difference(row)
        meaning = (
            "At real lines nothing shows that blending the model with the market makes the market worse."
        )
        name, expected = f"blend_not_worse_{moment}", "interval reaches 0 or below"
        yield case.result(name, found, 0.0, expected, found.low <= 0, meaning, MARKET)


def _estimate(row: pd.Series | None) -> Estimate:
    if row is None:
        return Estimate(np.nan, np.nan, np.nan, 0)
    return Estimate(float(row["value"]), float(row["low"]), float(row["high"]), int(row["n"]))


def _difference(row: pd.Series) -> Estimate:
    value, low, high = (float(row[name]) for name in ("difference", "difference_low", "difference_high"))
    return Estimate(value, low, high, int(row["n"]))
