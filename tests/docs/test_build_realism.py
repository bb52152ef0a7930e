"""The page that sets the invented league beside the real one says what its numbers say."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest
import yaml

from busta.evaluation.realism import ABSENT, ALIKE, COLUMNS
from busta.reports.data_line import data_line
from docs import build_realism
from tests.reports.samples import FABRICATED, REAL
from tests.small_moments import league_tables


def test_the_page_is_written_from_its_numbers() -> None:
    written = build_realism.PAGE.read_text(encoding="utf-8")
    assert written == build_realism.page(), "expected the page that `make realism` writes"


def test_the_page_shows_every_moment_and_says_first_that_one_league_is_invented() -> None:
    written = build_realism.PAGE.read_text(encoding="utf-8")
    assert written.startswith("DATA: FABRICATED")
    assert [name for name in build_realism.numbers()["moment"] if f"| {name} |" not in written] == []


def test_every_reason_is_that_of_a_moment() -> None:
    numbers = build_realism.numbers()
    reasons = yaml.safe_load(build_realism.REASONS.read_text(encoding="utf-8")) or {}
    assert set(reasons) - set(numbers["group"] + ": " + numbers["moment"]) == set()


def test_every_group_has_a_place_in_the_figure() -> None:
    placed = {group for column in build_realism.COLUMNS for group in column}
    assert set(build_realism.numbers()["group"]) - placed == set()


def _save(root: Path, identity: dict[str, object]) -> Path:
    folder = root / "03_primary"
    folder.mkdir(parents=True)
    for name, table in league_tables().items():
        table.to_parquet(folder / f"{name}.parquet")
    (folder / "prm_data_identity.json").write_text(json.dumps(identity), encoding="utf-8")
    return root


def test_a_league_beside_itself_is_alike(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("PAGE", "NUMBERS", "LINES"):
        monkeypatch.setattr(build_realism, name, tmp_path / getattr(build_realism, name).name)
    monkeypatch.setattr(build_realism, "FIGURE", tmp_path / "figures" / "realism.png")
    monkeypatch.setattr(build_realism, "DOCS", tmp_path)
    roots = [
        _save(tmp_path / name, identity) for name, identity in (("real", REAL), ("invented", FABRICATED))
    ]
    build_realism.write(*roots)
    numbers = pd.read_csv(tmp_path / "realism.csv")
    assert numbers.columns.tolist() == COLUMNS
    assert set(numbers["verdict"]) == {ALIKE}
    assert ABSENT not in (tmp_path / "realism.md").read_text().split("## ", 1)[1]
    assert (tmp_path / "figures" / "realism.png").read_bytes().startswith(b"\x89PNG")
    assert data_line(REAL) in (tmp_path / "realism.md").read_text()
