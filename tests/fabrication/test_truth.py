"""What is true of every invented game."""

from __future__ import annotations

import numpy as np
import pandas as pd

from busta.fabrication import LeagueSettings, fabricate_league
from busta.fabrication.book_settings import BookSettings, EdgeSettings
from busta.fabrication.truth import true_games
from tests.league import tiny_settings


def _settings() -> LeagueSettings:
    errorless = BookSettings(0.0, 0.0, 0.0, 0.0, book_error_sd=0.0, book_total_error_sd=0.0, overround=0.0)
    return tiny_settings(
        seasons=1, book=errorless, edges=EdgeSettings(shaded_overs=6.0, shaded_until="never")
    )


def test_the_truth_is_that_of_the_games_in_the_raw_files_and_of_their_closing_lines() -> None:
    settings = _settings()
    truth = true_games(settings).set_index("game_id")
    logs = pd.concat(fabricate_league(settings)["raw_team_logs"].values())
    league = logs[logs["GAME_ID"].astype("str").str.zfill(10).isin(truth.index)]
    assert len(league) == 2 * len(truth)
    closing = next(iter(fabricate_league(settings)["raw_closing_lines"].values()))
    assert len(closing) == len(truth)
    # News between the evening and tip-off moves single games; on average the close is where it is expected to be.
    assert abs(closing["total"].mean() - truth["total_close"].mean()) < 0.5
    assert abs((truth["total_close"] - truth["total"]).mean() - 6.0) < 1.0
    assert np.isfinite(truth).all(axis=None)
