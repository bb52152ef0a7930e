"""Men, notes, statuses and lines for the tiny random league of `tests.laws.small_league`."""

from __future__ import annotations

import numpy as np
import pandas as pd

from busta.ratings.player_state import RATE_STATISTICS
from tests.laws.small_league import make_league

STATUSES = ("out", "questionable", "probable", "available", "confirmed_starter")
MEN = 7
_GAME = ["season", "game_id", "game_date", "season_type"]


def make_players_league(
    seed: int,
    seasons: int = 3,
    days: int = 20,
    unplayed_from: int | None = None,
    boxless_season: str | None = None,
) -> dict[str, pd.DataFrame]:
    """Make every primary table that features read: some games have no box score, some men change team."""
    rng = np.random.default_rng(seed)
    league = make_league(seed, seasons=seasons, days=days, unplayed_from=unplayed_from)
    squads = _squads(league["prm_team_games"])
    played = squads[squads["points"].notna() & (rng.random(len(squads)) < 0.8)]
    boxless = rng.permutation(league["prm_games"]["game_id"])[:2]
    has_box = ~played["game_id"].isin(boxless) & (played["season"] != boxless_season)
    return league | {
        "prm_player_games": _box_rows(played[has_box], rng),
        "prm_injury_notes": _notes(squads, rng),
        "prm_availability": _statuses(squads, rng),
        "prm_market_lines": _lines(league["prm_games"], rng),
    }


def without_news_of_players(league: dict[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """Empty the tables that a user may not have."""
    names = ("prm_player_games", "prm_injury_notes", "prm_availability", "prm_market_lines")
    return league | {name: league[name].iloc[:0] for name in names}


def _squads(team_games: pd.DataFrame) -> pd.DataFrame:
    men = team_games.merge(pd.DataFrame({"number": range(MEN)}), how="cross")
    season = men["season"].str[:4].astype("int64") - 2010
    # The first man of every squad goes to the next team each season.
    teams = int(team_games["team_id"].max())
    origin = (men["team_id"] - 1 - season * (men["number"] == 0)) % teams + 1
    return men.assign(player_id=1000 * origin + men["number"])


def _box_rows(men: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    rows = men[[*_GAME, "team_id", "player_id"]].reset_index(drop=True)
    box = {name: rng.integers(0, 12, len(rows)).astype(float) for name in RATE_STATISTICS}
    return rows.assign(
        player_name="Man " + rows["player_id"].astype("str"),
        minutes=rng.integers(0, 42, len(rows)).astype(float),
        is_starter=pd.array(rng.random(len(rows)) < 0.5, dtype="boolean"),
        source="invented",
        **box,
    )


def _notes(men: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    noted = men[rng.random(len(men)) < 0.1].reset_index(drop=True)
    chance = rng.random((3, len(noted)))
    return pd.DataFrame(
        {
            "note_date": noted["game_date"],
            "team_id": noted["team_id"],
            "player_id": noted["player_id"].astype("Int64").where(chance[0] < 0.9),
            "player_name": "somebody",
            "state": np.where(chance[1] < 0.6, "out", "back"),
            "reason": "injury",
            "is_day_to_day": chance[2] < 0.3,
            "is_season_ending": chance[2] > 0.9,
            "note": "a note",
        }
    )


def _statuses(men: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    games = men["game_id"].unique()
    is_seen = men["game_id"].isin(games[::2]) & (rng.random(len(men)) < 0.6)
    # Of some games one team alone was looked at.
    is_seen &= ~men["game_id"].isin(games[::6]) | (men["team_id"] % 2 == 0)
    seen = men[is_seen].reset_index(drop=True)
    before = rng.integers(1, 600, len(seen)).astype(float)
    tip_off = (seen["game_date"] + pd.Timedelta(hours=19)).dt.tz_localize("America/New_York")
    return seen[["season", "game_id", "game_date", "team_id", "player_id"]].assign(
        source="rotowire_lineups",
        seen_at_utc=(tip_off - pd.to_timedelta(before, unit="min"))
        .dt.tz_convert("UTC")
        .astype("datetime64[us, UTC]"),
        status=rng.choice(STATUSES, len(seen)),
        chance_of_playing=np.nan,
        minutes_to_tip_off=before,
    )


def _lines(games: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    tables = [
        games[["season", "game_id", "game_date"]].assign(
            player_id=pd.array([pd.NA] * len(games), dtype="Int64"),
            market=market,
            moment=moment,
            line=level + rng.integers(-20, 20, len(games)) / 2,
            market_probability=0.5,
            source="invented",
        )
        for market, level in (("ats", 2.5), ("total", 210.0))
        for moment in ("open", "close")
    ]
    return pd.concat(tables, ignore_index=True)
