import numpy as np
import pandas as pd
import pytest

from busta.features.player_form import FormSettings
from busta.features.player_minutes import MinutesSettings
from busta.features.player_teammates import lineup_features, teammates_features, teammates_group
from tests.player_tables import box, questions

FORM = FormSettings(
    rate_decay=1.0,
    prior_minutes={},
    other_prior_minutes=30.0,
    league_decay=1.0,
    minutes=MinutesSettings(fast_share=0.6, prior_games=2, prior_minutes=14),
)
GAMES = pd.concat(
    [box([0], [30], points=[30.0]), box([0], [30], points=[15.0], player_id=2)], ignore_index=True
)


@pytest.fixture
def outlook() -> pd.DataFrame:
    """Player 1 plays 20 minutes, 2 plays 30 with an even chance, 3 of another team does not matter."""
    rows = questions([1, 1, 1])[["season", "game_id", "game_date"]]
    men = {"team_id": [1, 1, 7], "player_id": [1, 2, 3], "play_probability": [0.9, 0.5, 1.0]}
    return rows.assign(**men, expected_minutes=[20.0, 30.0, 40.0])


def test_who_is_missing_and_who_is_there_beside_him(outlook) -> None:
    row = lineup_features(questions([1]), outlook).iloc[0]
    assert row["lineup_minutes_out"] == 15
    assert row["lineup_minutes_there"] == 15
    # He and 15 minutes of the others share 240.
    assert row["lineup_minutes_if_he_plays"] == pytest.approx(20 * 240 / 35)


def test_a_man_who_is_not_on_the_books_has_the_whole_team_beside_him(outlook) -> None:
    row = lineup_features(questions([1], player_id=8), outlook).iloc[0]
    assert row["lineup_minutes_out"] == pytest.approx(2 + 15)
    assert np.isnan(row["lineup_minutes_if_he_plays"])


def test_what_the_others_make_counts_by_their_rates(outlook) -> None:
    row = teammates_features(questions([1]), GAMES, outlook, FORM, ["points"]).iloc[0]
    # The league makes 45 in 60 minutes; player 2 15 in 30 and is taken to have had 30 of the league.
    rate = (15 + 30 * 0.75) / 60
    assert row["teammates_points_out"] == pytest.approx(15 * rate)
    assert row["teammates_points_there"] == pytest.approx(15 * rate)


def test_a_team_without_an_outlook_says_nothing(outlook) -> None:
    rows = lineup_features(questions([1], team_id=99), outlook)
    assert rows.iloc[0, 2:].isna().all()


def test_the_group_is_named_after_the_quantity_and_declares_what_it_makes(outlook) -> None:
    group = teammates_group(["points", "rebounds"])
    tables = {
        "feat_player_questions": questions([1]),
        "prm_player_games": GAMES,
        "feat_player_outlook": outlook,
    }
    assert group.name == "teammates_points_rebounds"
    assert list(group.build(tables, FORM)) == ["game_id", "player_id", *group.columns]
