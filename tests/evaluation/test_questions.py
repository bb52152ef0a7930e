"""What a pick asked."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from busta.evaluation.bootstrap import EvaluationError
from busta.evaluation.questions import Subject, put_questions

SUBJECTS = {
    "moneyline": Subject("home_margin", is_push_possible=False),
    "ats": Subject("home_margin", is_push_possible=True, impossible=(0.0,)),
    "total": Subject("total_points", is_push_possible=True),
}
N = 12


def _games() -> pd.DataFrame:
    margins = np.array([5.0, -5.0] * (N // 2))
    return pd.DataFrame(
        {
            "game_id": [f"{k:010d}" for k in range(N)],
            "home_margin": margins,
            "total_points": 220.0,
            "is_played": [True] * (N - 1) + [False],
            "tip_off_utc": pd.Timestamp("2020-01-02", tz="UTC"),
        }
    )


def _lines() -> pd.DataFrame:
    rows = [
        (market, moment, line, probability)
        for market, moment, line, probability in [
            ("moneyline", "close", 0.0, 0.7),
            ("ats", "close", 4.5, 0.5),
            ("ats", "open", 2.5, 0.5),
            ("total", "close", 220.0, 0.5),
        ]
    ]
    table = pd.DataFrame(rows, columns=["market", "moment", "line", "market_probability"])
    ids = pd.DataFrame({"game_id": _games()["game_id"]})
    return ids.merge(table, how="cross")


def _picks(market: str, line: float | None = None, moment: str | None = None) -> pd.DataFrame:
    ids = _games()["game_id"]
    return pd.DataFrame(
        {"file": "picks.csv", "game_id": ids, "market": market, "line": line, "moment": moment}
    ).astype({"line": "float64", "moment": "str"})


def _asked(market: str, line: float | None = None, moment: str | None = None) -> pd.DataFrame:
    return put_questions(_picks(market, line, moment), _games(), _lines(), SUBJECTS)


def test_without_a_line_the_question_is_that_of_the_close() -> None:
    asked = _asked("ats")
    assert set(asked["line"]) == {4.5}
    assert not asked["is_own_line"].any()
    assert asked["outcome"].tolist()[:2] == [1.0, 0.0]
    assert np.isnan(asked["outcome"].iloc[-1])


def test_with_a_moment_the_line_is_that_of_the_moment() -> None:
    assert set(_asked("ats", moment="open")["line"]) == {2.5}


def test_at_its_own_line_the_probability_of_the_close_is_taken_as_it_is() -> None:
    assert set(_asked("ats", line=4.5)["market_probability"]) == {0.5}
    assert set(_asked("moneyline", line=0.0)["market_probability"]) == {0.7}


def test_at_an_easier_line_the_close_gives_more() -> None:
    easier, harder = (_asked("ats", line=line)["market_probability"].iloc[0] for line in (2.5, 6.5))
    # Two points of a normal whose spread is that of the results around the close.
    sd = (_games()["home_margin"] - 4.5)[:-1].std()
    from scipy.special import ndtr

    assert easier == pytest.approx(ndtr(2 / sd))
    assert harder == pytest.approx(1 - easier)


def test_a_push_has_no_outcome() -> None:
    assert _asked("total")["outcome"].isna().all()


def test_a_game_without_a_closing_line_has_no_probability_of_it() -> None:
    lines = _lines()[lambda t: t["moment"].eq("open")]
    asked = put_questions(_picks("ats", line=2.5), _games(), lines, SUBJECTS)
    assert asked["market_probability"].isna().all()
    assert asked["outcome"].notna().sum() == N - 1


def test_lines_with_the_sign_of_the_spread_are_refused_as_a_whole() -> None:
    with pytest.raises(EvaluationError, match="name the column home_spread"):
        _asked("ats", line=-4.5)
    assert len(_asked("ats", line=4.0)) == N
