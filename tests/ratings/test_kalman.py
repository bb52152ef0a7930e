from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from busta.ratings.kalman import Adjustment, KalmanSettings, adjust_for_margins
from busta.ratings.lineups import TeamGames, pair_home_and_away

SETTINGS = KalmanSettings(
    player_sd=2,
    team_sd=3,
    team_carry=0.5,
    home_mean=2.5,
    home_sd=1,
    margin_clip=30,
    noise_sd=12,
    forget_days=400,
)


def _games(*rows: tuple[str, str, int, int, float, bool]) -> pd.DataFrame:
    columns = ["season", "game_date", "home_team_id", "away_team_id", "home_margin", "is_neutral"]
    games = pd.DataFrame(rows, columns=columns)
    games["game_date"] = pd.to_datetime(games["game_date"])
    return games.assign(game_id=[f"{number:010d}" for number in range(len(games))])


class _League:
    """Men of every team-game: player ``10 * team + man``, the same every day; minutes and values random."""

    def __init__(self, games: pd.DataFrame, men: int, seed: int = 0) -> None:
        rng = np.random.default_rng(seed)
        sides = [games.assign(team_id=games[f"{side}_team_id"]) for side in ("home", "away")]
        team_games = pd.concat(sides).sort_values(["game_date", "game_id", "team_id"])
        self.table = team_games.merge(pd.DataFrame({"man": range(men)}), how="cross")
        self.segments = TeamGames(self.table)
        self.pairs = pair_home_and_away(games, self.segments)
        self.players = (10 * self.table["team_id"] + self.table["man"]).to_numpy()
        self.minutes = rng.uniform(0, 40, len(self.table))
        self.values = rng.normal(0, 0.1, len(self.table))
        self.has_box = np.ones(len(self.segments.keys), dtype=bool)

    def adjust(self, settings: KalmanSettings = SETTINGS) -> Adjustment:
        return adjust_for_margins(
            self.pairs, self.segments, self.players, self.values, self.minutes, self.has_box, settings
        )


def test_one_game_is_the_bayesian_update_by_hand() -> None:
    games = _games(
        ("2020-21", "2021-01-01", 1, 2, 20.0, False), ("2020-21", "2021-01-02", 1, 2, np.nan, False)
    )
    league = _League(games, men=1)
    league.minutes[:2], league.values[:2] = [36.0, 24.0], [0.1, -0.05]
    found = league.adjust()
    # Beyond the box scores and home: 20 - (36 x 0.1 + 24 x 0.05) - 2.5; seen through home, two teams, two men.
    surprise = 20 - (3.6 + 1.2) - 2.5
    variance = 1 + 2 * 9 + 4 * (36 / 48) ** 2 + 4 * (24 / 48) ** 2 + 144
    assert found.deviation[:2].tolist() == [0, 0]
    assert found.team_effect[:2].tolist() == [0, 0]
    assert found.deviation[2] * 48 == pytest.approx(4 * (36 / 48) * surprise / variance)
    assert found.deviation[3] * 48 == pytest.approx(-4 * (24 / 48) * surprise / variance)
    assert found.team_effect[2:].tolist() == pytest.approx(
        [9 * surprise / variance, -9 * surprise / variance]
    )


def test_a_neutral_floor_holds_no_home_advantage_and_a_rout_is_clipped() -> None:
    def effect(margin: float, is_neutral: bool) -> float:
        games = _games(
            ("2020-21", "2021-01-01", 1, 2, margin, is_neutral),
            ("2020-21", "2021-01-02", 1, 2, np.nan, False),
        )
        league = _League(games, men=1)
        league.minutes[:], league.values[:] = 0.0, 0.0
        return float(league.adjust().team_effect[2])

    assert effect(10.0, True) == pytest.approx(9 * 10 / (18 + 144))
    assert effect(10.0, False) == pytest.approx(9 * 7.5 / (19 + 144))
    assert effect(50.0, True) == effect(30.0, True)


def _naive(league: _League, settings: KalmanSettings) -> Adjustment:
    """One big state for every team and man from the start, one game after the other."""
    keys, games = league.segments.keys, league.segments
    teams, men = sorted(keys["team_id"].unique()), sorted(set(league.players.tolist()))
    n = 1 + len(teams) + len(men)
    mean = np.zeros(n)
    mean[0] = settings.home_mean
    variances = [settings.home_sd] + [settings.team_sd] * len(teams) + [settings.player_sd] * len(men)
    cov = np.diag(np.square(np.array(variances, dtype=float)))
    deviation, effect = np.zeros(len(league.players)), np.zeros(len(keys))
    is_team = (np.arange(n) >= 1) & (np.arange(n) <= len(teams))
    season = keys["season"].iloc[0]
    for day in sorted(keys["game_date"].unique()):
        today = np.flatnonzero(keys["game_date"] == day)
        if keys["season"].iloc[today[0]] != season:
            season = keys["season"].iloc[today[0]]
            shrink = np.diag(np.where(is_team, settings.team_carry, 1.0))
            mean = shrink @ mean
            fresh = settings.team_sd**2 * (1 - settings.team_carry**2)
            cov = shrink @ cov @ shrink + np.diag(np.where(is_team, fresh, 0.0))
        for place in today:
            effect[place] = mean[1 + teams.index(keys["team_id"].iloc[place])]
            for row in range(games.starts[place], games.ends[place]):
                deviation[row] = mean[1 + len(teams) + men.index(league.players[row])] / 48
        for game in league.pairs[league.pairs["game_date"] == day].itertuples():
            if np.isnan(game.home_margin) or not (league.has_box[game.home] and league.has_box[game.away]):
                continue
            seen = np.zeros(n)
            seen[0] = 0.0 if game.is_neutral else 1.0
            y = np.clip(game.home_margin, -settings.margin_clip, settings.margin_clip)
            for place, sign in ((game.home, 1.0), (game.away, -1.0)):
                seen[1 + teams.index(keys["team_id"].iloc[place])] += sign
                for row in range(games.starts[place], games.ends[place]):
                    seen[1 + len(teams) + men.index(league.players[row])] += sign * league.minutes[row] / 48
                    y -= sign * league.minutes[row] * league.values[row]
            gain = cov @ seen / (seen @ cov @ seen + settings.noise_sd**2)
            mean = mean + gain * (y - seen @ mean)
            cov = cov - np.outer(gain, seen @ cov)
    return Adjustment(deviation, effect)


def _tiny_league(seed: int) -> _League:
    rng = np.random.default_rng(seed)
    rows = []
    for season, year in (("2019-20", 2019), ("2020-21", 2020)):
        for day in range(12):
            order = rng.permutation(4 if season == "2019-20" else 6) + 1
            for home, away in order[:4].reshape(2, 2).tolist():
                date = f"{year}-11-{day + 1:02d}"
                rows.append((season, date, home, away, float(rng.integers(-45, 45)), rng.random() < 0.2))
    rows[5] = (*rows[5][:4], np.nan, rows[5][5])
    league = _League(_games(*rows), men=3, seed=seed)
    league.has_box[[2, 9]] = False
    return league


@pytest.mark.parametrize("seed", [1, 2])
def test_the_filter_agrees_with_a_naive_one_on_a_tiny_league(seed) -> None:
    league = _tiny_league(seed)
    found, expected = league.adjust(), _naive(league, SETTINGS)
    assert found.deviation == pytest.approx(expected.deviation, abs=1e-10)
    assert found.team_effect == pytest.approx(expected.team_effect, abs=1e-10)
    assert np.abs(expected.deviation).max() > 0


def test_games_of_teams_and_men_to_come_do_not_change_a_bit_of_the_past() -> None:
    league = _tiny_league(3)
    short = _League(league.pairs[league.pairs["season"] == "2019-20"], men=3, seed=3)
    n, teams = len(short.players), len(short.has_box)
    short.minutes, short.values, short.has_box = league.minutes[:n], league.values[:n], league.has_box[:teams]
    found, truth = short.adjust(), league.adjust()
    assert (found.deviation == truth.deviation[:n]).all()
    assert (found.team_effect == truth.team_effect[:teams]).all()


def test_a_man_not_seen_for_long_goes_back_to_the_prior_at_a_new_season() -> None:
    games = _games(
        ("2019-20", "2019-11-01", 1, 2, 20.0, False),
        ("2020-21", "2020-11-01", 3, 4, 5.0, False),
        ("2020-21", "2020-11-02", 1, 2, np.nan, False),
    )
    league = _League(games, men=1)
    assert (league.adjust().deviation[-2:] != 0).all()
    assert (league.adjust(replace(SETTINGS, forget_days=300)).deviation[-2:] == 0).all()
    # The effect of his team stays, at its share.
    kept = league.adjust(replace(SETTINGS, forget_days=300)).team_effect[-2]
    whole = league.adjust(replace(SETTINGS, team_carry=1.0)).team_effect[-2]
    assert kept == pytest.approx(0.5 * whole)


def test_nothing_is_said_before_there_are_values() -> None:
    league = _tiny_league(4)
    first = (league.table["season"] == "2019-20").to_numpy()
    league.values[first] = np.nan
    found = league.adjust()
    assert np.isnan(found.deviation[first]).all()
    assert np.isfinite(found.deviation[~first]).all()
    assert np.isnan(found.team_effect[: first.sum() // 3]).all()


def test_a_man_has_an_adjustment_also_where_the_other_team_has_no_men() -> None:
    games = _games(("2020-21", "2021-01-01", 1, 2, 20.0, False), ("2020-21", "2021-01-02", 1, 3, 5.0, False))
    league = _League(games, men=1)
    rows = (league.table["team_id"] != 3).to_numpy()
    league.table = league.table[rows]
    league.segments = TeamGames(league.table)
    league.pairs = pair_home_and_away(games, league.segments)
    league.players, league.minutes = league.players[rows], league.minutes[rows]
    league.values, league.has_box = league.values[rows], league.has_box[:3]
    assert len(league.pairs) == 1
    assert league.adjust().deviation[2] > 0


@pytest.mark.parametrize(
    ("setting", "value", "message"),
    [
        ("noise_sd", 0, "Kalman filter noise_sd: expected more than 0, was 0"),
        ("team_carry", 2, "Kalman filter team_carry: expected 0 to 1, was 2"),
    ],
)
def test_settings_out_of_range_are_refused(setting, value, message) -> None:
    with pytest.raises(ValueError, match=message):
        replace(SETTINGS, **{setting: value})
