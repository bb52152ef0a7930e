"""What has to be true of a market's probabilities before anybody believes them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass, fields

import numpy as np
import pandas as pd

from busta.evaluation.bootstrap import (
    BootstrapRules,
    DayDraws,
    Estimate,
    EvaluationError,
    draw_days,
    mean_estimate,
    paired_difference,
    ratio_estimate,
)
from busta.evaluation.metrics import measure
from busta.evaluation.reliability import calibration_error_null_band
from busta.evaluation.scores import brier_rows
from busta.evaluation.significance import HitRateAlarmError, check_hit_rate_band, hit_rate
from busta.evaluation.thresholds import GateThresholds


@dataclass(frozen=True)
class GateResult:
    """One gate, measured.

    Attributes
    ----------
    name, market, data
        Which gate, of which market, on `real` or `fabricated` data.
    measured, low, high, n
        The number, its interval, and the rows it rests on.
    reference
        What it is compared with.
    threshold, expected
        The number from the configuration, and the whole condition in words.
    is_applied, is_passed
        Whether the condition holds on this many rows at all, and whether it is met; one that is not applied
        is passed.
    meaning
        A sentence for somebody who has not read the code.
    """

    name: str
    market: str
    data: str
    measured: float
    low: float
    high: float
    n: int
    reference: str
    threshold: float
    expected: str
    is_applied: bool
    is_passed: bool
    meaning: str


@dataclass(frozen=True)
class _Case:
    market: str
    data: str
    thresholds: GateThresholds
    rules: BootstrapRules
    bins: int

    def result(
        self,
        name: str,
        found: Estimate,
        reference: str,
        threshold: float,
        expected: str,
        passed: bool,
        meaning: str,
        applied: bool = True,
    ) -> GateResult:
        return GateResult(
            name,
            self.market,
            self.data,
            found.value,
            found.low,
            found.high,
            found.n,
            reference,
            threshold,
            expected,
            applied,
            bool(passed) or not applied,
            meaning,
        )


def evaluate_gates(
    probabilities: pd.DataFrame,
    ablation: pd.DataFrame | None,
    market: str,
    data: str,
    thresholds: GateThresholds,
    rules: BootstrapRules,
    bins: int,
    edges: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Measure every gate that has a threshold.

    Parameters
    ----------
    probabilities : DataFrame
        `{market}.probabilities`: one row per published forecast.
    ablation : DataFrame or None
        `{market}.ablation`: one row per step and game; needed for the gate against the baseline.
    market, data : str
        Written into the results; data is `real` or `fabricated`.
    thresholds : GateThresholds
    rules : BootstrapRules
        By day; differences are paired, on the same games.
    bins : int
        Equal-count bins of the calibration error.
    edges : DataFrame or None
        From `busta.evaluation.edges.score_edges`, for the gates on sides; a market without a moving line has
        none.

    Returns
    -------
    DataFrame
        One row per gate: `name`, `market`, `data`, `measured`, `low`, `high`, `n`, `reference`, `threshold`,
        `expected`, `is_applied`, `is_passed`, `meaning`. Empty, with these columns, where no gate has a
        threshold.

    Raises
    ------
    EvaluationError
        When a gate has a threshold but nothing to be measured on.
    """
    case = _Case(market, data, thresholds, rules, bins)
    decided = probabilities[probabilities["outcome"].notna()]
    results = [
        *_brier_gate(case, decided),
        *_calibration_gates(case, decided),
        *_baseline_gates(case, decided, ablation),
        *_closing_gates(case, decided),
        *_blend_gate(case, decided),
        *_hit_rate_gate(case, decided, edges),
        *_opening_gate(case, edges),
    ]
    columns = [field.name for field in fields(GateResult)]
    return pd.DataFrame([asdict(result) for result in results], columns=columns)


def breached(gates: pd.DataFrame) -> pd.DataFrame:
    """The gates that are applied and not passed."""
    return gates[gates["is_applied"].astype(bool) & ~gates["is_passed"].astype(bool)]


def _brier_gate(case: _Case, decided: pd.DataFrame) -> Iterator[GateResult]:
    most = case.thresholds.brier_score_max
    if most is None:
        return
    rows, days = _closing_rows(case, decided)
    found = mean_estimate(brier_rows(rows["probability_model"], rows["outcome"]), days)
    meaning = "The mean squared error of the model's probabilities, on games with a closing probability."
    yield case.result("brier_score", found, "none", most, f"at most {most}", found.value <= most, meaning)


def _calibration_gates(case: _Case, decided: pd.DataFrame) -> Iterator[GateResult]:
    above, tolerance = case.thresholds.ece_above_null_max, case.thresholds.calibration_slope_tolerance
    if above is None and tolerance is None:
        return
    rows, days = _some(case, decided)
    metrics = measure(rows["probability_model"], rows["outcome"], days, case.bins)
    if above is not None:
        band = calibration_error_null_band(rows["probability_model"], case.bins, case.rules)
        limit, found = band.high + above, metrics["ece"].estimate(days)
        reference, expected = f"null band to {band.high:.4f}", f"at most {limit:.4f}"
        meaning = "Forecasts happen about as often as they say, as far as chance lets it be seen."
        passed = found.value <= limit
        yield case.result("calibration_error", found, reference, limit, expected, passed, meaning)
    if tolerance is not None:
        found = metrics["calibration_slope"].estimate(days)
        meaning = "Forecasts are neither too bold (under 1) nor too timid (over 1)."
        passed, expected = abs(found.value - 1) <= tolerance, f"within {tolerance} of 1"
        yield case.result("calibration_slope", found, "1", tolerance, expected, passed, meaning)


def _baseline_gates(
    case: _Case, decided: pd.DataFrame, ablation: pd.DataFrame | None
) -> Iterator[GateResult]:
    step, limit = case.thresholds.baseline_step, case.thresholds.baseline_ratio_max
    if step is None or limit is None:
        return
    steps = pd.Series(dtype="str") if ablation is None else ablation["step"]
    if ablation is None or step not in set(steps):
        raise EvaluationError(
            f"Expected an ablation of the market {case.market} with the step {step!r}, its steps were "
            f"{list(dict.fromkeys(steps))}."
        )
    baseline = ablation.loc[steps == step, ["game_id", "probability_over"]]
    baseline = baseline.rename(columns={"probability_over": "baseline"})
    rows, days = _some(case, decided.merge(baseline, on="game_id", validate="one_to_one"))
    if len(rows) < len(decided):
        raise EvaluationError(
            f"Expected the step {step!r} of the market {case.market} for all {len(decided)} games, was {len(rows)}."
        )
    model = brier_rows(rows["probability_model"], rows["outcome"])
    other = brier_rows(rows["baseline"], rows["outcome"])
    ratio, difference = ratio_estimate(model, other, days), paired_difference(model, other, days)
    yield case.result(
        "model_over_baseline",
        ratio,
        step,
        limit,
        f"at most {limit}",
        ratio.value <= limit,
        f"What the model adds to the step {step!r} of the ablation, as a ratio of Brier scores.",
    )
    yield case.result(
        "model_minus_baseline",
        difference,
        step,
        0.0,
        "interval below 0",
        difference.high < 0,
        f"The gain over the step {step!r} of the ablation is not chance.",
    )


def _closing_gates(case: _Case, decided: pd.DataFrame) -> Iterator[GateResult]:
    most, least = case.thresholds.model_minus_close_max, case.thresholds.leak_review_below
    if most is None and least is None:
        return
    found = _minus_close(case, decided, "probability_model")
    if most is not None:
        meaning = "How far the model of the evening before stands behind the closing line."
        passed, expected = found.value <= most, f"at most {most}"
        yield case.result("model_minus_close", found, "close", most, expected, passed, meaning)
    if least is not None:
        meaning = "A model of the evening before this close to the closing line has probably seen the result."
        passed, expected = found.value >= least, f"at least {least}"
        yield case.result("leak_review", found, "close", least, expected, passed, meaning)


def _blend_gate(case: _Case, decided: pd.DataFrame) -> Iterator[GateResult]:
    most = case.thresholds.blend_minus_close_max
    if most is None:
        return
    found = _minus_close(case, decided, "probability_stacked")
    meaning = "Blending the model with the closing line does not make the line worse."
    passed, expected = found.high <= most, f"interval at most {most}"
    yield case.result("blend_minus_close", found, "close", most, expected, passed, meaning)


def _minus_close(case: _Case, decided: pd.DataFrame, column: str) -> Estimate:
    rows, days = _closing_rows(case, decided)
    close = brier_rows(rows["market_probability"], rows["outcome"])
    return paired_difference(brier_rows(rows[column], rows["outcome"]), close, days)


def _hit_rate_gate(case: _Case, decided: pd.DataFrame, edges: pd.DataFrame | None) -> Iterator[GateResult]:
    band = case.thresholds.hit_rate
    if band is None:
        return
    if edges is None:
        rows, _ = _closing_rows(case, decided)
        found = hit_rate(rows["probability_model"], rows["outcome"], rows["game_date"], case.rules)
    else:
        # A calibrator takes a useless or a contrary edge back to nothing; the alarm must see it before.
        found = _edge(edges, "close", "all", edges["min_edge"].min(), "hit_rate")
    try:
        check_hit_rate_band(found, case.market, band)
        is_honest = True
    except HitRateAlarmError:
        is_honest = False
    yield case.result(
        "hit_rate_against_close",
        found,
        "close",
        band.high,
        f"inside [{band.low}, {band.high}] on more than {band.min_games} games",
        is_honest,
        "Sides before calibration: against the closing line an honest forecast is a coin; outside the band is a "
        "leak, or sides mixed up, not a success.",
        applied=found.n > band.min_games,
    )


def _opening_gate(case: _Case, edges: pd.DataFrame | None) -> Iterator[GateResult]:
    least = case.thresholds.closing_line_value_min_edge
    if least is None or edges is None:
        return
    found = _edge(edges, "open", "confirmed", least, "closing_line_value")
    yield case.result(
        "closing_line_value_at_open",
        found,
        "open",
        0.0,
        "interval above 0",
        found.low > 0,
        f"Lines move towards sides with an edge of {least:g} at openings that two archives confirm.",
        applied=found.n > 0,
    )


def _edge(edges: pd.DataFrame, moment: str, games: str, least: float, metric: str) -> Estimate:
    group = (edges["moment"] == moment) & (edges["games"] == games)
    rows = edges[group & (edges["min_edge"] == least) & (edges["metric"] == metric)]
    if rows.empty:
        return Estimate(float("nan"), float("nan"), float("nan"), 0)
    row = rows.iloc[0]
    return Estimate(float(row["value"]), float(row["low"]), float(row["high"]), int(row["n"]))


def _closing_rows(case: _Case, decided: pd.DataFrame) -> tuple[pd.DataFrame, DayDraws]:
    is_close = decided["market_probability"].notna() & (decided["market_moment"] == "close")
    return _some(case, decided[is_close])


def _some(case: _Case, rows: pd.DataFrame) -> tuple[pd.DataFrame, DayDraws]:
    if rows.empty:
        raise EvaluationError(f"Expected decided games of the market {case.market} for its gates, were none.")
    typed = rows.assign(outcome=rows["outcome"].to_numpy(dtype=np.float64))
    return typed, draw_days(typed["game_date"], case.rules)
