"""Whom a typed name means."""

from __future__ import annotations

import pandas as pd
import pytest

from busta.nba.player_search import PlayerNameError, find_player

TODAY = pd.Timestamp("2024-01-10")
SEEN = pd.DataFrame(
    [
        (1, "Nikola Jokić", "2024-01-08"),
        (2, "Jaren Jackson", "2001-04-01"),
        (3, "Jaren Jackson Jr.", "2024-01-08"),
        (4, "Marcus Morris", "2024-01-07"),
        (5, "Marcus Morris", "2024-01-08"),
    ],
    columns=["player_id", "player_name", "game_date"],
).assign(team_id=pd.array([10, 20, 30, 40, 50], "Int64"))
SEEN["game_date"] = pd.to_datetime(SEEN["game_date"])


@pytest.mark.parametrize("name", ["Nikola Jokić", "Nikola Jokic", "nikola  JOKIC", "1"])
def test_accents_capitals_and_blanks_make_no_difference(name: str) -> None:
    assert find_player(name, SEEN, TODAY, 365) == 1


def test_of_father_and_son_the_one_who_plays_is_meant() -> None:
    assert find_player("Jaren Jackson", SEEN, TODAY, 365) == 3
    assert find_player("Jaren Jackson Jr", SEEN, pd.Timestamp("2001-04-05"), 365) == 2


def test_two_men_of_one_name_are_a_sentence_that_tells_them_apart() -> None:
    with pytest.raises(
        PlayerNameError, match=r"'Marcus Morris', the name of .*\(4, last seen 2024-01-07\), .*give"
    ):
        find_player("Marcus Morris", SEEN, TODAY, 365)


def test_an_unknown_name_offers_those_near_it() -> None:
    with pytest.raises(PlayerNameError, match=r"was 'Nikola Jokich'; near it: Nikola Jokić \(1, last seen"):
        find_player("Nikola Jokich", SEEN, TODAY, 365)


def test_a_man_who_is_yet_to_play_is_found_and_told_so() -> None:
    rookie = pd.DataFrame({"player_id": [6, 7], "player_name": ["Rudi Rookie", "Marcus Morris"]})
    people = pd.concat([rookie, SEEN], ignore_index=True)
    assert find_player("Rudi Rookie", people, TODAY, 365) == 6
    with pytest.raises(PlayerNameError, match=r"Marcus Morris \(7, yet to play\): give the number"):
        find_player("Marcus Morris", people, TODAY, 365)


def test_a_name_like_no_other_is_unknown() -> None:
    with pytest.raises(PlayerNameError, match=r"expected the name of a player, was 'Xq'$"):
        find_player("Xq", SEEN, TODAY, 365)


def test_a_number_that_nobody_bears_is_unknown() -> None:
    with pytest.raises(PlayerNameError, match=r"expected the number of a player, was 99"):
        find_player("99", SEEN, TODAY, 365)
