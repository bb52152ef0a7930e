"""An invented league whose books make a known mistake, and the pipeline that is to find it.

The finder is the project's own pipeline on a data root of its own: it fabricates the league as raw files, ingests them,
makes features, learns from results, and measures the sides it takes against the opening and the closing line. Beside
each measured number stands what was true of the very same bets.
"""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from kedro.pipeline import Pipeline

from benchmarks.planted_run import run_world, written
from busta.evaluation.edges import market_edges
from busta.fabrication import LeagueSettings
from busta.fabrication.chances import margin_chances, total_chances
from busta.fabrication.truth import true_games
from busta.markets import validate_roster
from busta.params.fabrication import FabricationParams
from busta.pipelines import (
    calibration,
    fabrication,
    feature_engineering,
    ingestion,
    modeling,
    reporting,
    stacking,
)

MARKETS = ("ats", "total")
# The looks, stated before anything is run: an edge is found where the interval of one lies wholly above zero.
MIN_EDGE = 2.0
LOOKS = (("open", "closing_line_value"), ("open", "roi"), ("close", "roi"))
LEVEL = 0.95
PRICE = 2.0
_LEARNER = "ridge"
_GROUPS = ["efficiency", "schedule", "past_lines"]

# Small, so that a world takes seconds; two of the four seasons are bet on.
LEAGUE = {
    "seasons": 4,
    "first_season": 2015,
    "teams": 12,
    "games_per_team": 60,
    "players_per_team": 12,
    "playoff_teams": 0,
    "preseason_games": 0,
}
PUBLISHED = "2017-18"

# A book that expects exactly what follows from what is known, and charges nothing.
EFFICIENT_BOOK = {
    "margin_error_sd": 0.0,
    "total_error_sd": 0.0,
    "margin_step_sd": 0.0,
    "total_step_sd": 0.0,
    "book_error_sd": 0.0,
    "book_total_error_sd": 0.0,
    "overround": 0.0,
    "moneyline_overround": 0.0,
    "opening_overround": 0.0,
    "opening_moneyline_overround": 0.0,
}


@dataclass(frozen=True)
class World:
    """One invented league and what its books do wrong.

    Attributes
    ----------
    seed
        Root seed of the league.
    planted
        Mistake and its size in points, by market: ``("ignored_back_to_back", 3.0)``.
    until
        Moment from which the mistakes are gone; a stale opening is gone by the morning.
    league
        Parameters of ``fabrication`` that differ: how large the league is.
    published
        First season whose bets count.
    """

    seed: int
    planted: dict[str, tuple[str, float]]
    until: str = "close"
    league: dict[str, Any] = field(default_factory=lambda: dict(LEAGUE))
    published: str = PUBLISHED

    @property
    def sizes(self) -> dict[str, float]:
        """Size of every mistake."""
        return dict(self.planted.values())

    @property
    def keys(self) -> set[tuple[str, float, str, int]]:
        """Mistake, its size, until when, and seed, as its looks have them on file."""
        return {(*self.planted[market], self.until, self.seed) for market in MARKETS}

    def min_edge(self, market: str) -> float:
        """Smallest edge of a side that is looked at: half the mistake, and never less than two points."""
        return max(MIN_EDGE, self.planted[market][1] / 2)


def efficient(seed: int) -> World:
    """Books that make no mistake."""
    return World(seed, {"ats": ("none", 0.0), "total": ("none", 0.0)})


def tired_and_shaded(cost: float, shade: float, seed: int, until: str = "close") -> World:
    """Books that ignore what the second of two nights costs, and put totals too high."""
    return World(seed, {"ats": ("ignored_back_to_back", cost), "total": ("shaded_overs", shade)}, until)


def stale(points: float, seed: int) -> World:
    """Books whose openings are off by a standard deviation of so many points."""
    return World(seed, {"ats": ("stale_open", points), "total": ("stale_open", points)}, "morning")


def measure_world(world: World, scratch: Path | None = None) -> pd.DataFrame:
    """Fabricate a world, run the pipeline on it and measure what it found.

    Parameters
    ----------
    world
        The league and its books.
    scratch
        Folder below which a data root is made and removed again.

    Returns
    -------
    pandas.DataFrame
        One row per look: ``plant, size, until, seed, market, moment, metric, min_edge, n, value, low, high``, ``truth``
        (what the very same bets were expected to bring), and ``is_found``: the interval lies wholly above zero.
    """
    raw = _parameters(world)
    with tempfile.TemporaryDirectory(dir=scratch) as folder:
        made = _run(raw, Path(folder))
    truth = true_games(_settings(raw)).set_index("game_id")
    looks = [look for market in MARKETS for look in _looks(world, made, market, truth, _settings(raw))]
    table = pd.DataFrame(looks)
    return table.assign(is_found=table["low"] > 0)


def _looks(
    world: World, made: dict[str, Any], market: str, truth: pd.DataFrame, settings: LeagueSettings
) -> list[dict[str, Any]]:
    least, (plant, size) = world.min_edge(market), world.planted[market]
    measured = made[f"report_edges_{market}"].query("games == 'all' and min_edge == @least")
    measured = measured.set_index(["moment", "metric"])
    rows = market_edges([made[f"{market}.oof_{_LEARNER}"]], made["prm_market_lines"], market)
    rows = rows[rows["season"].isin(made[f"{market}.probabilities"]["season"].unique())]
    found = []
    for moment, metric in LOOKS:
        keys = {"plant": plant, "size": size, "until": world.until, "seed": world.seed}
        keys |= {"market": market, "moment": moment, "metric": metric, "min_edge": least}
        bets = rows[(rows["forecast"] - rows[f"line_{moment}"]).abs() >= least]
        if bets.empty:
            nothing = dict.fromkeys(("value", "low", "high", "truth"), np.nan)
            found.append({**keys, "n": 0, **nothing})
            continue
        known = _true_value(bets, market, moment, metric, truth, settings)
        look = measured.loc[(moment, metric)]
        if look["n"] != len(bets):
            raise RuntimeError(f"{keys}: expected the {look['n']} bets of the report, was {len(bets)}")
        found.append({**keys, **look[["n", "value", "low", "high"]], "truth": known})
    return found


def _true_value(
    bets: pd.DataFrame, market: str, moment: str, metric: str, truth: pd.DataFrame, settings: LeagueSettings
) -> float:
    known = truth.loc[bets["game_id"]]
    line = bets[f"line_{moment}"].to_numpy()
    side = np.sign(bets["forecast"].to_numpy() - line)
    if metric == "closing_line_value":
        close = known["margin_close" if market == "ats" else "total_close"].to_numpy()
        return float(np.mean(side * (close - line)))
    margin, total = known["margin"].to_numpy(), known["total"].to_numpy()
    if market == "ats":
        chances = margin_chances(margin, line, settings.play)
    else:
        chances = total_chances(margin, total, line, settings.play)
    return float(chances.expected_profit(side, PRICE).mean())


def _run(raw: dict[str, Any], root: Path) -> dict[str, Any]:
    roster = validate_roster({"markets": raw["markets"]})
    stages = [
        fabrication.create_pipeline(),
        ingestion.create_pipeline(),
        feature_engineering.create_pipeline(),
    ]
    stages += [stage.create_pipeline(roster) for stage in (modeling, calibration, stacking, reporting)]
    wanted = ["prm_market_lines"]
    for market in MARKETS:
        wanted += [f"report_edges_{market}", f"{market}.oof_{_LEARNER}", f"{market}.probabilities"]
    return run_world(sum(stages, Pipeline([])), raw, root, wanted)


def _parameters(world: World) -> dict[str, Any]:
    raw = written()
    raw["fabrication"] |= {"seed": world.seed, **world.league}
    raw["fabrication"]["book"] |= EFFICIENT_BOOK
    raw["fabrication"]["props"]["seasons"] = 0
    sizes = world.sizes
    if "ignored_back_to_back" in sizes:
        raw["fabrication"]["play"]["back_to_back_cost"] = sizes["ignored_back_to_back"]
        raw["fabrication"]["edges"] |= {"ignored_back_to_back": 1.0, "ignored_until": world.until}
    if "shaded_overs" in sizes:
        raw["fabrication"]["edges"] |= {"shaded_overs": sizes["shaded_overs"], "shaded_until": world.until}
    raw["fabrication"]["edges"]["stale_open_sd"] = sizes.get("stale_open", 0.0)
    raw["modeling"]["first_published_season"] = world.published
    raw["evaluation"] |= {"draws": 1000, "level": LEVEL}
    least = sorted({world.min_edge(market) for market in MARKETS})
    raw["evaluation"]["edges"] = {"min_edges": least, "assumed_price": PRICE}
    # The cheapest learner on the groups that can see every mistake; what calibration says is not looked at.
    cheap = {"learners": [_LEARNER], "feature_groups": _GROUPS, "monotone": {}, "refit": "season"}
    cheap |= {"calibrators": ["none"], "recalibrators": ["none"]}
    raw["markets"] = {name: {**raw["markets"][name], **cheap} for name in MARKETS}
    raw["features"]["players"]["play"] |= {"trees": 5}
    return raw


def _settings(raw: dict[str, Any]) -> LeagueSettings:
    return FabricationParams(**raw["fabrication"]).settings()
