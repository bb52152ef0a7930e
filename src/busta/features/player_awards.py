"""What a player has been voted: the season before, and in all seasons before."""

from __future__ import annotations

import pandas as pd

from busta.features.groups import FeatureColumn
from busta.features.player_groups import QUESTIONS, PlayerFeatureGroup, player_table
from busta.features.season_before import of_season_before

_VOTES = {
    "mvp": "most valuable player",
    "dpoy": "best defender",
    "mip": "most improved player",
    "6moy": "best sixth man",
    "roy": "best newcomer",
}
_TEAMS = {
    "all-nba": "one of the best teams of the season",
    "all-defensive": "one of the best teams of defenders",
    "all-rookie": "one of the best teams of newcomers",
}
AWARD_COLUMNS = (
    {
        f"awards_{award}_share": FeatureColumn(
            f"Share of the points of the vote for {said}, the season before.", "share", "zero"
        )
        for award, said in _VOTES.items()
    }
    | {
        f"awards_{award.replace('-', '_')}": FeatureColumn(
            f"Whether he was chosen into {said}, the season before.", "0 or 1", "zero"
        )
        for award, said in _TEAMS.items()
    }
    | {
        "awards_count": FeatureColumn("Awards won and teams chosen into, all seasons before.", "awards"),
        "awards_all_nba_count": FeatureColumn(
            "Times chosen into one of the best teams, all seasons before.", "seasons"
        ),
    }
)


def awards_features(questions: pd.DataFrame, awards: pd.DataFrame, settings: None = None) -> pd.DataFrame:
    """Look up what every player asked about has been voted.

    Parameters
    ----------
    questions, awards
        ``feat_player_questions``, ``prm_awards``.
    settings
        None are needed.

    Returns
    -------
    pandas.DataFrame
        One row per question: the keys and `AWARD_COLUMNS`; null where he was not voted for the season before. As of
        the day on which the votes may be used.
    """
    votes = awards[awards["player_id"].notna()].astype({"player_id": "int64"})
    votes = votes.assign(is_won=votes["chosen_team"].notna() | votes["rank"].eq(1).fillna(False))
    season = _by_season(votes)
    before = of_season_before(questions, season, [name for name in AWARD_COLUMNS if name in season])
    columns = before.reindex(columns=list(AWARD_COLUMNS)).assign(**_counts(questions, votes))
    return player_table(questions, {name: columns[name].to_numpy() for name in AWARD_COLUMNS})


def _by_season(votes: pd.DataFrame) -> pd.DataFrame:
    keys = ["season", "player_id"]
    shares = votes[votes["award"].isin(list(_VOTES))].pivot_table(
        values="share", index=keys, columns="award", aggfunc="max"
    )
    chosen = votes[votes["award"].isin(list(_TEAMS))].pivot_table(
        values="is_won", index=keys, columns="award", aggfunc="max"
    )
    shares.columns = [f"awards_{award}_share" for award in shares.columns]
    chosen.columns = [f"awards_{award.replace('-', '_')}" for award in chosen.columns]
    usable = votes.groupby(keys)["usable_from"].max()
    both = shares.join(chosen.astype(float), how="outer").fillna(0.0)
    return both.join(usable).reset_index()


def _counts(questions: pd.DataFrame, votes: pd.DataFrame) -> dict[str, pd.Series]:
    won = votes[votes["is_won"]].assign(
        awards_count=1.0, awards_all_nba_count=(votes["award"] == "all-nba").astype(float)
    )
    names = ["awards_count", "awards_all_nba_count"]
    total = won.groupby(["usable_from", "player_id"])[names].sum()
    total = total.groupby("player_id").cumsum().reset_index().sort_values("usable_from", kind="stable")
    # Where nobody has won anything, nothing tells what the keys are made of.
    total = total.astype({"player_id": "int64", "usable_from": questions["game_date"].dtype})
    rows = (
        questions[["game_date", "player_id"]].reset_index(drop=True).sort_values("game_date", kind="stable")
    )
    known = pd.merge_asof(
        rows.reset_index(), total, left_on="game_date", right_on="usable_from", by="player_id"
    ).set_index("index")
    return {name: known[name].fillna(0.0) for name in names}


GROUP = PlayerFeatureGroup(
    name="awards",
    function=awards_features,
    inputs=(QUESTIONS, "prm_awards"),
    columns=AWARD_COLUMNS,
    theme="awards",
)
