"""The part of ingestion that reads quotes on players: four sources and the table of all of them."""

from kedro.pipeline import Node, Pipeline

from busta.pipelines.ingestion import props_nodes as nodes


def create_props_pipeline() -> Pipeline:
    """Build the part of the stage that reads quotes on players.

    Returns
    -------
    kedro.pipeline.Pipeline
        From the raw files to ``prm_prop_quotes``, with what was refused and why, and to ``prm_prop_lines``.
    """
    adapters = [
        Node(
            function,
            [f"raw_{source}", "params:props"],
            [f"int_{source}", f"int_{source}_refused", f"int_{source}_files"],
            name=f"ingest_{source}",
        )
        for source, function in nodes.ADAPTERS.items()
    ]
    tables = [f"int_{source}" for source in nodes.ADAPTERS]
    about = ["prm_games", "prm_player_games", "int_players"]
    parameters = ["params:ingestion", "params:odds", "params:props"]
    join = Node(
        nodes.join_prop_quotes,
        [*tables, *about, *parameters],
        ["prm_prop_quotes", "int_prop_quotes_refused", "int_prop_quotes_coverage"],
        name="join_prop_quotes",
    )
    choose = Node(
        nodes.choose_prop_lines,
        ["prm_prop_quotes", "params:odds", "params:props"],
        ["prm_prop_lines", "prm_prop_books"],
        name="choose_prop_lines",
    )
    return Pipeline([*adapters, join, choose])
