"""The part `league` of the stage `fetching`: logs, schedules, players and box scores from stats.nba.com."""

from kedro.pipeline import Node, Pipeline

from busta.fetching.stats_league import FOLDERS
from busta.pipelines.fetching import league_nodes as nodes

# Folder to the raw dataset of ingestion: what the user owns is read from it.
_RAW = {
    "team_logs": "raw_team_logs",
    "box_scores": "raw_player_logs",
    "box_scores_playoffs": "raw_player_logs_playoffs",
    "box_scores_traditional": "raw_boxscores_traditional",
    "box_scores_advanced": "raw_boxscores_advanced",
    "schedule": "raw_schedules",
    "players": "raw_players",
    "tracking_season": "raw_tracking",
}


def create_league_pipeline() -> Pipeline:
    """Build the part.

    Returns
    -------
    kedro.pipeline.Pipeline
        From ``stats_nba`` to ``raw_fetched_*``.
    """
    own = [*(_RAW[folder] for folder in FOLDERS), "raw_player_newcomers"]
    when = ["fetching_clock", "params:fetching"]
    return Pipeline(
        [
            Node(
                nodes.plan_league,
                ["stats_nba", *when, *own],
                ["int_fetch_calls_league", "int_fetch_plan_league"],
                name="plan_league",
            ),
            Node(
                nodes.fetch_league,
                ["stats_nba", "int_fetch_calls_league", "int_fetch_plan", *when, *own],
                "int_fetch_log_league",
                name="fetch_league",
            ),
            Node(
                nodes.write_league,
                ["stats_nba", "int_fetch_log_league", "params:fetching", *own],
                [*(f"raw_fetched_{folder}" for folder in FOLDERS), "int_fetch_written_league"],
                name="write_league",
            ),
        ]
    )
