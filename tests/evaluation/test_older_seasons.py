"""The same biases in seasons of the archive."""

import numpy as np
import pandas as pd

from busta.evaluation.bias_groups import BiasRules
from busta.evaluation.biases import BIAS_COLUMNS
from busta.evaluation.older_seasons import older_bias_tests

RULES = BiasRules(min_rows=20, spread_sizes=(3.5,), week_starts=(1, 5))
KNOWN = pd.DataFrame({"season": ["2009-10"]})


def _history(games: int = 240) -> pd.DataFrame:
    number = np.arange(games)
    season = np.where(number < games // 2, "2008-09", "2009-10")
    return pd.DataFrame(
        {
            "season": season,
            "game_date": pd.Timestamp("2008-11-01") + pd.to_timedelta(number // 3, unit="D"),
            "home_team_id": number % 3 * 2,
            "away_team_id": number % 3 * 2 + 1,
            "home_points": 100.0 + number % 2,
            "away_points": 95.0,
            "close_line": np.where(number % 4 == 0, np.nan, 5.5),
            "close_total": 190.5,
        }
    )


def test_only_seasons_before_all_others_are_asked() -> None:
    tests = older_bias_tests(_history(), KNOWN, RULES, 1.9, 0.95)
    whole = tests[tests["group"] == "all games"].set_index("test")
    # 120 games of the first season; a home win by 5 does not cover 5.5, one by 6 does. Every game is over 190.5.
    assert whole.loc["over", ["n", "share"]].tolist() == [120, 1.0]
    assert whole.loc["home covers", ["n", "share"]].tolist() == [90, 60 / 90]
    assert set(tests["family"]) == {"older seasons, ats, close", "older seasons, total, close"}


def test_what_is_not_told_of_older_seasons_is_not_asked() -> None:
    groups = set(older_bias_tests(_history(), KNOWN, RULES, 1.9, 0.95)["group"])
    assert "regular season" not in groups
    assert {"both back-to-back", "December", "spread 3.5 and more", "home favourite"} <= groups


def test_an_archive_without_older_seasons_gives_no_tests() -> None:
    tests = older_bias_tests(_history(), pd.DataFrame({"season": ["2008-09"]}), RULES, 1.9, 0.95)
    assert (len(tests), list(tests.columns)) == (0, BIAS_COLUMNS)
