import numpy as np
import pandas as pd
import pytest

from busta.features.player_awards import AWARD_COLUMNS, GROUP
from tests.player_tables import questions


def _vote(season: str, award: str, **columns: object) -> dict[str, object]:
    usable = pd.Timestamp(f"{int(season[:4]) + 1}-10-12")
    keys = {"season": season, "award": award, "player_id": 1, "usable_from": usable}
    return keys | {"rank": None, "chosen_team": None, "share": 0.1} | columns


def _rows(*votes: dict[str, object], days: tuple[int, ...] = (0,)) -> pd.DataFrame:
    awards = pd.DataFrame(list(votes)).astype(
        {"player_id": "Int64", "rank": "Int64", "chosen_team": "Int64", "usable_from": "datetime64[us]"}
    )
    tables = {"feat_player_questions": questions(days), "prm_awards": awards}
    return GROUP.build(tables, None)


@pytest.mark.parametrize("award", ["mvp", "dpoy", "mip", "6moy", "roy"])
def test_the_share_of_a_vote_is_that_of_the_season_before(award) -> None:
    row = _rows(_vote("2018-19", award, share=0.9), _vote("2019-20", award, share=0.25, rank=3)).iloc[0]
    assert row[f"awards_{award}_share"] == 0.25


@pytest.mark.parametrize("award", ["all-nba", "all-defensive", "all-rookie"])
def test_a_team_counts_when_he_was_chosen_into_it(award) -> None:
    name = f"awards_{award.replace('-', '_')}"
    assert _rows(_vote("2019-20", award, chosen_team=2))[name].tolist() == [1]
    assert _rows(_vote("2019-20", award))[name].tolist() == [0]


def test_awards_add_up_over_the_seasons_before() -> None:
    votes = [
        _vote("2017-18", "all-nba", chosen_team=1),
        _vote("2018-19", "all-nba", chosen_team=3),
        _vote("2018-19", "mvp", rank=1),
        _vote("2018-19", "dpoy", rank=2),
        _vote("2020-21", "mvp", rank=1),
    ]
    row = _rows(*votes).iloc[0]
    assert row[["awards_count", "awards_all_nba_count"]].tolist() == [3, 2]


def test_a_vote_is_not_known_before_its_day() -> None:
    votes = _vote("2019-20", "mvp", rank=1, usable_from=pd.Timestamp("2020-11-05"))
    early, late = _rows(votes, days=(3, 4)).to_dict("records")
    assert np.isnan(early["awards_mvp_share"])
    assert early["awards_count"] == 0
    assert late["awards_count"] == 1
    assert late["awards_mvp_share"] == pytest.approx(0.1)


def test_a_man_without_votes_has_none_counted_and_no_share() -> None:
    row = _rows(_vote("2019-20", "mvp", player_id=2), _vote("2019-20", "coy", player_id=None)).iloc[0]
    assert row[["awards_count", "awards_all_nba_count"]].tolist() == [0, 0]
    assert row[[name for name in AWARD_COLUMNS if "count" not in name]].isna().all()


def test_before_the_first_votes_nothing_is_known() -> None:
    votes = pd.DataFrame([_vote("2019-20", "mvp")]).astype(
        {"rank": "Int64", "chosen_team": "Int64", "player_id": "Int64"}
    )
    tables = {"feat_player_questions": questions([0]), "prm_awards": votes.iloc[:0]}
    row = GROUP.build(tables, None).iloc[0]
    assert row[["awards_count", "awards_all_nba_count"]].tolist() == [0, 0]
    assert np.isnan(row["awards_mvp_share"])
