"""What surrounds the games: texts, referees, tracking, salaries and awards."""

from collections.abc import Callable
from typing import Any

from kedro.pipeline import Node, Pipeline

from busta.pipelines.ingestion import context_nodes as nodes

COVERED = ("texts", "officials", "tracking", "salaries", "awards")
_BOUNDED = ("news_articles", "news_tweets", "news_feed")


def create_context_pipeline() -> Pipeline:
    """Build this part of the stage.

    Returns
    -------
    kedro.pipeline.Pipeline
        From the raw files, ``prm_games`` and ``prm_player_games`` to ``prm_texts``, ``prm_officials``,
        ``prm_tracking``, ``prm_salaries`` and ``prm_awards``.
    """
    return Pipeline([*_adapters(), *_tables()])


def _adapters() -> list[Node]:
    return [
        Node(
            ingest,
            [f"raw_{source}", *(["params:ingestion"] if source in _BOUNDED else [])],
            [f"int_{source}", f"int_{source}_refused", f"int_{source}_files"],
            name=f"ingest_{source}",
        )
        for source, ingest in nodes.ADAPTERS.items()
    ]


def _tables() -> list[Node]:
    people = ["prm_player_games", "int_players", "params:ingestion"]
    parts: list[tuple[Callable[..., Any], list[str], str]] = [
        (nodes.collect_texts, ["int_news_articles", "int_news_tweets", "int_news_feed"], "texts"),
        (nodes.join_officials, ["int_officials", "prm_games"], "officials"),
        (nodes.collect_tracking, ["int_tracking"], "tracking"),
        (nodes.resolve_salaries, ["int_salaries", *people], "salaries"),
        (nodes.resolve_awards, ["int_awards", *people], "awards"),
    ]
    return [
        Node(function, inputs, [f"prm_{name}", f"int_{name}_coverage"], name=function.__name__)
        for function, inputs, name in parts
    ]
