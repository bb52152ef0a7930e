"""What is true of a line on an invented player is how often he passes it when his game is played again."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from busta.fabrication.player_expectations import MARKETS
from busta.fabrication.prop_truth import PropTruthError, true_props
from tests.fabrication.prop_leagues import graded, market, middle_season
from tests.league import tiny_settings

DRAWS = 40
SETTINGS = middle_season().settings


def _questions() -> pd.DataFrame:
    """Main lines of an exact book in the morning, with what came of them; men who were hurt after all among them."""
    quotes, tables = graded("pull"), middle_season().tables
    listed = tables.listed.iloc[market().rows[quotes["man"]]].reset_index(drop=True)
    return pd.DataFrame(
        {
            "game_id": tables.games["game_id"].to_numpy()[listed["game"]],
            "player_id": listed["player_id"],
            "market": np.array(list(MARKETS))[quotes["market"]],
            "line": quotes["line"].to_numpy(),
            "result": quotes["result"].to_numpy(),
            "game": listed["game"],
        }
    )


@pytest.fixture(scope="module")
def asked() -> pd.DataFrame:
    """Lines, what came of them, and what is true of them."""
    questions = _questions()
    return questions.join(true_props(SETTINGS, questions, DRAWS))


@pytest.mark.parametrize("kind", MARKETS)
def test_lines_are_passed_as_often_as_is_true_of_them(asked: pd.DataFrame, kind: str) -> None:
    # Only men who did play are graded; of those who can, some are not used on a night.
    own = asked[asked["market"] == kind]
    surprise = (own["result"] > own["line"]) - own["over"] / (own["over"] + own["under"])
    by_game = surprise.groupby(own["game"]).sum()
    assert abs(surprise.sum()) < 4 * np.sqrt((by_game**2).sum())


@pytest.mark.parametrize("away", [-5.0, 5.0])
def test_so_are_lines_far_from_the_main_one(away: float) -> None:
    questions = _questions().query("market == 'points'")
    questions = questions.assign(line=np.maximum(questions["line"] + away, 0.5))
    found = true_props(SETTINGS, questions, 10)
    surprise = (questions["result"] > questions["line"]) - found["over"] / found.sum(axis=1)
    by_game = surprise.groupby(questions["game"]).sum()
    assert abs(surprise.sum()) < 4 * np.sqrt((by_game**2).sum())
    assert abs(found["over"].mean() - 0.5) > 0.15


def test_a_man_who_cannot_play_ends_on_neither_side() -> None:
    tables = middle_season().tables
    hurt = tables.listed[tables.listed["is_hurt"]].head(50)
    questions = pd.DataFrame(
        {
            "game_id": tables.games["game_id"].to_numpy()[hurt["game"]],
            "player_id": hurt["player_id"].to_numpy(),
        }
    ).assign(market="points", line=0.5)
    assert true_props(SETTINGS, questions, 3)[["over", "under"]].eq(0).all(axis=None)


def test_a_whole_line_can_be_met_and_a_higher_one_is_passed_less_often() -> None:
    questions = _questions().query("market == 'rebounds'").head(40)[["game_id", "player_id", "market"]]
    ladder = pd.concat([questions.assign(line=line) for line in (4.5, 5.0, 5.5)], ignore_index=True)
    found = [
        part.reset_index(drop=True) for _, part in true_props(SETTINGS, ladder, 10).groupby(ladder["line"])
    ]
    assert (found[0]["over"] >= found[1]["over"]).all()
    np.testing.assert_allclose(found[1]["over"], found[2]["over"])
    np.testing.assert_allclose(found[1]["under"], found[0]["under"])
    assert (found[1][["over", "under"]].sum(axis=1) < 1).any()


def test_a_sum_is_that_of_the_same_night() -> None:
    questions = _questions().query("market == 'points'").head(40)[["game_id", "player_id"]]
    ladder = pd.concat(
        [questions.assign(market=name, line=20.5) for name in ("points", "points_rebounds")],
        ignore_index=True,
    )
    over = true_props(SETTINGS, ladder, 10)["over"].to_numpy()
    assert (over[40:] >= over[:40]).all()
    assert (over[40:] > over[:40]).any()


def test_equal_settings_give_equal_truth_on_the_index_of_the_questions() -> None:
    questions = _questions().head(30)[::-1]
    first, second = (true_props(SETTINGS, questions, 5) for _ in range(2))
    pd.testing.assert_frame_equal(first, second)
    assert first.index.equals(questions.index)


def test_a_line_on_a_stranger_is_refused() -> None:
    questions = _questions().head(2).assign(player_id=[-1, -2])
    with pytest.raises(
        PropTruthError, match=r"Expected lines on men of the league, was player -1.*\(2 lines\)"
    ):
        true_props(tiny_settings(seasons=1), questions, 1)
