"""The data dictionary says what the code says."""

from __future__ import annotations

from busta.features.registry import feature_dictionary
from docs import build_dictionary
from tests.project import catalog_entries


def test_the_data_dictionary_is_current() -> None:
    written = build_dictionary.TARGET.read_text(encoding="utf-8")
    assert written == build_dictionary.dictionary(), "expected the page that `make docs` writes"


def test_every_dataset_and_every_feature_stands_in_the_data_dictionary() -> None:
    page = build_dictionary.dictionary()
    names = [*catalog_entries(), *feature_dictionary()["column"]]
    assert [name for name in names if f"`{name}`" not in page] == []
