"""Groups of games."""

import numpy as np
import pandas as pd
import pytest

from busta.evaluation.bias_groups import BiasRules, game_groups, spread_groups

RULES = BiasRules(min_rows=2, spread_sizes=(3.5, 7.0), week_starts=(1, 2, 5))


def _games() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "season": "2019-20",
            "game_id": ["a", "b", "c", "d"],
            "game_date": pd.to_datetime(["2019-10-22", "2019-10-23", "2019-10-29", "2019-11-25"]),
            "season_type": ["regular", "regular", "playoffs", "play_in"],
            "home_team_id": [1, 3, 1, 3],
            "away_team_id": [2, 1, 3, 1],
            "is_neutral": [False, False, True, False],
        }
    )


def _team_games(games: pd.DataFrame) -> pd.DataFrame:
    keys = ["season", "game_id", "game_date", "season_type", "is_neutral"]
    sides = [
        games[keys].assign(team_id=games[f"{side}_team_id"], is_home=side == "home", points=100.0)
        for side in ("home", "away")
    ]
    return pd.concat(sides, ignore_index=True)


def test_the_calendar_names_the_groups_of_a_game() -> None:
    games = _games()
    groups = game_groups(games, _team_games(games), RULES).astype("str")
    # Team 1 plays on the 22nd and 23rd; on the 29th it has rested as long as team 3.
    assert (
        groups["back-to-back"].tolist()
        == ["nobody back-to-back", "visitors back-to-back"] + ["nobody back-to-back"] * 2
    )
    assert groups["rest"].tolist() == ["equal rest", "home rested longer", "equal rest", "equal rest"]
    assert groups["week"].tolist() == ["week 1", "week 1", "week 2 to 4", "week 5 and more"]
    assert groups["month"].tolist() == ["October", "October", "October", "November"]
    assert groups["weekday"].tolist() == ["Tuesday", "Wednesday", "Tuesday", "Monday"]
    assert groups["stage"].tolist() == ["regular season", "regular season", "play-offs", "play-in"]
    assert groups["floor"].tolist() == ["home floor", "home floor", "neutral floor", "home floor"]
    assert set(groups["all"]) == {"all games"}


def test_results_change_no_group() -> None:
    games = _games()
    teams = _team_games(games)
    other = teams.assign(points=teams["points"] + np.arange(len(teams)))
    pd.testing.assert_frame_equal(game_groups(games, teams, RULES), game_groups(games, other, RULES))


def test_a_spread_has_a_size_and_names_a_favourite() -> None:
    groups = spread_groups(pd.Series([3.0, -3.5, -6.5, 7.0, 0.0, None]), RULES)
    assert groups["size"].tolist()[:5] == [
        "spread 0 to 3",
        "spread 3.5 to 6.5",
        "spread 3.5 to 6.5",
        "spread 7 and more",
        "spread 0 to 3",
    ]
    assert groups["role"].tolist()[:5] == [
        "home favourite",
        "home underdog",
        "home underdog",
        "home favourite",
        "no favourite",
    ]
    assert groups.iloc[5].isna().all()


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"min_rows": 1}, "min_rows: expected at least 2, was 1"),
        ({"spread_sizes": (7.0, 3.5)}, "spread_sizes: expected rising numbers"),
        ({"week_starts": ()}, "week_starts: expected rising numbers"),
        ({"week_starts": (2, 3)}, "expected weeks from 1 and spreads above 0, was 2 and 3.5"),
        ({"spread_sizes": (0.0, 3.5)}, "was 1 and 0"),
    ],
)
def test_rules_that_make_no_groups_are_refused(changes: dict[str, object], told: str) -> None:
    right = {"min_rows": 2, "spread_sizes": (3.5, 7.0), "week_starts": (1, 2)}
    with pytest.raises(ValueError, match=told):
        BiasRules(**(right | changes))
