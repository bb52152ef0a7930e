from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from busta.features.past_lines import PAST_LINES_COLUMNS, PastLinesSettings, past_lines_features
from tests.players_league import make_players_league

SETTINGS = PastLinesSettings(
    half_life_days=7, penalty=0.3, season_carry=0.1, prior_home=2.5, prior_total=105, prior_weight=0.2
)


@pytest.fixture(scope="module")
def league() -> dict[str, pd.DataFrame]:
    return make_players_league(5, seasons=2, days=14, unplayed_from=12)


def _features(league: dict[str, pd.DataFrame], lines: pd.DataFrame | None = None) -> pd.DataFrame:
    return past_lines_features(
        league["prm_games"], league["prm_market_lines"] if lines is None else lines, SETTINGS
    )


def _naive(league: dict[str, pd.DataFrame], market: str, day: pd.Timestamp, season: str) -> dict[int, float]:
    """Every earlier line at its weight, in one least-squares problem with the prior as rows of its own."""
    games, lines = league["prm_games"], league["prm_market_lines"]
    close = lines[(lines["market"] == market) & (lines["moment"] == "close")].set_index("game_id")["line"]
    teams = sorted(set(games["home_team_id"]) | set(games["away_team_id"]))
    level, sign = (SETTINGS.prior_home, -1.0) if market == "ats" else (SETTINGS.prior_total, 1.0)
    rows = [np.eye(len(teams) + 1)[i] * np.sqrt(SETTINGS.penalty) for i in range(len(teams))]
    rows.append(np.eye(len(teams) + 1)[-1] * np.sqrt(SETTINGS.prior_weight))
    y = [0.0] * len(teams) + [level * np.sqrt(SETTINGS.prior_weight)]
    for game in games[games["game_date"] < day].itertuples():
        row = np.zeros(len(teams) + 1)
        row[teams.index(game.home_team_id)] = 1.0
        row[teams.index(game.away_team_id)] = sign
        row[-1] = 2.0 if market == "total" else float(not game.is_neutral)
        weight = 0.5 ** ((day - game.game_date).days / SETTINGS.half_life_days)
        weight *= SETTINGS.season_carry if game.season != season else 1.0
        rows.append(row * np.sqrt(weight))
        y.append(close[game.game_id] * np.sqrt(weight))
    solved = np.linalg.lstsq(np.array(rows), np.array(y), rcond=None)[0]
    return dict(zip(teams, solved, strict=False))


@pytest.mark.parametrize(("market", "column"), [("ats", "past_lines_margin"), ("total", "past_lines_total")])
def test_ratings_agree_with_a_naive_decayed_ridge(league, market, column) -> None:
    features = _features(league)
    for day in features["game_date"].unique()[[3, 8, 15, 20]]:
        today = features[features["game_date"] == day]
        naive = _naive(league, market, day, today["season"].iloc[0])
        assert today[column].to_numpy() == pytest.approx(today["team_id"].map(naive).to_numpy(), abs=1e-8)


def test_the_line_of_the_game_itself_and_of_its_day_are_not_used(league) -> None:
    lines = league["prm_market_lines"]
    day = lines["game_date"].unique()[8]
    other = _features(league, lines.assign(line=lines["line"].where(lines["game_date"] != day, 99.0)))
    truth = _features(league)
    pd.testing.assert_frame_equal(truth[truth["game_date"] <= day], other[other["game_date"] <= day])
    later = truth["game_date"] > day
    assert (truth.loc[later, "past_lines_margin"] != other.loc[later, "past_lines_margin"]).any()


def test_only_closing_lines_are_used(league) -> None:
    lines = league["prm_market_lines"]
    other = lines.assign(line=lines["line"].where(lines["moment"] == "close", 99.0))
    pd.testing.assert_frame_equal(_features(league), _features(league, other))


def test_without_lines_every_team_stands_at_the_average(league) -> None:
    features = _features(league, league["prm_market_lines"].iloc[:0])
    assert len(features) == len(league["prm_team_games"])
    assert (features[list(PAST_LINES_COLUMNS)].abs() < 1e-12).all(axis=None)


@pytest.mark.parametrize(
    ("setting", "value", "message"),
    [
        ("half_life_days", 0, "Past lines half_life_days: expected more than 0, was 0"),
        ("season_carry", -1, "Past lines season_carry: expected 0 to 1, was -1"),
    ],
)
def test_settings_out_of_range_are_refused(setting, value, message) -> None:
    with pytest.raises(ValueError, match=message):
        replace(SETTINGS, **{setting: value})
