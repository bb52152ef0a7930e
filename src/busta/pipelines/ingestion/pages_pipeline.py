"""What was said of players before games: pages, reports and feeds."""

from kedro.pipeline import Node, Pipeline

from busta.pipelines.ingestion import pages_nodes as nodes

_BOUNDED = ("official_report",)


def create_pages_pipeline() -> Pipeline:
    """Build this part of the stage.

    Returns
    -------
    kedro.pipeline.Pipeline
        From the raw files, ``prm_games`` and ``prm_player_games`` to ``prm_availability``.
    """
    adapters = [
        Node(
            ingest,
            [f"raw_{source}", *(["params:ingestion"] if source in _BOUNDED else [])],
            [f"int_{source}", f"int_{source}_refused", f"int_{source}_files"],
            name=f"ingest_{source}",
        )
        for source, ingest in nodes.ADAPTERS.items()
    ]
    pages = [f"int_{source}" for source in nodes.ADAPTERS]
    joined = Node(
        nodes.join_availability,
        ["prm_games", "prm_player_games", "int_players", "params:ingestion", *pages],
        ["prm_availability", "int_availability_coverage"],
        name="join_availability",
    )
    return Pipeline([*adapters, joined])
