"""A small league with fair closing lines, in memory, and files of picks on it."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import yaml
from scipy.special import ndtr

from busta.datasets.raw_formats import read_csv
from busta.evaluation.judge import JudgeRules
from busta.markets import load_roster
from busta.nba.teams import teams
from busta.params.evaluation import EvaluationParams
from busta.params.judge import JudgeParams
from busta.reports.judgement import JudgeSettings, JudgeTables, judged_subjects
from busta.schemas.identity import FABRICATED
from busta.sources.picks import PickFile, read_picks
from tests.project import CONF

MARKETS = ("moneyline", "ats", "total")
MARGIN_SD, TOTAL_SD = 12.0, 18.0
DAYS, GAMES = 150, 8


@cache
def _games() -> pd.DataFrame:
    rng = np.random.default_rng(11)
    ids = teams()["team_id"].to_numpy()
    pairs = np.vstack([rng.permutation(ids)[: 2 * GAMES].reshape(-1, 2) for _ in range(DAYS)])
    n = DAYS * GAMES
    day = np.repeat(np.arange(DAYS), GAMES)
    season = np.where(day < DAYS // 2, 2015, 2016)
    start = pd.to_datetime([f"{year}-11-01" for year in season])
    date = (start + pd.to_timedelta(day % (DAYS // 2), unit="D")).astype("datetime64[us]")
    expected_margin, expected_total = rng.normal(2.5, 6.0, n), rng.normal(225.0, 8.0, n)
    margin = np.rint(rng.normal(expected_margin, MARGIN_SD))
    return pd.DataFrame(
        {
            "season": pd.Series([f"{year}-{(year + 1) % 100}" for year in season], dtype="str"),
            "game_id": pd.Series([f"00{row + 20000000:08d}" for row in range(n)], dtype="str"),
            "game_date": date,
            "home_team_id": pairs[:, 0],
            "away_team_id": pairs[:, 1],
            "home_margin": np.where(margin == 0, 1.0, margin),
            "total_points": np.rint(rng.normal(expected_total, TOTAL_SD)),
            "tip_off_utc": pd.DatetimeIndex(date).tz_localize("UTC") + pd.Timedelta(hours=24),
            "is_played": True,
            "expected_margin": expected_margin,
            "expected_total": expected_total,
        }
    )


def world_games() -> pd.DataFrame:
    """``prm_games`` of the league, with what was to be expected of each."""
    return _games().copy()


@cache
def _lines() -> pd.DataFrame:
    games, rng = world_games(), np.random.default_rng(12)
    parts = []
    for moment, noise in (("close", 0.0), ("open", 2.0)):
        off = rng.normal(0, 1, len(games)) * noise
        spread = np.rint(2 * (games["expected_margin"] + off)) / 2
        total = np.rint(2 * (games["expected_total"] + off)) / 2
        home = ndtr(games["expected_margin"] / MARGIN_SD)
        of_market = {"ats": (spread, 0.5), "total": (total, 0.5)}
        of_market |= {"moneyline": (0.0, home)} if moment == "close" else {}
        parts += [
            games[["season", "game_id", "game_date"]].assign(
                market=market, moment=moment, line=line, market_probability=probability
            )
            for market, (line, probability) in of_market.items()
        ]
    lines = pd.concat(parts, ignore_index=True)
    return lines.assign(player_id=pd.array([pd.NA] * len(lines), dtype="Int64"), source="archive")


def world_lines() -> pd.DataFrame:
    """``prm_market_lines`` of the league: fair closes, and openings that are off."""
    return _lines().copy()


def world_quotes(margin: float = 1.04) -> pd.DataFrame:
    """``prm_quotes``: one book that quotes every line, moneylines at fair prices less a margin."""
    lines = world_lines()
    over = lines["market_probability"]
    sides = [
        lines.assign(selection=side, price_decimal=1 / (margin * fair), book="book")
        for side, fair in (("over", over), ("under", 1 - over))
    ]
    return pd.concat(sides, ignore_index=True).drop(columns="market_probability")


def world_identity() -> dict[str, Any]:
    """``prm_data_identity`` of the league."""
    return {"fabricated": True, "description": f"{FABRICATED} (an invented league), tiny", "sha256": "0"}


def world_tables() -> JudgeTables:
    """All that picks are graded on."""
    return JudgeTables(world_identity(), world_games(), world_lines(), world_quotes())


def _conf(name: str) -> dict[str, Any]:
    content = yaml.safe_load((CONF / "base" / f"parameters_{name}.yml").read_text(encoding="utf-8"))
    return dict(content[name])


def judge_rules() -> JudgeRules:
    """The rules as configured."""
    return JudgeParams(**_conf("judge")).rules(1.9091)


def judge_settings(tries: int | None = None) -> JudgeSettings:
    """Settings as configured, with fewer draws."""
    evaluation = EvaluationParams(**_conf("evaluation"))
    subjects = judged_subjects(load_roster(CONF / "base" / "parameters_markets.yml"))
    draws = replace(evaluation.rules, draws=200)
    return JudgeSettings(subjects, judge_rules(), draws, 10, tries)


def outcome_of(market: str) -> pd.Series:
    """1 where the closing line was passed, 0 where it was not, null on a push; by game."""
    games = world_games().set_index("game_id")
    close = closing(market)
    actual = games["total_points" if market == "total" else "home_margin"]
    beyond = actual - close["line"].reindex(actual.index)
    return beyond.gt(0).astype("float64").where(beyond.ne(0))


def closing(market: str) -> pd.DataFrame:
    """Closing lines of a market, by game."""
    lines = world_lines()
    return lines[lines["market"].eq(market) & lines["moment"].eq("close")].set_index("game_id")


def model_of(market: str, error: float = 4.0, seed: int = 3) -> pd.Series:
    """An honest forecast: the truth seen through an error, less sure of itself for it."""
    games, rng = world_games().set_index("game_id"), np.random.default_rng(seed)
    sd = TOTAL_SD if market == "total" else MARGIN_SD
    mean = games["expected_total" if market == "total" else "expected_margin"]
    seen = (mean + rng.normal(0, error, len(games)) - closing(market)["line"].reindex(mean.index)) / sd
    # Against a line that knows the truth nothing is worth anything: only a tenth of the edge is claimed.
    return pd.Series(ndtr(seen if market == "moneyline" else 0.1 * seen), index=mean.index)


def picks_file(folder: Path, rows: pd.DataFrame, name: str = "picks.csv") -> PickFile:
    """Write picks as CSV and read them."""
    path = folder / name
    rows.to_csv(path, index=False)
    return read_picks(read_csv(path), world_games(), MARKETS)
