"""What the environment `postgres` puts in the place of the files of `base`."""

from __future__ import annotations

from typing import Any

import pytest
import yaml

from tests.project import CONF, catalog_entry

ENTRIES: dict[str, dict[str, Any]] = {
    name: entry
    for name, entry in yaml.safe_load((CONF / "postgres" / "catalog.yml").read_text(encoding="utf-8")).items()
    if not name.startswith("_")
}


@pytest.mark.parametrize("name", sorted(ENTRIES))
def test_a_table_of_the_database_stands_for_a_file_of_the_same_layer_and_contract(name: str) -> None:
    base, here = catalog_entry(name.replace("{market}", "ats")), ENTRIES[name]
    assert base is not None
    assert str(base["type"]).startswith("busta.datasets.AtomicParquet")
    assert {key: here.get(key) for key in ("validator", "metadata")} == {
        key: base.get(key) for key in ("validator", "metadata")
    }


def test_every_table_is_kept_at_one_place() -> None:
    tables = [entry["table_name"] for entry in ENTRIES.values()]
    assert sorted(tables) == [
        "games", "model_metadata", "player_games", "players", "predictions", "quotes", "team_games",
    ]  # fmt: skip


def test_files_of_runs_with_a_database_lie_apart_and_no_password_stands_in_the_configuration() -> None:
    roots = {
        env: yaml.safe_load((CONF / env / "globals.yml").read_text())["data_root"]
        for env in ("base", "demo", "test", "postgres")
    }
    assert len(set(roots.values())) == len(roots)
    credentials = yaml.safe_load((CONF / "postgres" / "credentials.yml").read_text(encoding="utf-8"))
    assert credentials == {"postgres": {"con": '${oc.env:BUSTA_DATABASE_URL,""}'}}
