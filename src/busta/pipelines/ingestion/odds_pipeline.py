"""The odds part of ingestion: nine sources, the quotes, and the line of every market."""

from kedro.pipeline import Node, Pipeline

from busta.pipelines.ingestion import odds_nodes as nodes
from busta.sources.fanduel import SOURCE as FANDUEL

SNAPSHOTS = ("int_api_spreads", "int_api_totals", "int_api_moneylines")
QUOTED = (
    "int_sbr_odds",
    "int_closing_lines",
    "int_oddsportal_moneylines",
    "int_book_lines",
    *SNAPSHOTS,
    "int_fanduel_odds",
    "int_rotowire_odds",
)


def create_odds_pipeline() -> Pipeline:
    """Build the odds part of the stage.

    Returns
    -------
    kedro.pipeline.Pipeline
        From the raw odds and ``int_games`` to ``prm_quotes``, ``prm_market_lines`` and ``prm_line_history``.
    """
    return Pipeline([*_adapters(), *_tables()])


def _adapters() -> list[Node]:
    ingest = [
        Node(
            function,
            [f"raw_{source}", "int_games", "params:odds"],
            _outputs(source),
            name=f"ingest_{source}",
        )
        for source, function in nodes.ADAPTERS.items()
    ]
    # Rows taken during the game are told by the prices and totals of others.
    checked_by = ["int_oddsportal_moneylines", "int_closing_lines"]
    inputs = [f"raw_{FANDUEL}", "int_games", *checked_by, "params:odds"]
    fanduel = Node(nodes.ingest_fanduel_odds, inputs, _outputs(FANDUEL), name=f"ingest_{FANDUEL}")
    return [*ingest, fanduel]


def _tables() -> list[Node]:
    coverage = [f"int_{source}_coverage" for source in (*nodes.ADAPTERS, FANDUEL)]
    lines = ["prm_quotes", "params:odds"]
    return [
        Node(
            nodes.find_neutral_games,
            ["int_sbr_odds", "int_oddsportal_moneylines"],
            "int_neutral_games",
            name="find_neutral_games",
        ),
        Node(
            nodes.find_first_half_scores,
            "int_closing_lines",
            "int_first_half_scores",
            name="find_first_half_scores",
        ),
        Node(nodes.find_tip_offs, list(SNAPSHOTS), "int_tip_offs", name="find_tip_offs"),
        Node(
            nodes.keep_line_history,
            ["raw_closing_lines", "params:odds"],
            "prm_line_history",
            name="keep_line_history",
        ),
        Node(nodes.join_coverage, coverage, "int_odds_coverage", name="join_odds_coverage"),
        Node(nodes.build_quotes, [*QUOTED, "params:odds"], "prm_quotes", name="build_quotes"),
        Node(nodes.choose_market_lines, lines, "prm_market_lines", name="choose_market_lines"),
    ]


def _outputs(source: str) -> list[str]:
    return [f"int_{source}", f"int_{source}_refused", f"int_{source}_files", f"int_{source}_coverage"]
