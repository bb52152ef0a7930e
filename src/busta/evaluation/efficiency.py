"""All tests of market efficiency in one table, corrected for how many there were."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from scipy.stats import false_discovery_control

from busta.evaluation.biases import MONEY
from busta.evaluation.early_season import FAMILY as EARLY_SEASON
from busta.evaluation.encompassing import EFFICIENT, ENCOMPASSING
from busta.evaluation.older_seasons import OLDER

BIAS = "bias, "
TEXTS = ("family", "test", "market", "moment", "information", "group")
NUMBERS = ("share", "fair", "estimate", "expected", "low", "high", "p_value", "p_adjusted")
COLUMNS = (*TEXTS, "n", "days", *NUMBERS, "verdict", *MONEY, "share_assumed")


def efficiency_table(parts: Sequence[pd.DataFrame], alpha: float) -> pd.DataFrame:
    """Put tests under each other, adjust their p-values and say what each means.

    Parameters
    ----------
    parts
        Tables of tests: family, test, market, moment, group, n, days, estimate, expected, low, high, p_value and
        perhaps information, share, fair and the profits of `busta.evaluation.biases.bias_tests`.
    alpha
        Largest adjusted p-value that is called significant.

    Returns
    -------
    pandas.DataFrame
        One row per test, columns `COLUMNS`. ``p_adjusted`` is that of Benjamini and Hochberg (1995), Controlling the
        false discovery rate, among the tests of the same family. ``estimate`` is compared with ``expected``.
    """
    tests = [part for part in parts if len(part)]
    if not tests:
        return pd.DataFrame(columns=list(COLUMNS))
    table = pd.concat(tests, ignore_index=True).reindex(columns=list(COLUMNS))
    told = table["information"].astype("object")
    table["information"] = told.where(told.notna(), "").astype("str")
    table["p_adjusted"] = table.groupby("family")["p_value"].transform(false_discovery_control)
    return table.assign(verdict=_verdicts(table, alpha))


def family_summary(tests: pd.DataFrame, alpha: float) -> pd.DataFrame:
    """Say how many tests of a family look significant, and how many do after the correction.

    Parameters
    ----------
    tests
        From `efficiency_table`.
    alpha
        Largest p-value that is called significant.

    Returns
    -------
    pandas.DataFrame
        One row per family in order of appearance: family, tests, small (unadjusted p at most alpha), by_chance (how
        many of these chance alone makes on average), significant (adjusted p at most alpha), smallest (unadjusted) and
        smallest_adjusted.
    """
    marked = tests.assign(small=tests["p_value"] <= alpha, significant=tests["p_adjusted"] <= alpha)
    summary = marked.groupby("family", sort=False, as_index=False).agg(
        tests=("test", "size"),
        small=("small", "sum"),
        significant=("significant", "sum"),
        smallest=("p_value", "min"),
        smallest_adjusted=("p_adjusted", "min"),
    )
    summary.insert(3, "by_chance", alpha * summary["tests"])
    return summary


def _verdicts(table: pd.DataFrame, alpha: float) -> np.ndarray:
    is_sure, family = table["p_adjusted"] <= alpha, table["family"]
    is_above = table["estimate"] > table["expected"]
    of_model, of_line = (
        (family == ENCOMPASSING) & table["test"].str.endswith(ends)
        for ends in ((": model", ": edge"), ": line")
    )
    pays, pays_against = table["roi_low"] > 0, table["roi_against_low"] > 0
    rules = [
        (of_model & is_sure & is_above, "the model knows something that the line does not"),
        (of_model & is_sure, "beside the line the model misleads"),
        (of_model, "no sign that the model knows more than the line"),
        (of_line & is_sure, "the line does not keep its full weight beside the model"),
        (of_line, "the line keeps its full weight beside the model"),
        ((family == EFFICIENT) & is_sure, "off by more than chance can make"),
        (family == EFFICIENT, "no sign of a bias"),
        (is_sure & pays, "more often than the market says, and it paid"),
        (is_sure & is_above, "more often than the market says, not enough to pay for sure"),
        (is_sure & pays_against, "less often than the market says, and the other side paid"),
        (is_sure, "less often than the market says, not enough to pay for sure"),
    ]
    conditions, words = zip(*rules, strict=True)
    return np.select(list(conditions), list(words), "no more than chance can make")


def left_together(tests: pd.DataFrame, alpha: float) -> tuple[int, int]:
    """Count the biases that are left when all kinds of games of all markets and moments are one family.

    Parameters
    ----------
    tests
        From `efficiency_table`.
    alpha
        Largest adjusted p-value that is called significant.

    Returns
    -------
    tuple of int
        Tests of biases, and how many of them are left.
    """
    p_values = tests.loc[tests["family"].str.startswith(BIAS), "p_value"]
    left = int((false_discovery_control(p_values) <= alpha).sum()) if len(p_values) else 0
    return len(p_values), left


def in_other_seasons(tests: pd.DataFrame, found: pd.DataFrame) -> pd.DataFrame:
    """Find the same test in the seasons that had no part in a finding.

    Parameters
    ----------
    tests
        From `efficiency_table`.
    found
        Some of its rows, tests of biases.

    Returns
    -------
    pandas.DataFrame
        One row per row of `found`, aligned, with the columns of `tests`: of a test of the older seasons that of the
        later ones, and the other way round. Null where the others were not asked.
    """
    keys = ["test", "market", "moment", "group"]
    is_older = tests["family"].str.startswith(OLDER)
    is_bias = is_older | tests["family"].str.startswith(BIAS)
    others = tests[is_bias].assign(is_older=~is_older[is_bias])
    named = found[keys].assign(is_older=found["family"].str.startswith(OLDER))
    return named.merge(others, how="left", on=[*keys, "is_older"], validate="many_to_one").set_axis(
        found.index
    )


def is_early_season(tests: pd.DataFrame) -> pd.Series:
    """Tell the tests of the known anomaly from all others, row by row."""
    return tests["family"] == EARLY_SEASON
