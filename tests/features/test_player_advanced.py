import numpy as np
import pandas as pd
import pytest

from busta.features.player_advanced import ADVANCED_COLUMNS, GROUP, AdvancedSettings
from busta.nba import player_advanced, player_plus_minus, player_ratings
from tests.box_totals import OPPONENT, PLAYER, TEAM, row, totals
from tests.player_tables import box, questions

SETTINGS = AdvancedSettings(decay=1, league_decay=1, min_minutes=20)


def _tables(games: int) -> dict[str, pd.DataFrame]:
    """So many times the same game, on days 0, 1, ...; that of the last day is not played yet."""
    days = range(games)
    teams = [
        box(days, [240] * games, team_id=team, opponent_team_id=other).assign(**row(values).iloc[0])
        for team, other, values in ((1, 2, TEAM), (2, 1, OPPONENT))
    ]
    to_come = box([games], [np.nan], team_id=1, opponent_team_id=2, points=np.nan)
    return {
        "feat_player_questions": questions([0, games]),
        "prm_player_games": box(days, [30] * games).assign(**row(PLAYER).iloc[0]),
        "prm_team_games": pd.concat([*teams, to_come], ignore_index=True),
    }


def test_every_statistic_is_that_of_the_totals_of_his_games() -> None:
    first, made = GROUP.build(_tables(3), SETTINGS).to_dict("records")
    game = totals()
    expected = {
        "true_shooting": player_advanced.true_shooting(game.player),
        "usage": player_advanced.usage(game),
        "impact_share": player_advanced.impact_share(game),
        "efficiency_rating": player_advanced.efficiency_rating(game),
        "offensive_rating": player_ratings.offensive_rating(game),
        "defensive_rating": player_ratings.defensive_rating(game),
        "win_shares": player_ratings.win_shares(game),
        # 90 minutes in three games and four without.
        "box_plus_minus": player_plus_minus.box_plus_minus(game, pd.Series([30 * 7 / 90 - 4])),
    }
    for name, value in expected.items():
        assert made[f"advanced_{name}"] == pytest.approx(value.item(), rel=1e-5), name
        assert np.isnan(first[f"advanced_{name}"])


def test_the_latest_games_weigh_most() -> None:
    tables = _tables(2)
    # No point in the first game: 20 points and 2 * 17.76 plays in the second, half as much counted before.
    tables["prm_player_games"].loc[0, "points"] = 0.0
    made = GROUP.build(tables, AdvancedSettings(decay=0.5, league_decay=1, min_minutes=20)).iloc[1]
    assert made["advanced_true_shooting"] == pytest.approx(20 / (1.5 * 2 * 17.76))


def test_a_man_who_has_hardly_played_is_not_rated() -> None:
    made = GROUP.build(_tables(1), AdvancedSettings(decay=1, league_decay=1, min_minutes=31)).iloc[1]
    assert made[list(ADVANCED_COLUMNS)].isna().all()


def test_settings_out_of_range_are_refused() -> None:
    with pytest.raises(ValueError, match="min_minutes"):
        AdvancedSettings(decay=1, league_decay=1, min_minutes=0)
