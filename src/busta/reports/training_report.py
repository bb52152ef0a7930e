"""What every fit took and what it scored, all markets and learners in one table."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

KEYS = ["market", "learner", "fold"]


class TrainingReportError(ValueError):
    """A training report lacks what identifies a fit."""


def training_report(reports: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """Put training reports under each other.

    Parameters
    ----------
    reports
        One or more tables with market, learner, fold and what was measured (rows, features, seconds, mebibytes,
        scores).

    Returns
    -------
    pandas.DataFrame
        One row per market, learner and fold, sorted by them; these three columns first.

    Raises
    ------
    TrainingReportError
        If a key column is absent or a fit is reported twice.
    """
    for report in reports:
        absent = [key for key in KEYS if key not in report.columns]
        if absent:
            raise TrainingReportError(
                f"training report: expected the columns {', '.join(KEYS)}, was without {', '.join(absent)}"
            )
    table = pd.concat(reports, ignore_index=True)
    repeated = table[table.duplicated(KEYS)]
    if len(repeated):
        fit = ", ".join(str(repeated.iloc[0][key]) for key in KEYS)
        raise TrainingReportError(f"training report: expected every fit once, was twice: {fit}")
    columns = [*KEYS, *(column for column in table.columns if column not in KEYS)]
    return table[columns].sort_values(KEYS, ignore_index=True)
