"""The data dictionary says what the code says."""

from __future__ import annotations

from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import pytest

from busta.features.registry import feature_dictionary
from tests.project import catalog_entries


@pytest.fixture(scope="module")
def build_dictionary() -> ModuleType:
    spec = spec_from_file_location(
        "build_dictionary", Path(__file__).parents[2] / "docs" / "build_dictionary.py"
    )
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_data_dictionary_is_current(build_dictionary: ModuleType) -> None:
    written = build_dictionary.TARGET.read_text(encoding="utf-8")
    assert written == build_dictionary.dictionary(), "expected the page that `make docs` writes"


def test_every_dataset_and_every_feature_stands_in_the_data_dictionary(build_dictionary: ModuleType) -> None:
    page = build_dictionary.dictionary()
    names = [*catalog_entries(), *feature_dictionary()["column"]]
    assert [name for name in names if f"`{name}`" not in page] == []
