"""The distributions of every player market, and what the statistics of one game have to do with each other."""

from __future__ import annotations

from collections.abc import Iterable

from kedro.pipeline import Pipeline, node

from busta.markets import Market
from busta.pipelines.calibration.player_nodes import (
    fit_distributions,
    fit_joint,
    forecast,
    report_combinations,
    report_distributions,
    report_joint,
    share,
)
from busta.pipelines.per_market import bound


def player_template(market: Market) -> Pipeline:
    """The distributions of one player market, named as if it were the only one."""
    return Pipeline(
        [
            node(
                fit_distributions,
                ["means", "params:market", "params:distributions"],
                "distributions",
                name="fit_distributions",
            ),
            node(forecast, ["means", "distributions"], "forecasts", name="forecast"),
            node(
                report_distributions,
                ["means", "distributions", "params:market", "params:distributions"],
                "report_distributions",
                name="report_distributions",
            ),
            node(share, ["means", "distributions"], ["prop_scores", "prop_distributions"], name="share"),
        ],
        tags="calibration",
    )


def joint_pipeline(markets: Iterable[Market]) -> Pipeline:
    """What the statistics of one game have to do with each other, and whether sums agree with it.

    Statistics that are markets of their own are drawn together; a sum with another part is left out.
    """
    players = {market.id: market.parts for market in markets}
    single = {name: parts[0] for name, parts in players.items() if len(parts) == 1}
    sums = {
        name: parts
        for name, parts in players.items()
        if len(parts) > 1 and set(parts) <= set(single.values())
    }
    if not single:
        return Pipeline([])
    known = {name: (part,) for name, part in single.items()} | sums
    joint = node(
        bound(fit_joint, statistics=tuple(single.values())),
        ["feat_player_questions", "params:distributions", *_shared("scores", single)],
        "prop_joint",
        name="fit_joint",
    )
    report = node(
        bound(report_joint, parts={(single.get(name) or name): parts for name, parts in known.items()}),
        [
            "prop_joint",
            "params:distributions",
            *_shared("scores", known),
            *_shared("distributions", known),
        ],
        "report_joint",
        name="report_joint",
    )
    combinations = node(
        bound(report_combinations, statistics=tuple(single.values())),
        [
            "prop_joint",
            "feat_player_questions",
            "params:distributions",
            *_shared("scores", single),
            *_shared("distributions", single),
        ],
        ["report_combinations", "report_combination_games"],
        name="report_combinations",
    )
    return Pipeline([joint, combinations, *([report] if sums else [])], tags="calibration")


def _shared(table: str, markets: Iterable[str]) -> list[str]:
    return [f"prop_{table}_{market}" for market in markets]
