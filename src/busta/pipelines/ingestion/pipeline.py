"""The stage `ingestion`: raw files of all sources to the primary tables, with what was refused and why."""

from typing import Any

from kedro.pipeline import Node, Pipeline

from busta.pipelines.ingestion import nodes
from busta.pipelines.ingestion.context_nodes import ADAPTERS as CONTEXT_ADAPTERS
from busta.pipelines.ingestion.context_pipeline import COVERED, create_context_pipeline
from busta.pipelines.ingestion.odds_nodes import ADAPTERS as ODDS_ADAPTERS
from busta.pipelines.ingestion.odds_pipeline import FANDUEL, create_odds_pipeline
from busta.pipelines.ingestion.pages_nodes import ADAPTERS as PAGES_ADAPTERS
from busta.pipelines.ingestion.pages_pipeline import create_pages_pipeline
from busta.pipelines.ingestion.props_nodes import ADAPTERS as PROPS_ADAPTERS
from busta.pipelines.ingestion.props_pipeline import create_props_pipeline
from busta.pipelines.ingestion.quality_pipeline import WRITTEN, create_quality_pipeline

SOURCES = {
    "team_logs": nodes.ingest_team_logs,
    "player_logs": nodes.ingest_player_logs,
    "player_logs_playoffs": nodes.ingest_player_logs_playoffs,
    "boxscores_traditional": nodes.ingest_boxscores_traditional,
    "boxscores_advanced": nodes.ingest_boxscores_advanced,
    "players": nodes.ingest_players,
    "player_newcomers": nodes.ingest_player_newcomers,
    "playoff_comments": nodes.ingest_playoff_comments,
    "injury_notes": nodes.ingest_injury_notes,
    "schedules": nodes.ingest_schedules,
}
BOXES = ("player_logs", "player_logs_playoffs", "boxscores_traditional")


def create_pipeline(**kwargs: Any) -> Pipeline:
    """Build the stage.

    Parameters
    ----------
    kwargs
        Not used; Kedro may pass some.

    Returns
    -------
    kedro.pipeline.Pipeline
        From ``raw_*`` to ``prm_*`` and the reports on what was read and refused.
    """
    own = Pipeline([*_adapters(), *_primary(), *_people(), *_reports()])
    quotes = create_odds_pipeline() + create_props_pipeline()
    around = create_pages_pipeline() + create_context_pipeline()
    return own + quotes + around + create_quality_pipeline()


def _adapters() -> list[Node]:
    return [
        Node(
            ingest,
            f"raw_{source}",
            [f"int_{source}", f"int_{source}_refused", f"int_{source}_files"],
            name=f"ingest_{source}",
        )
        for source, ingest in SOURCES.items()
    ]


def _primary() -> list[Node]:
    tip_offs = ["int_tip_offs", "int_schedules", "int_rotowire_lineups"]
    played = [
        "int_player_logs",
        "int_player_logs_playoffs",
        "int_boxscores_traditional",
        "int_playoff_comments",
    ]
    return [
        Node(nodes.list_games, ["int_team_logs", "int_schedules"], "int_games", name="list_games"),
        Node(
            nodes.complete_games,
            ["int_games", "int_neutral_games", "int_first_half_scores", *tip_offs],
            "prm_games",
            name="complete_games",
        ),
        Node(
            nodes.build_team_games, ["prm_games", "int_team_logs"], "prm_team_games", name="build_team_games"
        ),
        Node(
            nodes.choose_player_games,
            [
                "prm_games",
                *played,
                *(f"int_{source}_{part}" for part in ("files", "refused") for source in BOXES),
            ],
            ["prm_player_games", "int_player_games_refused", "int_player_games_coverage"],
            name="choose_player_games",
        ),
        Node(
            nodes.list_did_not_play,
            ["int_boxscores_traditional", "int_playoff_comments"],
            "int_did_not_play",
            name="list_did_not_play",
        ),
    ]


def _people() -> list[Node]:
    return [
        Node(
            nodes.list_players,
            ["int_players", "int_player_newcomers", "prm_player_games"],
            "prm_players",
            name="list_players",
        ),
        Node(
            nodes.resolve_injury_notes,
            ["int_injury_notes", "prm_player_games", "int_players", "params:ingestion"],
            ["prm_injury_notes", "int_injury_notes_coverage"],
            name="resolve_injury_notes",
        ),
    ]


def _reports() -> list[Node]:
    sources = [*SOURCES, *PAGES_ADAPTERS, *ODDS_ADAPTERS, FANDUEL, *PROPS_ADAPTERS, *CONTEXT_ADAPTERS]
    refused = [f"int_{source}_refused" for source in [*sources, "player_games", "prop_quotes"]]
    coverage = ["player_games", "injury_notes", "availability", "odds", "prop_quotes", *COVERED]
    marked = ["prm_games", "raw_mark", "params:data"]
    return [
        Node(
            nodes.stack, [f"int_{source}_files" for source in sources], "int_raw_files", name="list_raw_files"
        ),
        Node(nodes.stack, refused, "report_refused", name="report_refused"),
        Node(
            nodes.report_coverage,
            ["int_raw_files", *(f"int_{part}_coverage" for part in coverage)],
            "report_coverage",
            name="report_coverage",
        ),
        Node(
            nodes.write_coverage_page,
            ["report_coverage", "int_raw_files", *marked],
            "report_coverage_page",
            name="write_coverage_page",
        ),
        Node(
            nodes.accept_data,
            [
                *("int_raw_files", "report_refused", "report_quality", *marked),
                *("params:ingestion", "params:quality", "report_coverage_page", *WRITTEN),
            ],
            "prm_data_identity",
            name="accept_data",
        ),
    ]
