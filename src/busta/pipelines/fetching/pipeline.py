"""The stage `fetching`: from the network to raw files; never part of the default run."""

from collections.abc import Mapping
from typing import Any

from kedro.pipeline import Node, Pipeline

from busta.pipelines.fetching import nodes
from busta.pipelines.fetching.league_pipeline import create_league_pipeline
from busta.pipelines.fetching.odds_pipeline import create_odds_pipeline
from busta.pipelines.fetching.pages_pipeline import create_pages_pipeline

# What is fetched together: plans, calls and raw files of some sources.
PARTS: Mapping[str, Pipeline] = {
    "league": create_league_pipeline(),
    "odds": create_odds_pipeline(),
    "pages": create_pages_pipeline(),
}


def create_pipeline(**kwargs: Any) -> Pipeline:
    """Build the stage.

    Parameters
    ----------
    kwargs
        Not used; Kedro may pass some.

    Returns
    -------
    kedro.pipeline.Pipeline
        From the sources to ``raw_fetched_*`` and the reports on what was planned and what came of it.
    """
    return assemble(PARTS)


def assemble(parts: Mapping[str, Pipeline]) -> Pipeline:
    """Put what all parts share around them: the plan before anything is fetched, the reports and the verdict after.

    Parameters
    ----------
    parts
        Name to pipeline. Each makes ``int_fetch_plan_<name>`` first, reads ``int_fetch_plan`` before it fetches, and
        makes ``int_fetch_log_<name>`` and, last, ``int_fetch_written_<name>``.

    Returns
    -------
    kedro.pipeline.Pipeline
        The whole stage.
    """
    return sum(parts.values(), Pipeline(_shared(tuple(parts))))


def _shared(parts: tuple[str, ...]) -> list[Node]:
    plans = [f"int_fetch_plan_{part}" for part in parts]
    logs = [f"int_fetch_log_{part}" for part in parts]
    written = [f"int_fetch_written_{part}" for part in parts]
    return [
        Node(
            nodes.show_fetch_plan,
            ["fetching_clock", "params:fetching", *plans],
            "int_fetch_plan",
            name="show_fetch_plan",
        ),
        Node(
            nodes.report_fetching,
            ["int_fetch_plan", *logs, *written],
            ["report_fetch_plan", "report_fetch_log", "report_fetch_files", "int_fetch_history"],
            name="report_fetching",
        ),
        Node(
            nodes.accept_fetching,
            ["report_fetch_log", "report_fetch_files"],
            None,
            name="accept_fetching",
        ),
    ]
