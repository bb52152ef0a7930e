"""What is said to be true of the invented games is true."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache

import numpy as np
import pandas as pd
import pytest

from busta.fabrication.games import fatigue
from busta.fabrication.league import fabricate_seasons
from busta.fabrication.settings import LeagueSettings, PlayerSettings, PlaySettings
from busta.fabrication.tables import SeasonTables
from tests.league import tiny_settings

LARGE = LeagueSettings(
    seed=41, seasons=3, first_season=2015, teams=30, games_per_team=82, playoff_teams=16, neutral_games=40
)


@cache
def _seasons() -> list[SeasonTables]:
    return [sources.tables for sources in fabricate_seasons(LARGE)]


@cache
def _games() -> pd.DataFrame:
    games = pd.concat([tables.games for tables in _seasons()], ignore_index=True)
    return games.assign(
        final_margin=games["home_points"] - games["away_points"],
        final_total=games["home_points"] + games["away_points"],
    )


GROUPS: dict[str, Callable[[pd.DataFrame], pd.Series]] = {
    "all games": lambda games: games["day"].ge(0),
    "home side on its second night": lambda games: games["home_is_second_night"],
    "visitor on his second night": lambda games: games["away_is_second_night"],
    "both sides rested": lambda games: ~(games["home_is_second_night"] | games["away_is_second_night"]),
    "neutral floor": lambda games: games["is_neutral"],
    "visitor from afar": lambda games: games["away_travel_km"].gt(2500),
}


def _is_nil(values: pd.Series, errors: float = 4.0) -> None:
    assert len(values) > 60
    assert values.mean() == pytest.approx(0.0, abs=errors * values.std() / np.sqrt(len(values)))


@pytest.mark.parametrize("group", GROUPS)
@pytest.mark.parametrize("what", ["margin", "total"])
def test_results_are_on_average_what_was_expected(group: str, what: str) -> None:
    games = _games()[GROUPS[group](_games())]
    for moment in ("", "_morning", "_open"):
        _is_nil(games[f"final_{what}"] - games[f"{what}{moment}"])


@pytest.mark.parametrize("group", GROUPS)
@pytest.mark.parametrize("what", ["margin", "total"])
def test_expectations_move_neither_up_nor_down_on_average(group: str, what: str) -> None:
    games = _games()[GROUPS[group](_games())]
    _is_nil(games[f"{what}_morning"] - games[f"{what}_open"])
    _is_nil(games[what] - games[f"{what}_morning"])


@pytest.mark.parametrize("what", ["margin", "total"])
def test_a_step_says_nothing_of_the_next_nor_of_the_level(what: str) -> None:
    games = _games()
    first = games[f"{what}_morning"] - games[f"{what}_open"]
    second = games[what] - games[f"{what}_morning"]
    limit = 4 / np.sqrt(len(games))
    assert abs(np.corrcoef(first, second)[0, 1]) < limit
    assert abs(np.corrcoef(games[f"{what}_open"], games[what] - games[f"{what}_open"])[0, 1]) < limit


def test_margins_scatter_as_the_laws_say_and_totals_with_overtime_beside() -> None:
    games, play = _games(), LARGE.play
    assert (games["final_margin"] - games["margin"]).std() == pytest.approx(play.margin_sd, rel=0.04)
    regular = games[games["overtimes"].eq(0)]
    assert (regular["final_total"] - regular["total"]).std() == pytest.approx(play.total_sd, rel=0.04)


def test_the_news_of_the_day_is_half_known_in_the_morning() -> None:
    # Nobody is ever hurt nor rests: what moves is the news.
    settings = tiny_settings(
        seasons=1,
        teams=30,
        games_per_team=82,
        players=PlayerSettings(injuries_per_season=0.0, rest_share=0.0),
        play=PlaySettings(day_news_sd=3.0, total_news_sd=5.0),
    )
    games = next(iter(fabricate_seasons(settings))).tables.games
    for what, sd in (("margin", 3.0), ("total", 5.0)):
        assert (games[f"{what}_morning"] - games[f"{what}_open"]).std() == pytest.approx(sd / 2**0.5, rel=0.1)
        assert (games[what] - games[f"{what}_open"]).std() == pytest.approx(sd, rel=0.1)


def test_men_play_as_long_as_they_are_expected_to() -> None:
    listed = pd.concat(
        [t.listed.assign(overtimes=t.games["overtimes"].to_numpy()[t.listed["game"]]) for t in _seasons()]
    )
    listed = listed[listed["overtimes"].eq(0)]
    for moment in ("", "_morning", "_open"):
        expected = listed[f"expected_seconds{moment}"] / 60
        band = pd.cut(expected, [0, 3, 8, 14, 20, 26, 32, 48])
        played = (listed["seconds"] / 60).groupby(band, observed=True).mean()
        assert (played - expected.groupby(band, observed=True).mean()).abs().max() < 0.35


def test_who_cannot_play_is_expected_to_play_nothing() -> None:
    listed = _seasons()[0].listed
    is_out = listed["is_hurt"] | listed["is_rested"]
    assert listed.loc[is_out, ["expected_seconds", "seconds"]].eq(0).all(axis=None)
    assert listed.loc[~is_out, "expected_seconds"].gt(0).all()
    sums = listed.groupby(["game", "side"])[[f"expected_seconds{m}" for m in ("", "_morning", "_open")]].sum()
    assert sums.to_numpy() == pytest.approx(240 * 60)


def test_a_long_way_and_a_second_night_cost_what_the_laws_say() -> None:
    games = pd.DataFrame(
        {"home_travel_km": [0.0, 1000.0, 9000.0], "home_is_second_night": [False, True, False]}
    )
    play = PlaySettings(back_to_back_cost=1.5, travel_cost=0.3, longest_travel_km=4000.0)
    assert fatigue(games, play, "home").tolist() == pytest.approx([0.0, 1.8, 1.2])


def test_a_neutral_floor_is_nobodys_home() -> None:
    # With equal men and no fatigue only the floor is left.
    still = PlaySettings(back_to_back_cost=0.0, travel_cost=0.0, day_news_sd=0.0, home_edge=3.0)
    equal = PlayerSettings(talent_sd=1e-9, team_sd=0.0, form_sd=0.0, yearly_sd=0.0)
    games = next(
        iter(fabricate_seasons(tiny_settings(seasons=1, play=still, players=equal, neutral_games=5)))
    ).tables.games
    assert games["is_neutral"].sum() == 5
    assert games["margin"].where(~games["is_neutral"], games["margin"] + 3.0).to_numpy() == pytest.approx(
        3.0, abs=1e-6
    )


def test_one_cup_final_is_played_from_the_third_season_on_far_from_home() -> None:
    finals = [tables.games[tables.games["season_type"].eq("cup_final")] for tables in _seasons()]
    assert [len(final) for final in finals] == [0, 0, 1]
    final = finals[2].iloc[0]
    assert final["game_id"] == "0061700001"
    assert final["is_neutral"]
    assert not final["home_is_second_night"]
    assert min(final["home_travel_km"], final["away_travel_km"]) > 100
    assert _seasons()[2].games["day"].is_monotonic_increasing


def test_the_cup_counts_for_no_place_in_the_table() -> None:
    with_cup, without = (
        next(iter(fabricate_seasons(tiny_settings(seasons=1, cup_from_season=number)))).tables.games
        for number in (1, 0)
    )
    assert with_cup["game_id"].str.startswith("006").sum() == 1
    assert not without["game_id"].str.startswith("006").any()
    assert with_cup["season_type"].eq("regular").sum() == without["season_type"].eq("regular").sum()


def test_preseason_games_are_over_before_opening_day_and_count_for_nothing() -> None:
    for tables in _seasons():
        assert tables.preseason is not None
        games = tables.preseason.games
        assert games["game_id"].str.startswith("001").all()
        assert games["game_date"].max() < tables.games["game_date"].min()
        assert len(games) == 30 * LARGE.preseason_games / 2
    none = next(iter(fabricate_seasons(tiny_settings(seasons=1, preseason_games=0)))).tables
    assert none.preseason is not None
    assert none.preseason.games.empty


def test_trips_go_on_into_the_play_offs() -> None:
    games = _games()
    first = (
        games[games["season_type"].eq("playoffs")].groupby(games["game_id"].str[:8])["away_travel_km"].first()
    )
    assert first.gt(0).mean() > 0.5


def test_a_preseason_does_not_disturb_the_season() -> None:
    settings = tiny_settings(seasons=1)
    scores = [
        next(iter(fabricate_seasons(replace(settings, preseason_games=number)))).tables.games["home_points"]
        for number in (0, 6)
    ]
    pd.testing.assert_series_equal(*scores)
