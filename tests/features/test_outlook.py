from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import yaml

from busta.features.outlook import LINEUP_KINDS, OUTLOOK_KEYS, OutlookSettings, player_outlook
from busta.params.features import FeatureParams
from tests.laws.time_travel import Tables, assert_time_travel
from tests.players_league import make_players_league, without_news_of_players

TABLES = ("prm_games", "prm_team_games", "prm_player_games", "prm_injury_notes")
VALUES = [f"{kind}_per_minute" for kind in LINEUP_KINDS]


@pytest.fixture(scope="module")
def settings(request) -> OutlookSettings:
    path = Path(request.config.rootpath) / "conf" / "base" / "parameters_features.yml"
    written = yaml.safe_load(path.read_text())["features"]
    written["players"]["lineup"] |= {"min_games": 10, "usual_span": 5}
    written["players"]["play"] |= {"min_rows": 200, "min_leaf": 20, "trees": 10}
    return FeatureParams(**written).players


@pytest.fixture(scope="module")
def league() -> dict[str, pd.DataFrame]:
    return make_players_league(7, unplayed_from=17)


def _outlook(tables: Tables, settings: OutlookSettings) -> pd.DataFrame:
    return player_outlook(*(tables[name] for name in TABLES), settings)


@pytest.fixture(scope="module")
def outlook(league, settings) -> pd.DataFrame:
    return _outlook(league, settings)


def test_one_row_per_man_on_the_books_in_the_order_of_the_games(outlook) -> None:
    order = ["game_date", "game_id", "team_id", "player_id"]
    assert list(outlook)[:5] == OUTLOOK_KEYS
    assert not outlook.duplicated(["game_id", "team_id", "player_id"]).any()
    assert not outlook.duplicated(["game_date", "player_id"]).any()
    pd.testing.assert_frame_equal(outlook[order], outlook[order].sort_values(order, ignore_index=True))


def test_games_to_come_have_an_outlook(outlook, league) -> None:
    games = league["prm_games"]
    to_come = games.loc[~games["is_played"], "game_id"]
    assert len(to_come)
    assert to_come.isin(outlook["game_id"]).all()
    tonight = outlook[outlook["game_id"].isin(to_come)]
    assert tonight.drop(columns=OUTLOOK_KEYS).notna().all(axis=None)


def test_probabilities_and_minutes_are_in_range(outlook) -> None:
    assert outlook["play_probability"].between(0, 1).all()
    assert outlook["expected_minutes"].between(0, 48).all()


def test_values_are_missing_until_box_scores_of_an_earlier_season_exist(outlook) -> None:
    is_first = outlook["season"] == "2010-11"
    assert outlook.loc[is_first, VALUES].isna().all(axis=None)
    assert outlook.loc[~is_first, VALUES].notna().all(axis=None)


def test_men_to_come_and_values_of_later_seasons_do_not_change_the_past(league, settings) -> None:
    dates = league["prm_games"]["game_date"]
    second = dates[league["prm_games"]["season"] == "2011-12"]
    days = [second.min(), second.iloc[len(second) // 2], dates.max() - pd.Timedelta(days=5)]
    assert_time_travel(lambda tables: _outlook(tables, settings), league, days, np.random.default_rng(0))


def test_the_usual_line_up_is_a_moving_average_of_earlier_line_ups_by_hand(outlook, league, settings) -> None:
    box = league["prm_player_games"].set_index(["game_id", "player_id"])["minutes"]
    team = outlook[(outlook["team_id"] == 1) & (outlook["season"] > "2010-11")]
    usual, worth = [], []
    for game_id, men in team.groupby("game_id", sort=False):
        weights = 0.0 + (1 - 2 / 6) ** np.arange(len(worth))[::-1]
        usual.append(
            (men["usual_value"].iloc[0], np.dot(weights, worth) / weights.sum() if worth else np.nan)
        )
        minutes = np.array([box.get((game_id, man), 0.0) for man in men["player_id"]])
        if minutes.sum() == 0:
            continue
        for _ in range(3):
            minutes = np.minimum(minutes * 240 / minutes.sum(), settings.lineup.max_played_minutes)
        worth.append(float(np.dot(men["value_per_minute"], minutes)))
    found, expected = np.array(usual).T
    assert len(worth) > 10
    assert found == pytest.approx(expected, nan_ok=True, abs=1e-9)


def test_a_season_without_box_scores_leaves_the_others_standing(settings) -> None:
    league = make_players_league(8, boxless_season="2011-12")
    outlook = _outlook(league, settings)
    # More than 330 days after the last box score nobody is on the books, until one is seen again.
    assert "2011-12" not in outlook["season"].to_numpy()
    last = outlook[outlook["season"] == "2012-13"]
    games = league["prm_games"]
    assert last["game_date"].min() > games.loc[games["season"] == "2012-13", "game_date"].min()
    assert last[VALUES].notna().all(axis=None)


def test_a_league_without_box_scores_has_an_empty_outlook(league, settings, outlook) -> None:
    empty = _outlook(without_news_of_players(league), settings)
    assert list(empty) == list(outlook)
    assert len(empty) == 0


def test_a_league_without_notes_has_an_outlook_all_the_same(league, settings, outlook) -> None:
    without = _outlook(league | {"prm_injury_notes": league["prm_injury_notes"].iloc[:0]}, settings)
    assert len(without) == len(outlook)
    assert without["play_probability"].between(0, 1).all()
