"""The part `pages` of the stage `fetching`: injury reports, line-ups, the injury feed, news."""

from kedro.pipeline import Node, Pipeline

from busta.fetching.pages_calls import SOURCES
from busta.fetching.pages_files import FILES
from busta.pipelines.fetching import pages_nodes as nodes

# Source to the raw dataset of ingestion that reads its folder.
_RAW = {
    "injury_report": "raw_official_report",
    "daily_lineups": "raw_nba_lineups",
    "injury_feed": "raw_injury_feed",
    "news_feed": "raw_news_feed",
}


def create_pages_pipeline() -> Pipeline:
    """Build the part.

    Returns
    -------
    kedro.pipeline.Pipeline
        From the sources of pages to ``raw_fetched_*``.
    """
    when = ["fetching_clock", "params:fetching"]
    return Pipeline(
        [
            Node(
                nodes.plan_pages,
                [*when, *SOURCES],
                ["int_fetch_calls_pages", "int_fetch_plan_pages"],
                name="plan_pages",
            ),
            Node(
                nodes.fetch_pages,
                ["int_fetch_calls_pages", "int_fetch_plan", *when, *SOURCES],
                "int_fetch_log_pages",
                name="fetch_pages",
            ),
            Node(
                nodes.write_pages,
                ["int_fetch_log_pages", "params:fetching", *SOURCES, *(_RAW[source] for source in SOURCES)],
                [*(f"raw_fetched_{FILES[source][0]}" for source in SOURCES), "int_fetch_written_pages"],
                name="write_pages",
            ),
        ]
    )
