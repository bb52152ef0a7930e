"""What the pages promise is there: commands, links, hosts of the lock."""

from __future__ import annotations

import os
import re
from pathlib import Path

from tests.project import REPOSITORY

MAKEFILE = (REPOSITORY / "Makefile").read_text(encoding="utf-8")
README = (REPOSITORY / "README.md").read_text(encoding="utf-8")
FOLDERS = ("docs", "conf", "notebooks", "benchmarks")
PAGES = [
    *REPOSITORY.glob("*.md"),
    *(page for folder in FOLDERS for page in (REPOSITORY / folder).rglob("*.md")),
]
PUBLIC_HOSTS = {"https://pypi.org", "https://files.pythonhosted.org"}


def _links(page: Path) -> list[Path]:
    targets = re.findall(r"\]\(([^)#\s]+)[^)]*\)", page.read_text(encoding="utf-8"))
    return [page.parent / target for target in targets if "://" not in target]


def test_every_link_between_pages_leads_somewhere() -> None:
    broken = [f"{page.name}: {link}" for page in PAGES for link in _links(page) if not link.exists()]
    assert broken == []


def test_every_make_command_of_a_page_is_in_the_makefile() -> None:
    targets = set(re.findall(r"^([a-z-]+):", MAKEFILE, re.M))
    named = {name for page in PAGES for name in re.findall(r"`?\bmake ([a-z-]+)\b[^`\n]*`", page.read_text())}
    assert named - targets == set()


def test_the_plain_commands_of_the_readme_are_those_of_the_makefile() -> None:
    recipes = MAKEFILE.replace("$(BIN)", ".venv/bin").replace("$(ENV)", "local").replace("$(RAW)", "<folder>")
    plain = [
        "ruff check .",
        "ruff format --check .",
        "lint-imports",
        "mypy",
        'pytest -n 2 --dist loadgroup -m "not services" --cov',
    ]
    plain += ["kedro run", "kedro viz run --env local", "python docs/build_dictionary.py"]
    plain += ["python benchmarks/stages.py --raw <folder>"]
    commands = [f".venv/bin/{command}" for command in plain]
    assert [command for command in commands if command not in README or command not in recipes] == []
    pinned = re.search(r"UV_VERSION := (\S+)", MAKEFILE)
    assert pinned is not None
    assert f"uv=={pinned.group(1)}" in README


def test_continuous_integration_runs_the_test_command_of_the_readme() -> None:
    script, workflow = REPOSITORY / ".ci" / "run", REPOSITORY / ".github" / "workflows" / "ci.yml"
    assert os.access(script, os.X_OK)
    assert "make test" in README
    assert "\nmake test\n" in script.read_text(encoding="utf-8")
    assert "run: make test\n" in workflow.read_text(encoding="utf-8")


def test_the_lock_names_public_hosts_only() -> None:
    lock = (REPOSITORY / "uv.lock").read_text(encoding="utf-8")
    assert set(re.findall(r"https?://[^/\"]+", lock)) <= PUBLIC_HOSTS


def test_nothing_is_told_to_anyone() -> None:
    assert (REPOSITORY / ".telemetry").read_text(encoding="utf-8") == "consent: false\n"


def test_the_layout_of_a_clone_is_complete() -> None:
    layers = ("01_raw", "02_intermediate", "03_primary", "04_feature", "05_model_input", "06_models")
    folders = [REPOSITORY / "data" / layer for layer in (*layers, "07_model_output", "08_reporting")]
    assert [folder for folder in folders if not (folder / ".gitkeep").is_file()] == []
    assert (REPOSITORY / "conf" / "local" / "README.md").is_file()
