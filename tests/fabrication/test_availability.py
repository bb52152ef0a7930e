"""What is known of who plays: every chance is the true one."""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd
import pytest

from busta.fabrication.availability import availability
from busta.fabrication.play import season_days
from busta.fabrication.players import first_players
from busta.fabrication.season import Season, build_season, daily_risk, share_lasting
from busta.fabrication.settings import LeagueSettings, PlayerSettings

SETTINGS = LeagueSettings(seed=1, seasons=1, first_season=2015, teams=30, games_per_team=82)


@cache
def _season() -> Season:
    rng = np.random.default_rng(11)
    men = SETTINGS.teams * SETTINGS.players_per_team
    players = first_players(SETTINGS, np.array([f"Man {n}" for n in range(men)]), rng)
    return build_season(SETTINGS, 2015, players, season_days(SETTINGS), 110.0, rng)


@cache
def _known() -> pd.DataFrame:
    # Every team plays on every second and third day of the season, so that half of the games are second nights.
    season, rng = _season(), np.random.default_rng(12)
    days = np.arange(season.worth.shape[0])
    days = days[days % 3 > 0]
    pairs = np.arange(30).reshape(15, 2)
    games = pd.DataFrame(
        {
            "day": np.repeat(days, 15),
            "home": np.tile(pairs[:, 0], len(days)),
            "away": np.tile(pairs[:, 1], len(days)),
        }
    )
    second = np.repeat((games["day"] % 3 == 2).to_numpy()[:, None], 2, axis=1)
    who = availability(season, games, second, SETTINGS.players, rng)
    frame = pd.DataFrame({name: values.ravel() for name, values in who.items()})
    return frame.assign(is_second=np.repeat(second.ravel(), who["man"].shape[2]))


def _error(rows: pd.DataFrame, chance: str) -> float:
    missed = rows["is_fit"] - rows[chance]
    return float(missed.mean() / (missed.std() / np.sqrt(len(missed))))


@pytest.mark.parametrize("moment", ["evening", "morning"])
@pytest.mark.parametrize("is_second", [False, True])
@pytest.mark.parametrize("told", [0.5, 1.0])
def test_a_chance_is_the_share_who_can_play(moment: str, is_second: bool, told: float) -> None:
    known = _known()
    rows = known[known["is_second"].eq(is_second) & known[f"told_{moment}"].eq(told)]
    assert len(rows) > 500
    assert abs(_error(rows, f"chance_{moment}")) < 4


@pytest.mark.parametrize("moment", ["evening", "morning"])
def test_a_chance_is_right_at_every_height(moment: str) -> None:
    known = _known()
    height = pd.cut(known[f"chance_{moment}"], [0.0, 0.6, 0.94, 0.97, 0.99, 1.0])
    for _, rows in known.groupby(height, observed=True):
        assert abs(_error(rows, f"chance_{moment}")) < 4


def test_who_is_told_out_does_not_play() -> None:
    known = _known()
    for moment in ("evening", "morning"):
        out = known[known[f"told_{moment}"].eq(0.0)]
        assert len(out) > 500
        assert not out["is_fit"].any()
        assert out[f"chance_{moment}"].eq(0.0).all()


def test_the_morning_knows_more_than_the_evening() -> None:
    known = _known()
    error = {
        moment: ((known["is_fit"] - known[f"chance_{moment}"]) ** 2).mean()
        for moment in ("evening", "morning")
    }
    assert error["morning"] < 0.8 * error["evening"]


def test_only_three_men_of_a_side_rest_and_only_on_second_nights() -> None:
    known = _known()
    assert known["is_rested"].any()
    assert known.loc[known["is_rested"], "is_second"].all()
    assert not (known["is_rested"] & known["is_hurt"]).any()


def test_a_fit_man_runs_his_risk_every_day() -> None:
    season = _season()
    days, men = season.worth.shape
    start = np.zeros((days, men), dtype=bool)
    spells = season.spells[season.spells["start"].between(0, days - 1)]
    start[spells["start"], spells["man"]] = True
    out = np.zeros((days, men), dtype=bool)
    for spell in season.spells.itertuples():
        # On the day of his return he is not hurt again.
        out[max(spell.start + 1, 0) : spell.end + 1, spell.man] = True
    risk = daily_risk(season.players, SETTINGS.players)
    expected = (~out * risk).sum()
    assert start.sum() == pytest.approx(expected, abs=4 * np.sqrt(expected))


def test_the_share_of_short_injuries_is_that_of_the_lognormal() -> None:
    assert share_lasting(1, PlayerSettings(median_days_out=1.0)) == pytest.approx(0.5)
    assert share_lasting(4, PlayerSettings(median_days_out=4.0)) == pytest.approx(0.5)
    length = _season().spells.eval("end - start")
    assert (length == 1).mean() == pytest.approx(share_lasting(1, SETTINGS.players), abs=0.06)


def test_a_team_without_six_fit_men_plays_with_those_it_has() -> None:
    season, rng = _season(), np.random.default_rng(13)
    laws = PlayerSettings(rest_share=1.0)
    games = pd.DataFrame({"day": [5], "home": [0], "away": [1]})
    nobody = season.spells.head(0)
    everybody = pd.DataFrame({"man": np.arange(season.worth.shape[1]), "start": 0, "end": 50, "reported": 0})
    for spells, fit in ((nobody, 15), (everybody, 15)):
        state = Season(**{**season.__dict__, "spells": spells})
        assert (
            availability(state, games, np.zeros((1, 2), dtype=bool), laws, rng)["is_fit"].sum(axis=2).min()
            == fit
        )
