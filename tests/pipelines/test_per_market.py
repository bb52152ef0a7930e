"""A template times the roster."""

from __future__ import annotations

from typing import get_type_hints

from kedro.pipeline import Pipeline, node

from busta.markets import Market, validate_roster
from busta.pipelines.per_market import bound, for_each_market

BLOCK = {
    "subject": "game",
    "quantity": "home_margin",
    "line": {"constant": 0},
    "quotes": None,
    "is_push_possible": False,
    "combine": "difference",
    "feature_groups": ["elo"],
    "learners": ["ridge"],
    "refit": "season",
    "calibrators": ["none"],
}
ROSTER = validate_roster({"markets": {name: {"id": name, **BLOCK} for name in ("one", "two")}})


def join(features: str, market: Market, seed: int, learner: str = "none") -> str:
    """Join what a node was given."""
    return f"{features} {market.id} {seed} {learner}"


def template(market: Market) -> Pipeline:
    inputs = ["features", "params:market", "params:seed"]
    first = node(bound(join, learner="ridge"), inputs, "table", name="join")
    return Pipeline([first, node(str.upper, "table", "loud", name="raise_voice")])


def test_every_market_has_its_own_tables_and_shares_the_rest() -> None:
    pipeline = for_each_market(template, ROSTER)
    assert pipeline.inputs() == {"features", "params:markets.one", "params:markets.two", "params:seed"}
    assert pipeline.all_outputs() == {"one.table", "one.loud", "two.table", "two.loud"}
    assert {n.name for n in pipeline.nodes} == {
        f"{m}.{n}" for m in ("one", "two") for n in ("join", "raise_voice")
    }


def test_what_a_report_of_all_markets_reads_leaves_the_namespace() -> None:
    reported = Pipeline([node(str.upper, "features", "report_tuning", name="measure")])
    pipeline = for_each_market(lambda _: reported, ROSTER)
    assert pipeline.all_outputs() == {"report_tuning_one", "report_tuning_two"}
    assert {n.name for n in pipeline.nodes} == {"one.measure", "two.measure"}


def test_a_market_can_be_run_alone() -> None:
    only = for_each_market(template, ROSTER).only_nodes_with_namespaces(["one"])
    assert only.all_outputs() == {"one.table", "one.loud"}


def test_a_bound_function_keeps_its_name_and_hints() -> None:
    function = bound(join, learner="ridge")
    assert function.__name__ == "join"
    assert get_type_hints(function)["market"] is Market
    assert function("f", ROSTER["one"], 1) == "f one 1 ridge"


def test_a_template_that_needs_no_parameters_is_fine() -> None:
    pipeline = for_each_market(lambda _: Pipeline([node(str.upper, "features", "loud", name="a")]), ROSTER)
    assert pipeline.inputs() == {"features"}
