"""What all tests share: one thread, no display, no tracking, and where the real data lie."""

import os
from pathlib import Path

# Before numpy is imported: two test workers on two cores, and the same bits whatever the machine.
for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMEXPR_NUM_THREADS"):
    os.environ[variable] = "1"
os.environ["MPLBACKEND"] = "Agg"
os.environ["DO_NOT_TRACK"] = "true"

import pytest
from hypothesis import settings

REPOSITORY = Path(__file__).parents[1]

settings.register_profile("house", deadline=None, derandomize=True, print_blob=True)
settings.load_profile("house")


def real_raw_root() -> Path:
    """Folder of the raw files of the real NBA: ``BUSTA_RAW``, or ``../shared/data`` beside the repository."""
    named = os.environ.get("BUSTA_RAW")
    return Path(named) if named else REPOSITORY.parent / "shared" / "data"


@pytest.fixture(scope="session")
def repository() -> Path:
    """Root folder of the project."""
    return REPOSITORY


@pytest.fixture(scope="session")
def raw_root() -> Path:
    """Raw files of the real NBA; the test is skipped where there are none."""
    folder = real_raw_root()
    if not (folder / "team_logs").is_dir():
        pytest.skip(f"no raw files of the real NBA at {folder}: name them with BUSTA_RAW=<folder>")
    return folder


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let a run demand that nothing is skipped."""
    parser.addoption(
        "--no-skips", action="store_true", help="count and print what was skipped; fail if anything was"
    )


def pytest_configure(config: pytest.Config) -> None:
    """Name the marker of what `make test-services` runs."""
    config.addinivalue_line(
        "markers", "services: needs a server that the test starts itself; skipped without its programs"
    )


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """Fail a run that demanded that nothing is skipped."""
    if session.config.getoption("no_skips") and _skipped(session.config):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Count what was skipped."""
    if config.getoption("no_skips"):
        terminalreporter.write_line(f"Skipped: {_skipped(config)}; expected 0.")


def _skipped(config: pytest.Config) -> int:
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    return len(reporter.stats.get("skipped", [])) if reporter else 0


@pytest.hookimpl(trylast=True)
def pytest_itemcollected(item: pytest.Item) -> None:
    """Mark what reads the real data, and keep it on one worker, as every file: what its tests share is made once.

    Not at the end of the collection: the distribution over workers has read the groups by then.
    """
    if "raw_root" in getattr(item, "fixturenames", ()):
        item.add_marker(pytest.mark.real)
        item.add_marker(pytest.mark.xdist_group("real"))
    elif item.get_closest_marker("xdist_group") is None:
        item.add_marker(pytest.mark.xdist_group(item.nodeid.partition("::")[0]))
