"""Numbers as text: shares in %, everything else to four decimals, an absent number as a dash."""

from __future__ import annotations

ABSENT = "–"
SHARES = frozenset({"accuracy", "precision", "recall", "hit_rate", "roi", "change"})

METRIC_NAMES = {
    "brier_score": "Brier score",
    "log_loss": "log loss",
    "accuracy": "accuracy",
    "hit_rate": "hit rate",
    "precision": "precision",
    "recall": "recall",
    "roc_auc": "area under ROC curve",
    "ece": "calibration error (ECE)",
    "calibration_slope": "calibration slope",
    "calibration_intercept": "calibration intercept",
    "roi": "profit per unit staked (ROI)",
    "poisson_deviance": "Poisson deviance",
    "squared_error": "squared error",
    "absolute_error": "absolute error",
    "change": "change of the Brier score by tuning",
}


def number(value: float | None, metric: str = "", *, is_difference: bool = False) -> str:
    """Write one number.

    Parameters
    ----------
    value
        The number, or nothing.
    metric
        Name of the metric; decides between % and decimals.
    is_difference
        With a sign, and shares in percentage points.

    Returns
    -------
    str
        E.g. ``0.2152``, ``66.1 %``, ``+0.0058``, ``-1.2 pp``, or a dash.
    """
    if value is None:
        return ABSENT
    if metric in SHARES:
        return f"{100 * value:+.1f} pp" if is_difference else f"{100 * value:.1f} %"
    return f"{value:+.4f}" if is_difference else f"{value:.4f}"


def interval(
    value: float | None,
    low: float | None,
    high: float | None,
    metric: str = "",
    *,
    is_difference: bool = False,
) -> str:
    """Write a number with its interval.

    Parameters
    ----------
    value, low, high
        The number and the ends of its interval, or nothing.
    metric, is_difference
        As for `number`.

    Returns
    -------
    str
        E.g. ``0.2152 [0.2121, 0.2184]``; without brackets where there is no interval.
    """
    text = number(value, metric, is_difference=is_difference)
    if low is None or high is None:
        return text
    unit = " pp" if metric in SHARES and is_difference else " %" if metric in SHARES else ""
    ends = [number(end, metric, is_difference=is_difference).removesuffix(unit) for end in (low, high)]
    return f"{text.removesuffix(unit)} [{ends[0]}, {ends[1]}]{unit}"
