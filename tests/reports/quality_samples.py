"""Findings of checks, for pages about them."""

from __future__ import annotations

from typing import Any

import pandas as pd

from busta.monitoring.quality_table import join_tables, measured, quality_table
from busta.params.quality import Limits

IDENTITY: dict[str, Any] = {
    "fabricated": True,
    "description": "DATA: FABRICATED (an invented league), 2015-16 to 2017-18, 228 games",
    "sha256": "ab" * 32,
}
NEVER = Limits(warning=None, error=None)


def checks(error: float | None = 0.5) -> pd.DataFrame:
    """One error, one warning, one finding without a limit, and two clean checks."""
    strict = Limits(warning=0.1, error=error)
    script = (
        "sbr_odds: 1 cell of Open refused: expected a total, was for example '<script>alert(1)</script>'."
    )
    return join_tables(
        quality_table(
            [
                measured("missing", "games", "tip_off_utc", (10, 6), strict, "games: 6 of 10 are missing."),
                measured(
                    "freshness", "stats_nba", "", (1, 1), Limits(warning=0), "stats_nba: answered 2 days ago."
                ),
                measured("types", "sbr_odds", "Open", (100, 1), NEVER, script),
                measured("sums", "player_games", "points", (100, 0), strict, "player_games: all add up."),
                measured("lost_columns", "team_logs", "", (3, 0), strict, "team_logs: as known."),
            ]
        )
    )
