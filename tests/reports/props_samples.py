"""Two player markets, measured: `points` is quoted, taken apart and bet on; of `steals` nobody says a word."""

from __future__ import annotations

from functools import cache
from typing import Any

import pandas as pd

from busta.evaluation.count_scores import synthetic_lines
from busta.evaluation.prop_baselines import BASELINES, baseline_means, fit_baseline
from busta.evaluation.prop_curves import line_curves, pit_curves, synthetic_curve
from busta.evaluation.prop_gates import PropThresholds, joint_prop_gates, prop_gates
from busta.evaluation.prop_line_scores import line_days, line_rows, pooled_days, score_lines
from busta.evaluation.prop_scores import PropForecaster, published_rows, say, score_played
from busta.params.prop_reports import PropReportParams
from busta.reports.props_json import chosen_bets, market_block, props_document, with_bets
from tests import prop_world as world
from tests.reports.samples import REAL

PARAMS = PropReportParams.model_validate(
    {
        "first_season": world.FIRST,
        "seed": 1,
        "null_draws": 100,
        "line_bins": 3,
        "position_rows": 10,
        "baselines": {"last_games": 3, "moving_weight": 0.5, "least_mean": 0.05},
        "bets": {
            "strategies": ["value", "under", "random"],
            "books": ["consensus", "best"],
            "stakes": "flat",
            "headline": ["value", "best"],
        },
        "targets": [
            {
                "metric": "brier_score",
                "at_most": 0.2,
                "parts": ["synthetic", "morning"],
                "why": "A coin has 0.25.",
            },
            {"metric": "roi", "at_least": 0.15, "parts": ["morning"], "why": "Wrong prices only."},
        ],
        "gates": {"real": {"default": {"mae_max": 9.0, "beaten": ["crps"], "blend_not_worse": True}}},
    }
)
ABLATION = pd.DataFrame(
    [
        {"step": "form", "n": 9, "mae": 4.5, "mae_low": 4.4, "mae_high": 4.6, "rmse": 5.9, "rmse_low": 5.8,
         "rmse_high": 6.0},
        {"step": "line_up", "n": 9, "mae": 4.4, "mae_low": 4.3, "mae_high": 4.5, "rmse": 5.8, "rmse_low": 5.7,
         "rmse_high": 5.9, "mae_change": -0.1, "mae_change_low": -0.2, "mae_change_high": -0.05,
         "rmse_change": -0.1, "rmse_change_low": -0.2, "rmse_change_high": -0.05},
    ]
)  # fmt: skip
MIXES = pd.DataFrame(
    [{"season": "2002-03", "mix": "ridge", "n": 9, "mean_absolute_error": 4.4, "weights": "poisson 1.000"}]
)
PER_PLAYER = pd.DataFrame(
    [
        {"season": "all", "rows": "players with >= 50 games", "forecaster": "voting", "n": 9,
         "mean_absolute_error": 5.1, "root_mean_squared_error": 6.2, "mae_minus_pooled": 0.4,
         "mae_minus_pooled_low": 0.3, "mae_minus_pooled_high": 0.5},
        {"season": "all", "rows": "players with >= 50 games", "forecaster": "pooled", "n": 9,
         "mean_absolute_error": 4.7, "root_mean_squared_error": 6.0, "mae_minus_pooled": 0.0},
        {"season": "2002-03", "rows": "players with >= 50 games", "forecaster": "voting", "n": 5,
         "mean_absolute_error": 5.3, "root_mean_squared_error": 6.3},
    ]
)  # fmt: skip

TUNING = pd.DataFrame(
    [
        {"market": "points", "learner": "poisson", "season": "all", "metric": "poisson_deviance", "n": 9,
         "default": 2.5, "tuned": 2.4, "difference": -0.1, "difference_low": -0.2, "difference_high": 0.1},
    ]
)  # fmt: skip
SUMS = pd.DataFrame(
    [
        {"market": "points_rebounds", "n": 300, "mean_own": 15.0, "mean_parts": 15.0, "sd_own": 7.1, "sd_joint": 7.2,
         "sd_independent": 6.4, "gap_joint": 0.01, "gap_independent": 0.05, "crps_own": 3.8, "crps_joint": 3.8,
         "crps_independent": 3.9},
    ]
)  # fmt: skip
PAIRS = pd.DataFrame(
    [
        {"pair": "one man", "games": 60, "n": 900, "frequency": 0.31, "frequency_low": 0.27, "frequency_high": 0.34,
         "joint": 0.3, "product": 0.25, "brier_joint": 0.2, "brier_change": -0.01, "brier_change_low": -0.02,
         "brier_change_high": 0.001},
    ]
)  # fmt: skip


def sheet() -> pd.DataFrame:
    """`report_backtest_sheet` with bets on `points`, staked in two ways, and on another market."""
    return pd.DataFrame(
        [
            {"market": market, "moment": "morning", "books": books, "strategy": strategy, "stakes": stakes,
             "n_bets": n, "win_rate": 0.5, "roi": roi, "roi_low": roi - 0.03, "roi_high": roi + 0.03}
            for market, books, strategy, stakes, n, roi in (
                ("points", "best", "value", "flat", 700, 0.02),
                ("points", "consensus", "value", "flat", 600, -0.01),
                ("points", "best", "under", "flat", 900, -0.02),
                ("points", "best", "value", "kelly", 700, 0.03),
                ("points", "best", "over", "flat", 900, -0.09),
                ("points", "consensus", "random", "flat", 0, 0.0),
                ("total", "best", "value", "flat", 50, 0.5),
            )
        ]
    )  # fmt: skip


@cache
def measured(is_quoted: bool) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Scores, curves and days of the men of `tests.prop_world`."""
    means = baseline_means(world.table(), world.BASELINES)
    rows = published_rows(world.forecasts(), means, world.FIRST)
    every = world.means().drop(columns="mean").merge(means, on=["game_id", "player_id"])
    asked = {"model": PropForecaster(rows["mean"].to_numpy(), world.fitted())}
    spreads = {}
    for name in BASELINES:
        spreads[name] = fit_baseline(every.assign(mean=every[name]), world.DISTRIBUTIONS, 0.05)
        asked[name] = PropForecaster(rows[name].to_numpy(), spreads[name], 0.05)
    said = say(rows, asked, world.RULES.factors, seed=1)
    lines = synthetic_lines(rows["mean"].to_numpy(), world.RULES.factors)
    asked_lines = world.at_lines() if is_quoted else world.at_lines().iloc[:0]
    real = line_rows(asked_lines, world.forecasts(), means, spreads, 0.05)
    parts = [score_played(rows, said, lines, world.RULES), score_lines(real, world.RULES)]
    curves = [synthetic_curve(rows, said["model"].over, lines, world.RULES), line_curves(real, world.RULES)]
    curves.append(pit_curves({name: one.pit for name, one in said.items()}))
    scores, drawn = (pd.concat([one for one in some if len(one)]) for some in (parts, curves))
    return scores, drawn, line_days(real)


def block(market: str) -> dict[str, Any]:
    """`report_prop_block` of `points` or `steals`."""
    is_quoted = market == "points"
    scores = measured(is_quoted)[0]
    gates = prop_gates(scores, market, "real", PARAMS.thresholds_for(market, "real"))
    more = (
        {"ablation": ABLATION, "per_player": PER_PLAYER, "tuning": TUNING, "mixes": MIXES}
        if is_quoted
        else {}
    )
    return market_block(scores, gates=gates, **more)


def document(*, backtest: bool = True) -> dict[str, Any]:
    """`report_props_scores` of both."""
    pooled = pooled_days(measured(True)[2], world.BOOTSTRAP)
    gates = joint_prop_gates(pooled, "real", PropThresholds(blend_minus_market_max=0.5))
    known = sheet() if backtest else pd.DataFrame()
    blocks = {
        market: with_bets(block(market), chosen_bets(known, market, ("morning", "close"), PARAMS.bets))
        for market in ("points", "steals")
    }
    return props_document(REAL, blocks, pooled, gates, sums=SUMS, pairs=PAIRS)
