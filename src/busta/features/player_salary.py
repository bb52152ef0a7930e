"""What a player was paid the season before."""

from __future__ import annotations

import pandas as pd

from busta.features.groups import FeatureColumn
from busta.features.player_groups import QUESTIONS, PlayerFeatureGroup, player_table
from busta.features.season_before import of_season_before

SALARY_COLUMNS = {
    "salary_ratio": FeatureColumn(
        "Salary the season before, by the mean of the league.", "ratio", "league_mean", prior=1.0
    ),
    "salary_rank": FeatureColumn(
        "Share of the men of the league paid at most as much, the season before.", "share", "league_mean"
    ),
}


def salary_features(questions: pd.DataFrame, salaries: pd.DataFrame, settings: None = None) -> pd.DataFrame:
    """Look up what every player asked about was paid the season before.

    Parameters
    ----------
    questions, salaries
        ``feat_player_questions``, ``prm_salaries``.
    settings
        None are needed.

    Returns
    -------
    pandas.DataFrame
        One row per question: the keys and `SALARY_COLUMNS`; null for a man who was not paid then. As of the day on
        which the salaries may be used.
    """
    known = salaries[salaries["player_id"].notna()].astype({"player_id": "int64"})
    # A man of several teams was paid by each.
    paid = known.groupby(["season", "player_id"], as_index=False).agg(
        salary=("salary_usd", "sum"), usable_from=("usable_from", "max")
    )
    seasons = paid.groupby("season")["salary"]
    paid = paid.assign(
        salary_ratio=paid["salary"] / seasons.transform("mean"),
        salary_rank=seasons.rank(method="max", pct=True),
    )
    found = of_season_before(questions, paid, list(SALARY_COLUMNS))
    return player_table(questions, {name: found[name].to_numpy() for name in SALARY_COLUMNS})


GROUP = PlayerFeatureGroup(
    name="salary",
    function=salary_features,
    inputs=(QUESTIONS, "prm_salaries"),
    columns=SALARY_COLUMNS,
    theme="salary",
)
