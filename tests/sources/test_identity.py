"""Which data these are."""

from __future__ import annotations

import pandas as pd
import pytest

from busta.sources.identity import MarkContradictionError, data_identity

LOGS = pd.DataFrame({"source": ["b", "a", "c"], "file": ["2", "1", ""], "sha256": ["y", "x", ""]})
GAMES = pd.DataFrame(
    {
        "season": ["2015-16", "2016-17", "2016-17"],
        "game_date": pd.to_datetime(["2015-10-27", "2017-06-12", "2017-06-20"]),
        "is_played": [True, True, False],
    }
)


def test_real_data_are_described_by_seasons_and_games_played() -> None:
    identity = data_identity(LOGS, GAMES, False, False)
    assert identity["description"] == "DATA: real NBA data, 2015-16 to 2016-17, 2 games"
    assert identity["fabricated"] is False
    assert (identity["games"], identity["files"]) == (2, 2)
    assert (identity["first_game_date"], identity["last_game_date"]) == ("2015-10-27", "2017-06-12")


def test_fabricated_data_are_called_so_first() -> None:
    assert data_identity(LOGS, GAMES, True, True)["description"].startswith("DATA: FABRICATED")


def test_the_hash_is_of_names_and_contents_whatever_their_order() -> None:
    one = data_identity(LOGS, GAMES, False, False)["sha256"]
    assert data_identity(LOGS.iloc[::-1], GAMES, False, False)["sha256"] == one
    assert data_identity(LOGS.assign(sha256=["y", "z", ""]), GAMES, False, False)["sha256"] != one
    assert data_identity(LOGS.assign(file=["2", "9", ""]), GAMES, False, False)["sha256"] != one


@pytest.mark.parametrize("is_marked", [True, False])
def test_data_never_pass_for_what_they_are_not(is_marked: bool) -> None:
    with pytest.raises(MarkContradictionError, match=r"expected data\.fabricated to agree with the raw root"):
        data_identity(LOGS, GAMES, is_marked, not is_marked)
