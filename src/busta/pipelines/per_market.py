"""A template pipeline times the roster: one namespaced copy for every market."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial, update_wrapper
from typing import Any

from kedro.pipeline import Pipeline

from busta.markets import Market

# Tables that all markets share; everything else in a template belongs to its market.
SHARED_INPUTS = frozenset(
    {
        "feat_player_questions",
        "features",
        "features_day_before",
        "features_players",
        "prm_data_identity",
        "prm_games",
        "prm_market_lines",
        "prm_player_games",
        "prm_players",
        "prm_prop_lines",
        "prm_prop_quotes",
        "prm_quotes",
    }
)

# Results that are read for all markets together: they leave the namespace under a name of their own, `<name>_<market>`.
SHARED_OUTPUTS = ("prop_distributions", "prop_scores", "report_tuning", "report_tuning_page")


def for_each_market(template: Callable[[Market], Pipeline], markets: Iterable[Market]) -> Pipeline:
    """Instantiate a template for every one of some markets.

    Parameters
    ----------
    template
        Builds the pipeline of one market, with names as if it were the only one. It may read
        `params:market` (that market's block) and any other parameters, which all markets share.
    markets
        The markets.

    Returns
    -------
    kedro.pipeline.Pipeline
        The sum; nodes, inputs and outputs of market `m` are named `m.<name>`, except `SHARED_INPUTS` and
        `SHARED_OUTPUTS`.
    """
    return sum((_instance(template(market), market.id) for market in markets), Pipeline([]))


def bound(function: Callable[..., Any], **arguments: Any) -> Callable[..., Any]:
    """Bind keyword arguments of a node function, such as the learner it is for.

    Parameters
    ----------
    function
        A node function; the bound arguments come last in its signature.
    arguments
        The arguments to bind.

    Returns
    -------
    Callable
        Keeps the name and the type hints, by which Kedro validates parameters before any node runs.
    """
    return update_wrapper(partial(function, **arguments), function)


def _instance(template: Pipeline, market_id: str) -> Pipeline:
    inputs = template.inputs()
    parameters = {name: name for name in inputs if name.startswith("params:") and name != "params:market"}
    if "params:market" in inputs:
        parameters["params:market"] = f"params:markets.{market_id}"
    made = template.all_outputs()
    return Pipeline(
        template,
        namespace=market_id,
        inputs=set(inputs & SHARED_INPUTS),
        outputs={name: f"{name}_{market_id}" for name in SHARED_OUTPUTS if name in made},
        parameters=parameters,
    )
