"""Two small markets, and a way to run a stage in memory, for tests of the stages that are made per market."""

from typing import Any

from kedro.io import DataCatalog, MemoryDataset
from kedro.pipeline import Pipeline
from kedro.runner import SequentialRunner

from busta.markets import Roster, validate_roster

_SIDES = {
    "subject": "game",
    "quantity": "home_margin",
    "combine": "difference",
    "feature_groups": ["elo"],
    "refit": "season",
    "calibrators": ["none", "platt", "isotonic", "beta"],
}


class _Kept(MemoryDataset):
    """The runner releases what nobody needs any more; a test wants to see it."""

    def release(self) -> None:
        """Keep it."""


def run_stage(pipeline: Pipeline, inputs: dict[str, Any]) -> dict[str, Any]:
    """Run a stage in memory and return everything it made, by name."""
    made = {name: _Kept() for name in pipeline.all_outputs()}
    given = {name: MemoryDataset(value) for name, value in inputs.items()}
    SequentialRunner().run(pipeline, DataCatalog(given | made))
    return {name: dataset.load() for name, dataset in made.items()}


def small_roster() -> Roster:
    """`moneyline` with two learners and `ats` with one."""
    moneyline = {"id": "moneyline", "line": {"constant": 0}, "quotes": "moneyline", "is_push_possible": False}
    ats = {"id": "ats", "line": {"market": "ats"}, "quotes": "ats", "is_push_possible": True}
    edge = {"learners": ["ridge"], "calibrators": ["edge", "none", "platt", "isotonic", "beta"]}
    return validate_roster(
        {
            "markets": {
                "moneyline": _SIDES | moneyline | {"learners": ["ridge", "lightgbm"]},
                "ats": _SIDES | ats | edge,
            }
        }
    )
