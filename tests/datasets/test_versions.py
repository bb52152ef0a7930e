from __future__ import annotations

from pathlib import Path

from busta.datasets.versions import VersionedEntry, versioned_entries, versions_page

LAYER = {"kedro-viz": {"layer": "06_models"}}
CATALOG = {
    "{market}.stack": {"filepath": "data/06_models/{market}/stack.pkl", "versioned": True, "metadata": LAYER},
    "features": {"filepath": "data/04_feature/features.parquet", "versioned": True},
    "prm_games": {"filepath": "data/03_primary/games.parquet"},
    "_shared": "a text",
}


def test_only_versioned_entries_are_found() -> None:
    assert [entry.name for entry in versioned_entries(CATALOG)] == ["features", "{market}.stack"]


def test_a_factory_stands_for_the_outputs_of_every_market() -> None:
    entry = versioned_entries(CATALOG)[1]
    assert entry.glob == "data/06_models/*/stack.pkl"
    assert entry.below(Path("/project")).glob == "/project/data/06_models/*/stack.pkl"


def test_an_absolute_path_stays_where_it_is() -> None:
    assert (
        VersionedEntry("features", "/data/a.parquet", "").below(Path("/project")).filepath
        == "/data/a.parquet"
    )


def test_the_page_shows_paths_below_the_data_root() -> None:
    page = versions_page(versioned_entries(CATALOG), "data")
    assert "| `{market}.stack` | `06_models/{market}/stack.pkl` | 06_models |" in page
    assert "| `features` | `04_feature/features.parquet` |  |" in page
    elsewhere = versions_page([VersionedEntry("x", "/elsewhere/x.pkl", "")], "data")
    assert "`/elsewhere/x.pkl`" in elsewhere
