"""The stage `fabrication`: an invented league in the formats of the real sources."""

from kedro.pipeline import Node, Pipeline

from busta.fabrication import RAW_DATASETS
from busta.pipelines.fabrication.nodes import fabricate


def create_pipeline() -> Pipeline:
    """Build the stage.

    It is in the graph of every environment; where the parameters ask for no seasons it writes nothing.

    Returns
    -------
    kedro.pipeline.Pipeline
        One node with the mark and all raw datasets as outputs.
    """
    # The mark first: it is set, and an earlier league taken away, before the first file is written.
    outputs = {name: name for name in ("raw_mark", *RAW_DATASETS)}
    return Pipeline([Node(fabricate, "params:fabrication", outputs, name="fabricate_league")])
