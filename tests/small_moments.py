"""Primary tables of a league of four teams, made of random numbers: enough rows for every moment to exist."""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd

SEASONS = ("2018-19", "2019-20")
TEAMS, MEN, ROUNDS = 4, 9, 8
STATISTICS = ("fgm", "fga", "fg3m", "fg3a", "ftm", "fta", "oreb", "dreb", "ast", "stl", "blk", "tov", "pf")
MARKETS = ("moneyline", "ats", "total")


@cache
def _tables() -> dict[str, pd.DataFrame]:
    rng = np.random.default_rng(11)
    men = _men(rng)
    teams = _teams(men)
    games = _games(teams)
    quotes = _quotes(games, rng)
    return {
        "prm_games": games,
        "prm_team_games": teams,
        "prm_player_games": men[men["minutes"] > 0].reset_index(drop=True),
        "prm_market_lines": _lines(games, rng),
        "prm_quotes": quotes,
        "prm_injury_notes": _notes(men),
        "prm_prop_quotes": _props(men, rng),
    }


def league_tables() -> dict[str, pd.DataFrame]:
    """All tables that moments are measured on."""
    return dict(_tables())


def _men(rng: np.random.Generator) -> pd.DataFrame:
    home = np.array([0, 2, 1, 3, 0, 1, 3, 2] * ROUNDS)
    away = np.array([1, 3, 0, 2, 2, 3, 0, 1] * ROUNDS)
    number = np.arange(len(home))
    parts = []
    for year, season in enumerate(SEASONS):
        date = pd.Timestamp(2018 + year, 11, 1) + pd.to_timedelta((number // 2) * 3 // 2, unit="D")
        for side, other, is_home in ((home, away, True), (away, home, False)):
            team = np.repeat(side + 1, MEN)
            parts.append(
                pd.DataFrame(
                    {
                        "season": season,
                        "game_id": np.repeat([f"002{18 + year}{n:05d}" for n in number], MEN),
                        "game_date": np.repeat(date, MEN),
                        "season_type": "regular",
                        "team_id": team,
                        "opponent_team_id": np.repeat(other + 1, MEN),
                        "is_home": is_home,
                        "player_id": team * 100 + np.tile(np.arange(MEN), len(home)),
                    }
                )
            )
    table = pd.concat(parts, ignore_index=True)
    size = len(table)
    numbers = {name: rng.poisson(2.0, size).astype(float) for name in STATISTICS}
    is_fit = rng.random(size) > 0.15
    table = table.assign(**numbers, player_name="a man", source="player_logs")
    table["fga"] += table["fgm"] + table["fg3m"] + 4
    table["fgm"] += table["fg3m"]
    table["fg3a"] += table["fg3m"]
    table["fta"] += table["ftm"]
    table["points"] = 2 * table["fgm"] + table["fg3m"] + table["ftm"]
    table["minutes"] = np.where(is_fit, rng.integers(16, 38, size), 0).astype(float)
    table["is_starter"] = pd.array(table["player_id"] % 100 < 5, dtype="boolean")
    table["plus_minus"] = 0.0
    return table


def _teams(men: pd.DataFrame) -> pd.DataFrame:
    keys = ["season", "game_id", "game_date", "season_type", "team_id", "opponent_team_id", "is_home"]
    sums = men.groupby(keys, as_index=False)[["points", *STATISTICS]].sum()
    number = sums["game_id"].str[-2:].astype(int)
    return sums.assign(is_neutral=False, minutes=240.0 + 25.0 * (number % 9 == 0))


def _games(teams: pd.DataFrame) -> pd.DataFrame:
    home = teams[teams["is_home"]].reset_index(drop=True)
    away = teams[~teams["is_home"]].set_index("game_id").reindex(home["game_id"])
    points, against = home["points"], pd.Series(away["points"].to_numpy())
    table = home[["season", "game_id", "game_date", "season_type", "minutes", "is_neutral"]].assign(
        home_team_id=home["team_id"], away_team_id=away["team_id"].to_numpy(), home_points=points,
        away_points=against, home_margin=points - against, total_points=points + against, is_played=True,
    )  # fmt: skip
    return table.assign(first_half_points=(table["total_points"] * 0.5 + home["ast"]).round())


def _lines(games: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    parts = []
    for market in MARKETS:
        for moment in ("open", "morning", "close"):
            size = len(games)
            line = {"moneyline": 0.0 * games["home_margin"], "ats": 0.3 * games["home_margin"],
                    "total": games["total_points"]}[market]  # fmt: skip
            parts.append(
                games[["season", "game_id", "game_date"]].assign(
                    market=market, moment=moment, line=(line + rng.normal(0, 2, size)).round(),
                    market_probability=rng.uniform(0.2, 0.8, size),
                    book_confirmed=pd.array([pd.NA] * size, dtype="boolean"),
                )
            )  # fmt: skip
    return pd.concat(parts, ignore_index=True)


def _quotes(games: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    parts = []
    for market in MARKETS:
        for moment in ("open", "morning", "close"):
            for book in "abc":
                line = rng.integers(0, 4, len(games)).astype(float)
                parts += [
                    games[["season", "game_id", "game_date"]].assign(
                        player_id=pd.array([pd.NA] * len(games), dtype="Int64"), market=market, moment=moment,
                        book=book, line=line, selection=selection, price_decimal=1.91, source="book_lines",
                        quoted_at_utc=pd.Series(pd.NaT, index=games.index, dtype="datetime64[us, UTC]"),
                    )
                    for selection in ("over", "under")
                ]  # fmt: skip
    return pd.concat(parts, ignore_index=True)


def _notes(men: pd.DataFrame) -> pd.DataFrame:
    missing = men[(men["minutes"] == 0) & (men["player_id"] % 2 == 0)]
    early = missing["player_id"] % 4 == 0
    return pd.DataFrame(
        {
            "note_date": missing["game_date"] - pd.to_timedelta(early.astype(int), unit="D"),
            "player_id": missing["player_id"].astype("Int64"),
            "state": "out",
            "reason": np.where(missing["player_id"] % 3 == 0, "rest", "injury"),
        }
    ).reset_index(drop=True)


def _props(men: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    from busta.schemas.props import PROP_MARKETS

    quoted = men[men["player_id"] % 100 < 4]
    parts = []
    for market in PROP_MARKETS:
        for hour in (12, 20):
            size = len(quoted)
            at = quoted["game_date"] + pd.Timedelta(hours=hour)
            parts.append(
                quoted[["season", "game_id", "game_date", "player_id"]].assign(
                    market=market, line=rng.integers(1, 6, size) + 0.5, price_over=rng.uniform(1.7, 2.0, size),
                    price_under=rng.uniform(1.7, 2.0, size), book="a", source="props_api",
                    quoted_at_utc=at.dt.tz_localize("UTC"),
                )
            )  # fmt: skip
    return pd.concat(parts, ignore_index=True)
