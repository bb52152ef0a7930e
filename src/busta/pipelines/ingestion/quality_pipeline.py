"""The part of ingestion that checks what came in, and says what it found before the run may fail."""

from kedro.pipeline import Node, Pipeline

from busta.pipelines.ingestion import quality_nodes as nodes

PARTS = ("games", "odds", "context", "sources")
# What must be written before a finding may stop the run.
WRITTEN = ("report_quality_document", "report_quality_page", "report_quality_alert")


def create_quality_pipeline() -> Pipeline:
    """Build this part of the stage.

    Returns
    -------
    kedro.pipeline.Pipeline
        From the primary tables, the log of raw files and what is known of earlier runs to ``report_quality``, its
        page, its document and its alert; the columns of raw files are remembered once the data were accepted.
    """
    return Pipeline([*_checks(), *_reports()])


def _checks() -> list[Node]:
    odds = ["prm_games", "prm_quotes", "prm_market_lines", "prm_prop_quotes"]
    calls = ["raw_answer_times", "int_fetch_history", "fetching_clock", "params:fetching"]
    accounts = ["int_raw_files", "report_refused", "report_coverage", "int_known_columns"]
    box_scores = ["prm_games", "prm_team_games", "prm_player_games", "prm_players"]
    context = [f"prm_{name}" for name in nodes.CONTEXT]
    parts = (
        (nodes.check_game_tables, [*box_scores, "params:quality"], "games"),
        (nodes.check_odds_tables, [*odds, "params:quality"], "odds"),
        (nodes.check_context_tables, ["params:quality", *context], "context"),
        (nodes.check_sources, [*accounts, *calls, "params:ingestion", "params:quality"], "sources"),
    )
    return [
        Node(function, inputs, f"report_quality_of_{name}", name=function.__name__)
        for function, inputs, name in parts
    ]


def _reports() -> list[Node]:
    marked = ["prm_games", "raw_mark", "params:data"]
    return [
        Node(
            nodes.join_quality,
            [f"report_quality_of_{name}" for name in PARTS],
            "report_quality",
            name="join_quality",
        ),
        Node(
            nodes.write_quality,
            ["report_quality", "int_raw_files", *marked, "params:quality"],
            list(WRITTEN),
            name="write_quality",
        ),
        Node(
            nodes.remember_raw_columns,
            ["int_raw_files", "int_known_columns", "prm_data_identity"],
            "int_remembered_columns",
            name="remember_raw_columns",
        ),
    ]
