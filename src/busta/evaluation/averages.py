"""The mean of the learners' forecasts, distribution and probability."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from busta.evaluation.out_of_fold import OUT_OF_FOLD_COLUMNS
from busta.probability.blending import logit_mean
from busta.probability.logits import clip_probability

# A learner that is certain, of a line far from its mean, has no log-odds.
_CERTAIN = 1e-12


class AverageError(ValueError):
    """Forecasts that are not of the same questions cannot be averaged."""


def average_out_of_fold(members: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """Average the out-of-fold forecasts of a market's learners, without calibration.

    Parameters
    ----------
    members
        `{market}.oof_<learner>` of every learner, at least one, of the same games in the same order.

    Returns
    -------
    pandas.DataFrame
        One row per forecast, columns `busta.evaluation.out_of_fold.OUT_OF_FOLD_COLUMNS`: ``mean``, ``sd`` and
        ``probability_push`` are the means of those of the learners that have one (null where none has),
        ``probability_over`` is the probability whose log-odds are the mean of the learners'.

    Raises
    ------
    AverageError
        If there is no learner, or one of them has forecast other games.
    """
    if not members:
        raise AverageError("Forecasts to average: expected at least one learner, was none.")
    first = members[0]
    for number, member in enumerate(members[1:], start=2):
        if not member[["game_id", "player_id"]].equals(first[["game_id", "player_id"]]):
            raise AverageError(
                f"Forecasts to average: expected the same {len(first)} games in the same order from every learner, "
                f"was different in learner {number} of {len(members)} ({len(member)} rows)."
            )
    probabilities = np.column_stack([member["probability_over"] for member in members])
    means = {name: _mean(members, name) for name in ("mean", "sd", "probability_push")}
    made = first.assign(**means, probability_over=logit_mean(clip_probability(probabilities, _CERTAIN)))
    return made[OUT_OF_FOLD_COLUMNS].reset_index(drop=True)


def _mean(members: Sequence[pd.DataFrame], column: str) -> np.ndarray:
    known = [member[column].to_numpy(dtype=np.float64) for member in members if member[column].notna().any()]
    if not known:
        return np.full(len(members[0]), np.nan)
    # Summed learner by learner, so that a row does not depend on how many rows stand beside it.
    return np.asarray(sum(known[1:], start=known[0])) / len(known)
