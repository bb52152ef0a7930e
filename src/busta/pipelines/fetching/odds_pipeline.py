"""The odds part of fetching: The Odds API to raw files of spreads, totals, moneylines and quotes on players."""

from kedro.pipeline import Node, Pipeline

from busta.pipelines.fetching import odds_nodes as nodes

FOLDERS = ("api_spreads", "api_totals", "api_moneylines", "props_api")


def create_odds_pipeline() -> Pipeline:
    """Build the odds part of the stage.

    Returns
    -------
    kedro.pipeline.Pipeline
        From ``odds_api`` to ``raw_fetched_*``, with plan, log and account of the files.
    """
    return Pipeline(
        [
            Node(
                nodes.plan_odds_calls,
                ["odds_api", "fetching_clock", "params:fetching", "raw_team_logs", "raw_schedules"],
                ["int_fetch_calls_odds", "int_fetch_plan_odds"],
                name="plan_odds",
            ),
            Node(
                nodes.fetch_odds,
                ["odds_api", "int_fetch_calls_odds", "int_fetch_plan", "fetching_clock", "params:fetching"],
                "int_fetch_log_odds",
                name="fetch_odds",
            ),
            Node(
                nodes.write_odds,
                [
                    "odds_api",
                    "int_fetch_log_odds",
                    "params:fetching",
                    *(f"raw_{folder}" for folder in FOLDERS),
                ],
                [*(f"raw_fetched_{folder}" for folder in FOLDERS), "int_fetch_written_odds"],
                name="write_odds",
            ),
        ]
    )
