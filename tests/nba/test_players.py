"""Who is meant by a name."""

from __future__ import annotations

import pandas as pd
import pytest

from busta.nba.players import careers, normalise_names, own_teams, resolve_players

ATL, BOS, CHI = 1610612737, 1610612738, 1610612741
SEEN = pd.DataFrame(
    [
        (1, "Nikola Jokić", CHI, "2016-01-01"), (1, "Nikola Jokić", CHI, "2019-01-01"),
        (2, "Marcus Johnson", ATL, "2016-01-01"), (3, "Marcus Johnson", BOS, "2016-01-01"),
        (4, "Tim Hardaway Jr.", ATL, "2016-01-01"), (4, "Tim Hardaway Jr.", BOS, "2016-06-01"),
        (5, "Luguentz Dort", BOS, "2020-01-01"),
    ],
    columns=["player_id", "player_name", "team_id", "game_date"],
).assign(game_date=lambda table: pd.to_datetime(table["game_date"]))  # fmt: skip


def _resolve(name: str, date: str, team: int | None = None, seen: pd.DataFrame = SEEN) -> object:
    mention = pd.DataFrame({"player_name": [name], "team_id": pd.array([team], dtype="Int64")}, index=[9])
    mention["date"] = pd.to_datetime([date])
    found = resolve_players(mention, careers(seen), 365)
    assert found.index.tolist() == [9]
    return None if found.isna().item() else found.item()


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Nikola Jokić", "nikola jokic"), ("P.J. Tucker", "pj tucker"), ("De'Andre Hunter", "deandre hunter"),
        ("Karl-Anthony Towns", "karl anthony towns"), ("Robert Williams III", "robert williams"),
        ("Tim Hardaway Jr.", "tim hardaway"), ("Dāvis Bertāns", "davis bertans"), ("John Wall (Hildred)", "john wall"),
        ("(William) Tony Parker", "tony parker"), ("Lu Dort", "luguentz dort"), ("Herb Jones", "herbert jones"),
        ("Nicolas Claxton", "nic claxton"), ("Cam Johnson", "cameron johnson"), ("  Luka   Dončić ", "luka doncic"),
    ],
)  # fmt: skip
def test_spellings_are_evened_out(name: str, key: str) -> None:
    assert normalise_names(pd.Series([name])).tolist() == [key]


def test_no_name_stays_no_name() -> None:
    assert normalise_names(pd.Series([None, "A B"])).isna().tolist() == [True, False]


def test_a_name_is_found_without_accents_and_suffix() -> None:
    assert _resolve("Nikola Jokic", "2017-01-01") == 1
    assert _resolve("Tim Hardaway", "2016-03-01") == 4
    assert _resolve("Lu Dort", "2020-03-01") == 5


def test_one_of_several_spellings_is_enough() -> None:
    assert _resolve("Somebody Else / Nikola Jokic", "2017-01-01") == 1


def test_spellings_that_mean_two_players_mean_nobody() -> None:
    assert _resolve("Tim Hardaway / Nikola Jokic", "2016-03-01") is None


def test_the_team_decides_between_two_players_of_one_name() -> None:
    assert _resolve("Marcus Johnson", "2016-03-01", ATL) == 2
    assert _resolve("Marcus Johnson", "2016-03-01", BOS) == 3


@pytest.mark.parametrize("team", [None, CHI])
def test_a_doubtful_name_is_never_guessed(team: int | None) -> None:
    assert _resolve("Marcus Johnson", "2016-03-01", team) is None


def test_a_name_counts_only_around_a_career() -> None:
    assert _resolve("Tim Hardaway", "2017-05-01") == 4
    assert _resolve("Tim Hardaway", "2010-01-01") is None
    assert _resolve("Tim Hardaway", "2018-01-01") is None


LATER = pd.DataFrame(
    [
        (6, "Jalen Smith", ATL, "2016-01-01"), (6, "Jalen Smith", ATL, "2016-09-01"),
        (7, "Jalen Smith", BOS, "2016-11-15"), (7, "Jalen Smith", ATL, "2017-02-01"),
    ],
    columns=["player_id", "player_name", "team_id", "game_date"],
).assign(game_date=lambda table: pd.to_datetime(table["game_date"]))  # fmt: skip


@pytest.mark.parametrize("team", [None, ATL, BOS])
def test_a_namesake_who_comes_later_does_not_make_a_known_man_doubtful(team: int | None) -> None:
    assert _resolve("Jalen Smith", "2016-11-01", team, LATER) == 6


def test_on_the_day_of_his_first_game_a_namesake_is_still_to_come() -> None:
    assert _resolve("Jalen Smith", "2016-11-15", BOS, LATER) == 6
    assert _resolve("Jalen Smith", "2016-11-16", BOS, LATER) == 7


def test_a_team_he_is_yet_to_join_does_not_make_a_man_doubtful() -> None:
    assert _resolve("Jalen Smith", "2017-01-20", ATL, LATER) == 6
    assert _resolve("Jalen Smith", "2017-02-02", ATL, LATER) is None


def test_a_newcomer_is_known_before_his_first_game() -> None:
    assert _resolve("Jalen Smith", "2015-12-01", ATL, LATER) == 6
    assert _resolve("Jalen Smith", "2015-12-01", None, LATER) is None


def test_a_man_who_was_away_for_long_is_still_himself() -> None:
    assert _resolve("Nikola Jokic", "2017-06-01") == 1


@pytest.mark.parametrize("day", ["2016-02-01", "2016-11-15", "2017-01-20", "2017-03-01"])
def test_later_appearances_change_no_man_who_was_known_by_then(day: str) -> None:
    everything = pd.concat([SEEN, LATER], ignore_index=True)
    by_then = everything[everything["game_date"] < day]
    known = by_then.loc[
        by_then["game_date"] >= pd.Timestamp(day) - pd.Timedelta(days=365), "player_id"
    ].tolist()
    for name in everything["player_name"].unique():
        for team in (None, ATL, BOS, CHI):
            found, before = (_resolve(name, day, team, seen) for seen in (everything, by_then))
            assert found == before or (before is None and found not in known), (name, team)


def test_nobody_of_that_name_is_nobody() -> None:
    assert _resolve("Magic Man", "2016-03-01") is None


def test_a_player_belongs_to_the_team_he_last_appeared_for() -> None:
    asked = pd.DataFrame(
        {
            "player_id": pd.array([4, 4, 4, 4, pd.NA], dtype="Int64"),
            "date": pd.to_datetime(["2016-01-01", "2016-01-02", "2016-06-01", "2016-06-02", "2016-06-02"]),
        },
        index=[3, 2, 1, 0, 7],
    )
    found = own_teams(SEEN, asked)
    # On the day of a game it is not known yet for whom he plays.
    assert found.tolist()[1:4] == [ATL, ATL, BOS]
    assert found.isna().tolist() == [True, False, False, False, True]
    assert found.index.tolist() == [3, 2, 1, 0, 7]
