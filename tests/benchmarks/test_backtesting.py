"""The benchmark of a backtest has the seasons it says it has."""

from __future__ import annotations

from benchmarks.backtesting import Measurement, fill_up, page
from tests.betting.offered import coins


def test_missing_seasons_are_copies_of_the_first_with_days_and_games_of_their_own() -> None:
    bets = coins(seed=1, days=5).assign(game_id=lambda table: "00218" + table["game_id"].str[5:])
    filled = fill_up(bets, 4)
    assert sorted(filled["season"].unique()) == ["2015-16", "2016-17", "2017-18", "2018-19"]
    assert len(filled) == 4 * len(bets)
    assert filled["game_id"].nunique() == 4 * bets["game_id"].nunique()
    assert filled.groupby("season")["game_date"].agg(["min", "max"]).to_numpy().ravel().tolist() == sorted(
        filled.groupby("season")["game_date"].agg(["min", "max"]).to_numpy().ravel().tolist()
    )


def test_of_more_seasons_the_newest_are_kept() -> None:
    bets = coins(seed=1, days=2)
    assert len(fill_up(fill_up(bets, 3), 1)) == len(bets)


def test_every_step_has_its_row_on_the_page() -> None:
    assert "| reality check | 1.5 | 1.2 | 25 | 400 |" in page(
        [Measurement("reality check", 1.5, 1.2, 25, 400)]
    )
