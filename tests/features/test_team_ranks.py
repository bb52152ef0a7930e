import pandas as pd
import pytest

from busta.features.team_ranks import team_ranks
from tests.player_tables import box


def game(day: int, home: int, away: int, points: tuple[float, float], plays: float) -> pd.DataFrame:
    """Both rows of a game with so many attempts, and so possessions, of either team."""
    rows = box([day, day], [240, 240], points=points, fga=plays)
    return rows.assign(team_id=[home, away], opponent_team_id=[away, home])


def _days(*days: int) -> pd.DataFrame:
    return box(days, [0] * len(days))[["season", "game_date"]]


GAMES = pd.concat(
    [
        game(0, 1, 2, (90, 100), 100),
        game(1, 1, 3, (95, 120), 80),
        game(5, 2, 3, (float("nan"), float("nan")), 0),
    ]
)


def test_the_defence_that_allows_least_ranks_first_and_the_slowest_team_too() -> None:
    ranks = team_ranks(GAMES, _days(5), decay=1.0).set_index("team_id")
    # 1 allowed 220 in 180 possessions, 2 allowed 90 in 100, 3 allowed 95 in 80.
    assert ranks["defence"].to_dict() == pytest.approx({1: 22000 / 180, 2: 90, 3: 118.75})
    assert ranks["defence_rank"].to_dict() == {1: 1.0, 2: 0.0, 3: 0.5}
    # 1 played 180 possessions in two games, 2 100 in one, 3 80 in one.
    assert ranks["pace"].to_dict() == pytest.approx({1: 90, 2: 100, 3: 80})
    assert ranks["pace_rank"].to_dict() == {1: 0.5, 2: 1.0, 3: 0.0}


def test_ranks_are_those_of_the_evening_before() -> None:
    ranks = team_ranks(GAMES, _days(0, 1), decay=1.0)
    assert ranks["team_id"].tolist() == [1, 2]
    assert ranks["defence_rank"].tolist() == [1.0, 0.0]


def test_an_old_game_fades() -> None:
    ranks = team_ranks(GAMES, _days(5), decay=0.5).set_index("team_id")
    assert ranks.loc[1, "defence"] == pytest.approx(100 * (120 + 0.5 * 100) / (80 + 0.5 * 100))
