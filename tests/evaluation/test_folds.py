"""Walk-forward folds: the laws that keep the future out of training."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from busta.evaluation.folds import (
    FOLD_COLUMNS,
    FoldError,
    LeakingFoldsError,
    check_folds,
    chronological_split,
    inner_folds,
    walk_forward_folds,
    week_groups,
)


def schedule(days: list[int], unplayed: int = 0) -> pd.DataFrame:
    """Games on days counted from a first Monday of October; a season every 364 days."""
    rows = pd.DataFrame({"day": sorted(days)})
    year = 2001 + rows["day"] // 364
    dates = pd.Timestamp("2001-10-01") + pd.to_timedelta(rows["day"], unit="D")
    actual = np.ones(len(rows))
    actual[len(rows) - unplayed :] = np.nan
    return pd.DataFrame(
        {
            "season": year.astype(str) + "-" + (year + 1).mod(100).astype(str).str.zfill(2),
            "game_id": [f"{number:010d}" for number in range(len(rows))],
            "game_date": dates,
            "actual": actual,
            "is_complete": True,
        }
    )


def fold(games: pd.DataFrame, **changes: object) -> pd.DataFrame:
    wanted = {
        "refit": "season",
        "weeks_per_group": 2,
        "early_stopping_groups": 2,
        "min_complete_rows": 1,
        "inner_count": 3,
    }
    return walk_forward_folds(games, first_test_season="2002-03", **{**wanted, **changes})  # type: ignore[arg-type]


THREE_SEASONS = [364 * season + day for season in range(3) for day in range(0, 200, 3)]


@settings(max_examples=25)
@given(
    late=st.lists(st.integers(0, 1090), min_size=1, max_size=60),
    refit=st.sampled_from(["season", "month"]),
    weeks=st.integers(1, 5),
    groups=st.integers(0, 4),
    unplayed=st.integers(0, 5),
)
def test_every_training_day_lies_before_every_test_day(
    late: list[int], refit: str, weeks: int, groups: int, unplayed: int
) -> None:
    games = schedule([0, 1, 10, 400, *late], unplayed=min(unplayed, 1))
    folds = fold(games, refit=refit, weeks_per_group=weeks, early_stopping_groups=groups)
    actual = games.set_index("game_id")["actual"]
    for _, rows in folds.groupby("fold"):
        first_test_day = rows.loc[rows["role"] == "test", "game_date"].min()
        past = rows[rows["role"] != "test"]
        assert (past["game_date"] < first_test_day).all()
        assert actual[past["game_id"]].notna().all()
        # Nothing that may be learned from is left out.
        known = games[(games["game_date"] < first_test_day) & games["actual"].notna()]
        assert sorted(past["game_id"]) == sorted(known["game_id"])
        stops, train = past[past["role"] == "early_stopping"], past[past["role"] == "train"]
        assert len(train)
        if len(stops):
            assert train["game_date"].max() < stops["game_date"].min()
            assert not set(zip(train["season"], train["week"], strict=True)) & set(
                zip(stops["season"], stops["week"], strict=True)
            )


@pytest.mark.parametrize("refit", ["season", "month"])
def test_every_game_from_the_first_test_season_on_is_tested_once(refit: str) -> None:
    games = schedule(THREE_SEASONS)
    tested = fold(games, refit=refit).query("role == 'test'")
    expected = games.loc[games["season"] >= "2002-03", "game_id"]
    assert sorted(tested["game_id"]) == sorted(expected)


def test_folds_are_named_by_what_they_test() -> None:
    games = schedule(THREE_SEASONS)
    assert list(fold(games)["fold"].unique()) == ["2002-03", "2003-04"]
    assert list(fold(games, refit="month")["fold"].unique())[:2] == ["2002-03/2002-09", "2002-03/2002-10"]


def test_folds_have_the_columns_of_the_house() -> None:
    assert list(fold(schedule(THREE_SEASONS)).columns) == FOLD_COLUMNS


def test_the_latest_week_groups_decide_when_trees_stop() -> None:
    folds = fold(schedule([0, 7, 14, 21, 28, 35, 364]), weeks_per_group=2, early_stopping_groups=1)
    assert list(folds["role"]) == ["train"] * 4 + ["early_stopping"] * 2 + ["test"]
    assert list(folds["week"]) == [0, 0, 1, 1, 2, 2, 0]


def test_unplayed_games_are_tested_but_never_trained_on() -> None:
    games = schedule([0, 1, 2, 364, 365, 728])
    games.loc[[1, 4], "actual"] = np.nan
    folds = fold(games)
    assert set(folds.loc[folds["role"] != "test", "game_id"]) == set(games["game_id"].iloc[[0, 2, 3]])
    assert set(folds.loc[folds["role"] == "test", "game_id"]) == set(games["game_id"].iloc[3:])


def test_a_first_test_season_with_nothing_before_it_is_an_error() -> None:
    with pytest.raises(FoldError, match="fold 2002-03: expected played games before 2002-10-01"):
        fold(schedule([365, 366, 370]))


def test_a_first_test_season_beyond_the_data_is_an_error() -> None:
    with pytest.raises(FoldError, match=r"expected games of the season 2002-03 .* the last was 2001-02"):
        fold(schedule([0, 1]))


def test_a_fold_that_trains_on_a_test_day_is_refused() -> None:
    folds = fold(schedule([0, 1, 2, 364, 365]), early_stopping_groups=0)
    late = folds["role"].eq("train") & folds["game_id"].eq("0000000002")
    folds.loc[late, "game_date"] = pd.Timestamp("2002-09-30")
    with pytest.raises(
        LeakingFoldsError, match=r"fold 2002-03: .*'train' .*'test' \(2002-09-30\), was 2002-09-30"
    ):
        check_folds(folds)


def test_a_fold_that_stops_on_a_test_day_is_refused() -> None:
    folds = fold(schedule([0, 20, 40, 364, 365]), early_stopping_groups=1)
    folds.loc[folds["role"] == "early_stopping", "game_date"] = pd.Timestamp("2003-01-01")
    with pytest.raises(LeakingFoldsError, match="'early_stopping'"):
        check_folds(folds)


def test_a_game_with_two_roles_is_refused() -> None:
    folds = fold(schedule([0, 20, 364]), early_stopping_groups=0)
    with pytest.raises(LeakingFoldsError, match="expected one role for a game in a fold, was two"):
        check_folds(pd.concat([folds, folds.iloc[:1]]))


def test_a_game_tested_twice_is_refused() -> None:
    folds = fold(schedule([0, 20, 364]), early_stopping_groups=0)
    with pytest.raises(LeakingFoldsError, match="expected one fold that tests a game, was two"):
        check_folds(pd.concat([folds, folds.assign(fold="again")]))


def test_weeks_start_on_mondays_and_count_from_the_first_game() -> None:
    games = schedule([2, 6, 7, 13, 14, 366])
    assert list(week_groups(games, 1)) == [0, 0, 1, 1, 2, 0]
    assert list(week_groups(games, 2)) == [0, 0, 0, 0, 1, 0]


@pytest.mark.parametrize("count", [2, 3, 5])
def test_inner_folds_keep_week_groups_whole(count: int) -> None:
    rows = fold(schedule(THREE_SEASONS)).query("fold == '2003-04' and role != 'test'")
    dealt = inner_folds(rows, count)
    assert (dealt.groupby([rows["season"], rows["week"]]).nunique() == 1).all()
    assert set(dealt) == set(range(count))


@pytest.mark.parametrize("count", [1, 3])
def test_more_inner_folds_than_week_groups_are_refused(count: int) -> None:
    rows = pd.DataFrame({"season": ["2001-02"] * 3, "week": [0, 0, 1]})
    with pytest.raises(FoldError, match="expected 2 to 2 inner folds"):
        inner_folds(rows, count)


@given(st.lists(st.integers(0, 60), min_size=1, max_size=80))
def test_the_split_is_chronological_and_divides_no_day(days: list[int]) -> None:
    games = schedule(days, unplayed=1)
    split = chronological_split(games, train=0.7, validation=0.15)
    assert len(split) == len(games) - 1
    assert (split.groupby("game_date")["part"].nunique() <= 1).all()
    order = split["part"].map({"train": 0, "validation": 1, "test": 2})
    assert order.is_monotonic_increasing


def test_the_split_has_the_shares_asked_for() -> None:
    split = chronological_split(schedule(list(range(100))), train=0.7, validation=0.15)
    assert split["part"].value_counts().to_dict() == {"train": 70, "validation": 15, "test": 15}


def test_only_games_without_a_filled_in_feature_are_trained_on_once_there_are_enough() -> None:
    games = schedule(THREE_SEASONS)
    games["is_complete"] = games["season"] > "2001-02"
    later = fold(games, min_complete_rows=20).query("fold == '2003-04' and role != 'test'")
    assert set(later["season"]) == {"2002-03"}
    first = fold(games, min_complete_rows=20).query("fold == '2002-03' and role != 'test'")
    assert set(first["season"]) == {"2001-02"}
    assert set(fold(games, min_complete_rows=1000).query("role != 'test'")["season"]) == {
        "2001-02",
        "2002-03",
    }
