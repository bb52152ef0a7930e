"""An invented league whose books put the lines on players too high, and the pipeline that is to find it.

As `benchmarks.planted_worlds`, for markets about players: from raw files to bets. The looks are at the main line of the
morning, at the prices of the market as a whole. Beside the return of each stands the true one of the very same bets.
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
from benchmarks.planted_worlds import EFFICIENT_BOOK, LEAGUE, LEVEL, PUBLISHED
from busta.betting.value import expected_value
from busta.evaluation.bootstrap import BootstrapRules, Estimate, draw_days, mean_estimate
from busta.fabrication import LeagueSettings
from busta.fabrication.prop_truth import true_props
from busta.markets import validate_roster
from busta.params.fabrication import FabricationParams
from busta.pipelines import (
    backtesting,
    calibration,
    fabrication,
    feature_engineering,
    ingestion,
    modeling,
    stacking,
)

PLAYER_MARKETS = ("points", "rebounds", "assists")
PLANT = "shaded_prop_overs"
# The looks, stated before anything is run: an edge is found where the interval of one lies wholly above zero.
EVERY_UNDER, BY_BLEND, BY_MODEL = "every_under", "value_by_blend", "value_by_model"
PLAYER_LOOKS = (EVERY_UNDER, BY_BLEND, BY_MODEL)
MOMENT, BOOKS = "morning", "consensus"
# Of a bet, per unit staked; and the fewest bets of which a return is measured.
MIN_VALUE, MIN_BETS = 0.02, 100
# Drawn so often, the truth has a tenth of the standard error of what is compared with it.
DRAWS = 100
_LEARNER, _TREES = "tweedie_lightgbm", 40
_GROUPS = ["form", "minutes", "usage", "pace"]
_QUESTION = ["game_id", "player_id", "market", "line"]
_BOOTSTRAP = BootstrapRules(draws=1000, seed=20260101, level=LEVEL)

# A book that expects exactly what follows from what is known, and charges nothing but what sets it apart from others.
EFFICIENT_PROPS = {
    "error_sd": 0.0,
    "step_sd": 0.0,
    "book_error_sd": 0.0,
    "line_error_sd": 0.0,
    "overround": 0.0,
}
# One archive, that of the mornings, with all games of the two seasons that are bet on.
QUOTED = {"seasons": 2, "api_share": 1.0, "pra_share": 0.0, "page_share": 0.0, "alternates": 0}


@dataclass(frozen=True)
class PropWorld:
    """One invented league and how far its books put up the lines on players.

    Attributes
    ----------
    seed
        Root seed of the league.
    shade
        Part of a man's own standard deviation by which every line stands above what is expected; 0: efficient books.
    league, quoted
        Parameters of ``fabrication`` and ``fabrication.props`` that differ: how large the league is, how many lines.
    published
        First season whose bets count.
    """

    seed: int
    shade: float
    league: dict[str, Any] = field(default_factory=lambda: dict(LEAGUE))
    quoted: dict[str, Any] = field(default_factory=lambda: dict(QUOTED))
    published: str = PUBLISHED

    @property
    def plant(self) -> str:
        """Name of the mistake."""
        return PLANT if self.shade else "none"

    @property
    def keys(self) -> set[tuple[str, float, str, int]]:
        """Mistake, its size, until when, and seed, as its looks have them on file."""
        return {(self.plant, self.shade, "never", self.seed)}


def measure_prop_world(world: PropWorld, scratch: Path | None = None) -> pd.DataFrame:
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
        One row per market and look: ``plant, size, until, seed, market, moment, metric, min_edge`` (least expected
        value), ``n, value, low, high`` (profit per unit staked), ``truth`` (what the very same bets were expected to
        bring), ``unders, unders_low, unders_high`` (share of the bets), and ``is_found``: the interval of the return
        lies wholly above zero. Nothing is measured of fewer than ``MIN_BETS``.
    """
    raw = _parameters(world)
    with tempfile.TemporaryDirectory(dir=scratch) as folder:
        made = _run(raw, Path(folder))
    bets = _bets(world, made)
    bets = with_truth(bets, _settings(raw), DRAWS)
    looks = [
        look_at(world, bets[bets["market"] == name], name, look)
        for name in PLAYER_MARKETS
        for look in PLAYER_LOOKS
    ]
    table = pd.DataFrame(looks)
    return table.assign(is_found=table["low"] > 0)


def with_truth(bets: pd.DataFrame, settings: LeagueSettings, draws: int) -> pd.DataFrame:
    """Put beside bets on players what they were truly expected to bring.

    Parameters
    ----------
    bets
        ``game_id, player_id, market, line, selection, price_decimal``.
    settings
        The league.
    draws
        How often its games are played again.

    Returns
    -------
    pandas.DataFrame
        The bets with ``truth``, profit per unit staked given what is known at tip-off.
    """
    asked = bets[_QUESTION].drop_duplicates(ignore_index=True)
    chances = asked.join(true_props(settings, asked, draws))
    both = bets[_QUESTION].merge(chances, on=_QUESTION, how="left", validate="many_to_one")
    is_over = bets["selection"].eq("over").to_numpy()
    wins, loses = (
        np.where(is_over, both[one], both[other]) for one, other in (("over", "under"), ("under", "over"))
    )
    return bets.assign(truth=wins * (bets["price_decimal"].to_numpy() - 1) - loses)


def _bets(world: PropWorld, made: dict[str, Any]) -> pd.DataFrame:
    parts = [made[f"bets_{market}"].assign(market=market) for market in PLAYER_MARKETS]
    bets = pd.concat(parts, ignore_index=True)
    is_looked_at = bets["moment"].eq(MOMENT) & bets["books"].eq(BOOKS) & bets["season"].ge(world.published)
    bets = bets[is_looked_at].reset_index(drop=True)
    return bets.assign(
        model_value=expected_value(bets["probability_model"], bets["price_decimal"], bets["probability_push"])
    )


def look_at(world: PropWorld, bets: pd.DataFrame, market: str, look: str) -> dict[str, Any]:
    is_taken = {
        EVERY_UNDER: bets["selection"].eq("under"),
        BY_BLEND: bets["expected_value"].ge(MIN_VALUE),
        BY_MODEL: bets["model_value"].ge(MIN_VALUE),
    }[look]
    least = 0.0 if look == EVERY_UNDER else MIN_VALUE
    keys = {"plant": world.plant, "size": world.shade, "until": "never", "seed": world.seed}
    keys |= {"market": market, "moment": MOMENT, "metric": look, "min_edge": least}
    taken = bets[is_taken]
    if len(taken) < MIN_BETS:
        names = ("value", "low", "high", "truth", "unders", "unders_low", "unders_high")
        return {**keys, "n": len(taken), **dict.fromkeys(names, np.nan)}
    profit, unders = (_mean(taken, values) for values in (taken["profit"], taken["selection"].eq("under")))
    found = {"n": len(taken), "value": profit.value, "low": profit.low, "high": profit.high}
    shares = {"unders": unders.value, "unders_low": unders.low, "unders_high": unders.high}
    return {**keys, **found, "truth": taken["truth"].mean(), **shares}


def _mean(bets: pd.DataFrame, values: pd.Series) -> Estimate:
    return mean_estimate(values.astype("float64"), draw_days(bets["game_date"], _BOOTSTRAP))


def _run(raw: dict[str, Any], root: Path) -> dict[str, Any]:
    roster = validate_roster({"markets": raw["markets"]})
    stages = [
        fabrication.create_pipeline(),
        ingestion.create_pipeline(),
        feature_engineering.create_pipeline(),
        feature_engineering.create_player_pipeline(roster),
    ]
    stages += [stage.create_pipeline(roster) for stage in (modeling, calibration, stacking, backtesting)]
    return run_world(sum(stages, Pipeline([])), raw, root, [f"bets_{market}" for market in PLAYER_MARKETS])


def _parameters(world: PropWorld) -> dict[str, Any]:
    raw = written()
    raw["fabrication"] |= {"seed": world.seed, **world.league}
    raw["fabrication"]["book"] |= EFFICIENT_BOOK
    raw["fabrication"]["props"] |= EFFICIENT_PROPS | world.quoted
    raw["fabrication"]["edges"][PLANT] = world.shade
    raw["modeling"]["first_published_season"] = world.published
    raw["modeling"]["learners"][_LEARNER] |= {"n_estimators": _TREES}
    # One cheap learner on four themes; the family of the distribution is chosen by the pipeline.
    cheap = {"learners": [_LEARNER], "weights": {_LEARNER: 1.0}, "feature_groups": _GROUPS, "refit": "season"}
    raw["markets"] = {name: {**raw["markets"][name], **cheap, "ablation": None} for name in PLAYER_MARKETS}
    raw["features"]["players"]["play"] |= {"trees": 5}
    return raw


def _settings(raw: dict[str, Any]) -> LeagueSettings:
    return FabricationParams(**raw["fabrication"]).settings()
