"""The shape of the code: what the import linter and the linter do not see."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

SOURCE = Path(__file__).parents[2] / "src" / "busta"
MODULES = {
    str(path.relative_to(SOURCE)): path.read_text(encoding="utf-8") for path in sorted(SOURCE.rglob("*.py"))
}
TREES = {name: ast.parse(text) for name, text in MODULES.items()}

LONGEST_FILE = 400
LONGEST_NODES = 250
LONGEST_BODY = 40

DOMAIN = (
    "schemas",
    "nba",
    "ratings",
    "odds",
    "features",
    "signals",
    "learners",
    "probability",
    "evaluation",
    "betting",
    "fabrication",
    "reports",
    "sources",
)
BUILT = [room for room in DOMAIN if (SOURCE / room).is_dir()]
FRAMEWORKS = {"kedro", "kedro_datasets", "kedro_mlflow", "mlflow"}
# What reaches beyond this machine; the hooks only ask for the machine's own name.
NETWORK = re.compile(
    r"(requests|urllib3|httpx|aiohttp|nba_api|ftplib|smtplib|socket|http\.client|urllib\.request)\b"
)
NAMES_THE_MACHINE = "hooks.py imports socket"
UNFINISHED = re.compile("|".join(("TO" + "DO", "FIX" + "ME", "X" * 3, "Not" + "ImplementedError")))
SEASON = re.compile(r"^20\d\d-\d\d$")

Function = ast.FunctionDef | ast.AsyncFunctionDef


def _functions() -> Iterator[tuple[str, Function]]:
    for name, tree in TREES.items():
        for node in ast.walk(tree):
            if isinstance(node, Function):
                yield f"{name}:{node.lineno} {node.name}", node


def _body(function: Function) -> list[ast.stmt]:
    return function.body[1:] if ast.get_docstring(function) is not None else function.body


def _length(function: Function) -> int:
    body = _body(function)
    return (body[-1].end_lineno or 0) - body[0].lineno + 1 if body else 0


def _imports(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


def _docstrings(tree: ast.AST) -> set[int]:
    holders = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    return {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, holders) and ast.get_docstring(node) and isinstance(node.body[0], ast.Expr)
    }


def _is_private(name: str) -> bool:
    return name.startswith("_") and not name.startswith("__")


def test_no_file_is_longer_than_the_house_allows() -> None:
    lines = {name: len(text.splitlines()) for name, text in MODULES.items()}
    limit = {name: LONGEST_NODES if name.endswith("nodes.py") else LONGEST_FILE for name in MODULES}
    assert {name: n for name, n in lines.items() if n > limit[name]} == {}


def test_no_function_is_longer_than_a_screen() -> None:
    assert {name: _length(f) for name, f in _functions() if _length(f) > LONGEST_BODY} == {}


def test_nothing_is_left_unfinished() -> None:
    marks = {name: UNFINISHED.findall(text) for name, text in MODULES.items() if UNFINISHED.search(text)}
    stubs = [name for name, f in _functions() if len(_body(f)) == 1 and isinstance(_body(f)[0], ast.Pass)]
    assert (marks, stubs) == ({}, [])


def test_no_season_is_written_into_the_code() -> None:
    seasons = [
        f"{name}:{node.lineno} {node.value}"
        for name, tree in TREES.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and SEASON.match(node.value)
        if id(node) not in _docstrings(tree)
    ]
    assert seasons == []


def test_public_names_say_what_they_are() -> None:
    silent = [name for name, tree in TREES.items() if ast.get_docstring(tree) is None]
    silent += [
        f"{name}:{node.lineno} {node.name}"
        for name, tree in TREES.items()
        for node in tree.body
        if isinstance(node, ast.FunctionDef | ast.ClassDef)
        if not _is_private(node.name) and ast.get_docstring(node) is None
    ]
    assert silent == []


def test_private_functions_need_no_docstring() -> None:
    assert [name for name, f in _functions() if _is_private(f.name) and ast.get_docstring(f)] == []


def test_domain_packages_know_no_framework() -> None:
    guilty = [
        f"{name} imports {imported}"
        for name, tree in TREES.items()
        for imported in _imports(tree)
        if name.partition("/")[0] in DOMAIN and imported.partition(".")[0] in FRAMEWORKS
    ]
    assert guilty == []


def test_only_datasets_reach_beyond_this_machine() -> None:
    guilty = {
        f"{name} imports {imported}"
        for name, tree in TREES.items()
        for imported in _imports(tree)
        if not name.startswith("datasets/") and NETWORK.match(imported)
    }
    assert guilty == {NAMES_THE_MACHINE}


def test_every_domain_package_stands_in_the_import_contracts() -> None:
    configuration = (SOURCE.parents[1] / "pyproject.toml").read_text(encoding="utf-8")
    assert [room for room in BUILT if f'"busta.{room}"' not in configuration] == []


def test_every_room_has_tests() -> None:
    tests = Path(__file__).parents[1]
    rooms = sorted(path.parent.name for path in SOURCE.glob("*/__init__.py"))
    assert [room for room in rooms if not list((tests / room).rglob("test_*.py"))] == []
