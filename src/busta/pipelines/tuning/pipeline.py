"""The stage `tuning`: hyperparameters chosen before the seasons they are used in; not part of the default run."""

from kedro.pipeline import Pipeline, node

from busta.markets import Market, Roster
from busta.pipelines.per_market import bound, for_each_market
from busta.pipelines.tuning import nodes


def create_pipeline(roster: Roster) -> Pipeline:
    """Build the stage for every market of the roster.

    Parameters
    ----------
    roster
        The markets.

    Returns
    -------
    kedro.pipeline.Pipeline
        One namespaced copy of the template for each market.
    """
    return for_each_market(template, roster)


def template(market: Market) -> Pipeline:
    """Build the stage for one market.

    Parameters
    ----------
    market
        Its learners decide the nodes.

    Returns
    -------
    kedro.pipeline.Pipeline
        Names as if this were the only market.
    """
    return sum((_learner(name) for name in market.learners), _report(market))


def _learner(name: str) -> Pipeline:
    rows, parameters = ["training_table", "folds"], ["params:market", "params:modeling", "params:tuning"]
    return Pipeline(
        [
            node(
                bound(nodes.tune, learner=name),
                [*rows, f"studies_{name}", *parameters],
                [f"tuned_{name}", f"trials_{name}"],
                name=f"tune_{name}",
            ),
            node(
                bound(nodes.forecast_tuned, learner=name),
                [*rows, f"tuned_{name}", *parameters],
                f"tested_{name}",
                name=f"forecast_tuned_{name}",
            ),
        ]
    )


def _report(market: Market) -> Pipeline:
    tested = [f"tested_{name}" for name in market.learners]
    tuned = [f"tuned_{name}" for name in market.learners]
    return Pipeline(
        [
            node(
                nodes.measure_gains,
                ["params:market", "params:evaluation", *tested, *tuned],
                "report_tuning",
                name="measure_gains",
            ),
            node(
                nodes.write_tuning_page,
                ["report_tuning", "prm_data_identity", "params:market", "params:tuning", *tuned],
                "report_tuning_page",
                name="write_tuning_page",
            ),
        ]
    )
