"""Box scores that do not add up are found, each by the rule that it breaks."""

from __future__ import annotations

import pandas as pd
import pytest

from busta.monitoring.quality_sums import check_covered_games, check_results, check_shots, check_team_sums
from busta.params.quality import Limits
from tests.monitoring.quality_samples import boxes

LIMITS = Limits(warning=0, error=0.9)


def _bad(rows: list[dict[str, object]]) -> dict[object, object]:
    return {row["column"]: row["n_bad"] for row in rows if row["n_bad"]}


def _all(games: pd.DataFrame, teams: pd.DataFrame, players: pd.DataFrame) -> list[dict[str, object]]:
    return [
        *check_shots("player_games", players, LIMITS),
        *check_team_sums(teams, players, 5, LIMITS),
        *check_results(games, teams, LIMITS),
        *check_covered_games("player_games", games, players["game_id"], "box score", LIMITS),
    ]


def test_clean_box_scores_add_up() -> None:
    found = _all(*boxes())
    assert len(found) == 3 + 16 + 2 + 1
    assert _bad(found) == {}


@pytest.mark.parametrize(
    ("column", "value", "rule"), [("points", 30.0, "points"), ("dreb", 9.0, "reb"), ("fta", 1.0, "fga")]
)
def test_a_row_that_breaks_a_rule_is_found(column: str, value: float, rule: str) -> None:
    _, _, players = boxes()
    players.loc[7, column] = value
    found = check_shots("player_games", players, LIMITS)
    assert _bad(found) == {rule: 1}
    (told,) = [str(row["sentence"]) for row in found if row["n_bad"]]
    assert "1 of 20 (5.0 %)" in told
    assert "game 0022300001, team 2, Man 2 of 2" in told


def test_players_who_do_not_make_their_team_are_found() -> None:
    _, teams, players = boxes()
    players.loc[0, "ast"] += 1
    found = [row for row in check_team_sums(teams, players, 5, LIMITS) if row["n_bad"]]
    assert [(row["column"], row["n"], row["severity"]) for row in found] == [("ast of a team", 4, "warning")]
    assert "for example 16 for 15 (game 0022300001, team 1)" in str(found[0]["sentence"])


def test_a_man_who_is_not_on_the_sheet_is_missed_in_every_sum() -> None:
    _, teams, players = boxes()
    found = check_team_sums(teams, players.drop(index=3), 5, LIMITS)
    assert len(_bad(found)) == 16


def test_minutes_may_differ_by_their_rounding() -> None:
    _, teams, players = boxes()
    players.loc[[0, 5], "minutes"] += [5.0, 5.5]
    assert _bad(check_team_sums(teams, players, 5, LIMITS)) == {"minutes of a team": 1}


def test_a_result_that_is_not_the_points_of_the_teams_is_found() -> None:
    games, teams, _ = boxes()
    assert _bad(check_results(games.assign(home_points=games["home_points"] + [0, 1]), teams, LIMITS)) == {
        "points": 1
    }
    assert _bad(check_results(games, teams.drop(index=0), LIMITS)) == {"teams of a game": 1, "points": 1}


def test_a_game_to_come_has_no_result_and_that_is_no_finding() -> None:
    games, teams, _ = boxes()
    games = games.assign(is_played=[True, False])
    games.loc[1, ["home_points", "away_points"]] = float("nan")
    assert _bad(check_results(games, teams, LIMITS)) == {}


def test_a_played_game_without_a_box_score_is_missing_and_a_season_without_any_is_named() -> None:
    games, _, players = boxes()
    older = games.assign(season="2014-15", game_id=["0021400001", "0021400002"])
    both = pd.concat([older, games], ignore_index=True)
    without = players.loc[players["game_id"] != "0022300002", "game_id"]
    (found,) = check_covered_games("player_games", both, without, "box score", LIMITS)
    assert (found["n"], found["n_bad"]) == (2, 1)
    assert "(game 0022300002)" in str(found["sentence"])
    assert str(found["sentence"]).endswith("Of 2014-15 there is none at all.")
