"""The forecasts of a player market put to the lines that were on offer."""

from __future__ import annotations

import numpy as np
import pandas as pd

from busta.evaluation.training_table import with_outcome
from busta.probability.season_distributions import SeasonDistributions

ASKED = ["game_id", "player_id"]
LINE_COLUMNS = [
    "season", "game_id", "game_date", "player_id", "moment", "line", "market_probability", "probability_model",
    "probability_push", "mean", "sd", "minutes_to_tip_off", "actual", "outcome", "is_void",
]  # fmt: skip


def put_to_lines(
    means: pd.DataFrame, fitted: SeasonDistributions, lines: pd.DataFrame, clip: float
) -> pd.DataFrame:
    """Ask the distribution of every forecast for the lines of its player.

    Parameters
    ----------
    means
        `{market}.means`: one row per out-of-fold mean forecast.
    fitted
        `{market}.distributions`.
    lines
        Rows of ``prm_prop_lines`` of the market.
    clip
        The model's probability is moved into ``[clip, 1 - clip]``.

    Returns
    -------
    pandas.DataFrame
        One row per question and moment with a line, by date, game, player and moment, columns `LINE_COLUMNS`:
        ``probability_model`` of over among over and under; ``actual`` null for a man who did not play,
        ``is_void`` where others of his game did; ``outcome`` null on a push, a void and while unplayed. Everything
        but these three is as of the moment and of what the features knew.
    """
    own = means[["season", *ASKED, "game_date", "mean", "actual"]].assign(
        is_played=means["actual"].notna().groupby(means["game_id"]).transform("any")
    )
    quoted = lines[[*ASKED, "moment", "line", "market_probability", "minutes_to_tip_off"]]
    quoted = quoted.astype({"player_id": own["player_id"].dtype})
    rows = own.merge(quoted, on=ASKED, how="inner", validate="one_to_many")
    found = fitted.over_push(rows["season"], rows["mean"], rows["line"])
    spread = fitted.moments(rows["season"], rows["mean"])[1]
    rows = with_outcome(rows).assign(
        probability_model=np.clip(found.over, clip, 1 - clip),
        probability_push=found.push,
        sd=spread,
        is_void=rows["is_played"] & rows["actual"].isna(),
    )
    order = ["game_date", *ASKED, "moment"]
    return rows.sort_values(order, ignore_index=True)[LINE_COLUMNS].astype({"player_id": "Int64"})
