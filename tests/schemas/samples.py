"""One valid row of every primary table, with changes."""

from __future__ import annotations

from typing import Any

import pandas as pd

from busta.nba.boxscore import STATISTICS
from busta.sources.tracking import TRACKING_COLUMNS

KEYS = {"season": "2015-16", "game_id": "0021500001", "game_date": pd.Timestamp("2015-10-28")}
COUNTS = dict.fromkeys(STATISTICS, 1.0)
INTEGERS = ("player_id", "draft_year", "draft_number")


def _table(row: dict[str, Any], **types: str) -> pd.DataFrame:
    table = pd.DataFrame([row])
    dates = {name: "datetime64[us]" for name in table.columns if name.endswith("_date")}
    moments = {name: "datetime64[us, UTC]" for name in table.columns if name.endswith("_utc")}
    return table.astype({**dates, **moments, **types})


def games(**changes: Any) -> pd.DataFrame:
    """A played game."""
    row = {
        **KEYS, "season_type": "regular", "home_team_id": 1, "away_team_id": 2, "is_neutral": False, "minutes": 240.0,
        "home_points": 104.0, "away_points": 99.0, "home_margin": 5.0, "total_points": 203.0,
        "home_first_half_points": 60.0, "away_first_half_points": 41.0, "first_half_points": 101.0,
        "tip_off_utc": pd.Timestamp("2015-10-29T02:30Z"), "is_played": True,
    }  # fmt: skip
    return _table({**row, **changes})


def team_games(**changes: Any) -> pd.DataFrame:
    """One team of a game."""
    row = {
        **KEYS, "season_type": "regular", "team_id": 1, "opponent_team_id": 2, "is_home": True, "is_neutral": False,
        "minutes": 240.0, **COUNTS,
    }  # fmt: skip
    return _table({**row, **changes})


def player_games(**changes: Any) -> pd.DataFrame:
    """One player of a game."""
    row = {
        **KEYS, "season_type": "regular", "team_id": 1, "player_id": 7, "player_name": "A B", "minutes": 30.0,
        "is_starter": True, **COUNTS, "plus_minus": -3.0, "source": "player_logs",
    }  # fmt: skip
    return _table({**row, **changes}, is_starter="boolean")


def players(**changes: Any) -> pd.DataFrame:
    """A player."""
    row = {
        "player_id": 7, "player_name": "A B", "birth_date": pd.Timestamp("1990-01-01"), "height_cm": 200.0,
        "weight_kg": 100.0, "position": "Guard", "draft_year": 2010, "draft_number": 1,
    }  # fmt: skip
    return _table({**row, **changes}, draft_year="Int64", draft_number="Int64")


def injury_notes(**changes: Any) -> pd.DataFrame:
    """A note."""
    row = {
        "note_date": pd.Timestamp("2016-01-01"), "team_id": 1, "player_id": 7, "player_name": "A B", "state": "out",
        "reason": "rest", "is_day_to_day": True, "is_season_ending": False, "note": "rest (DTD)",
    }  # fmt: skip
    return _table({**row, **changes}, player_id="Int64")


def availability(**changes: Any) -> pd.DataFrame:
    """A status seen before a game."""
    row = {
        **KEYS, "team_id": 1, "player_id": 7, "source": "rotowire_lineups",
        "seen_at_utc": pd.Timestamp("2015-10-28T20:00Z"), "status": "out", "chance_of_playing": 0.0,
        "minutes_to_tip_off": 30.0,
    }  # fmt: skip
    return _table({**row, **changes})


def quotes(**changes: Any) -> pd.DataFrame:
    """A quote."""
    row = {
        **KEYS, "player_id": None, "market": "ats", "selection": "over", "line": 4.5, "price_decimal": 1.91,
        "book": "pinnacle", "moment": "close", "quoted_at_utc": None, "source": "book_lines",
    }  # fmt: skip
    return _table({**row, **changes}, player_id="Int64")


def market_lines(**changes: Any) -> pd.DataFrame:
    """The line of a market."""
    row = {
        **KEYS, "player_id": None, "market": "total", "moment": "close", "line": 210.5, "market_probability": 0.5,
        "is_price_assumed": True, "overround": None, "n_books": 1, "source": "closing_lines", "book_confirmed": None,
    }  # fmt: skip
    return _table({**row, **changes}, player_id="Int64", overround="float64", book_confirmed="boolean")


def line_history(**changes: Any) -> pd.DataFrame:
    """A game of the archive of closing lines."""
    row = {
        "season": "2007-08", "game_date": pd.Timestamp("2007-10-30"), "home_team_id": 1, "away_team_id": 2,
        "home_points": 106.0, "away_points": 97.0, "close_line": 13.0, "close_total": 189.5, "home_price": 1.07,
        "away_price": 10.0,
    }  # fmt: skip
    return _table({**row, **changes})


def prop_quotes(**changes: Any) -> pd.DataFrame:
    """A quote on a player."""
    row = {
        **KEYS, "player_id": 7, "market": "points", "line": 20.5, "price_over": 1.9, "price_under": 1.9,
        "book": "fanduel", "moment": "morning", "quoted_at_utc": pd.Timestamp("2015-10-28T14:00Z"),
        "minutes_to_tip_off": 600.0, "source": "props_api",
    }  # fmt: skip
    return _table({**row, **changes})


def prop_lines(**changes: Any) -> pd.DataFrame:
    """The line of a player."""
    row = {
        **KEYS, "player_id": 7, "market": "points", "moment": "morning", "line": 20.5, "market_probability": 0.5,
        "price_over": 1.9, "price_under": 1.9, "best_over": 1.95, "best_over_book": "fanduel", "best_under": 1.9,
        "best_under_book": "betmgm", "n_books": 3, "n_condemned": 0, "overround": 1.05,
        "quoted_at_utc": pd.Timestamp("2015-10-28T14:00Z"), "minutes_to_tip_off": 600.0, "line_open": 19.5,
        "line_moves": 1,
    }  # fmt: skip
    return _table({**row, **changes})


def prop_books(**changes: Any) -> pd.DataFrame:
    """A book held against the others."""
    row = {
        "season": "2015-16", "source": "props_api", "book": "fanduel", "n_quotes": 300, "n_compared": 250,
        "mean_distance": 0.01, "share_off": 0.0, "correlation": 0.9, "is_condemned": False,
    }  # fmt: skip
    return _table({**row, **changes})


def texts(**changes: Any) -> pd.DataFrame:
    """An article."""
    row = {
        "text_id": "news_articles:1", "source": "news_articles", "season": "2015-16", "published_at_utc": None,
        "published_on": pd.Timestamp("2015-10-28"), "known_from_utc": pd.Timestamp("2015-10-29T04:00Z"), "title": "A",
        "text": "B",
    }  # fmt: skip
    return _table({**row, **changes})


def officials(**changes: Any) -> pd.DataFrame:
    """A referee of a game."""
    row = {
        "season": "2015-16", "game_id": "0021500001", "game_date": pd.Timestamp("2015-10-28"), "official_id": 1146,
        "official_name": "A B", "jersey_number": 25, "known_from_utc": pd.Timestamp("2015-10-28T13:00Z"),
    }  # fmt: skip
    return _table({**row, **changes}, jersey_number="Int64")


def salaries(**changes: Any) -> pd.DataFrame:
    """A salary."""
    row = {
        "season": "2015-16", "team_id": 1, "player_id": None, "player_name": "A B", "salary_usd": 1e6,
        "usable_from": pd.Timestamp("2016-10-12"),
    }  # fmt: skip
    return _table({**row, **changes}, player_id="Int64")


def awards(**changes: Any) -> pd.DataFrame:
    """Votes for a player."""
    row = {
        "season": "2015-16", "award": "mvp", "player_id": 7, "player_name": "A B", "coach_name": None, "team_id": 1,
        "rank": 1, "is_tied": False, "chosen_team": None, "first_votes": 90.0, "points_won": 900.0,
        "points_possible": 1000.0, "share": 0.9, "usable_from": pd.Timestamp("2016-10-12"),
    }  # fmt: skip
    whole = dict.fromkeys(("player_id", "team_id", "rank", "chosen_team"), "Int64")
    return _table({**row, **changes}, coach_name="str", **whole)


def tracking(**changes: Any) -> pd.DataFrame:
    """A player's season."""
    row = dict.fromkeys(TRACKING_COLUMNS, 1.0) | {
        "season": "2015-16", "player_id": 7, "player_name": "A B", "team_id": 1,
        "usable_from": pd.Timestamp("2016-10-12"),
    }  # fmt: skip
    return _table({**row, **changes})
