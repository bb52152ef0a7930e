"""A PostgreSQL server of the tests' own: made, started, stopped and deleted by them."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
from pathlib import Path
from types import TracebackType
from typing import Self

# Signs that an address must escape: what goes wrong must not tell them either.
PASSWORD = "p@ss:wörd/1%"
QUOTED_PASSWORD = "p%40ss%3Aw%C3%B6rd%2F1%25"
USER = "busta"
# A server does not run as root; the package of the system brings this user.
SYSTEM_USER = "postgres"


def find_binaries() -> Path | None:
    """Folder of initdb and pg_ctl: the newest below /usr/lib/postgresql, else that on the path."""
    versions = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    found = sorted(versions, key=lambda path: int(path.parts[-3]))
    on_path = shutil.which("initdb")
    return found[-1].parent if found else Path(on_path).parent if on_path else None


class PostgresServer:
    """A server on a free port of 127.0.0.1 with a folder of its own; a context manager."""

    def __init__(self, binaries: Path) -> None:
        self._binaries = binaries
        self._folder = Path(tempfile.mkdtemp(prefix="busta-postgres-"))
        self._is_root = os.geteuid() == 0
        self.port = _free_port()

    def address(self, database: str, password: str = QUOTED_PASSWORD) -> str:
        """Address of a database on this server."""
        return f"postgresql://{USER}:{password}@127.0.0.1:{self.port}/{database}"

    def __enter__(self) -> Self:
        secret = self._folder / "password"
        secret.write_text(PASSWORD, encoding="utf-8")
        if self._is_root:
            shutil.chown(self._folder, SYSTEM_USER)
            shutil.chown(secret, SYSTEM_USER)
        access = ["--auth=scram-sha-256", f"--username={USER}", f"--pwfile={secret}"]
        self._run("initdb", "--pgdata", self._data, "--encoding=UTF8", "--no-locale", "--no-sync", *access)
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()
        shutil.rmtree(self._folder)

    def start(self) -> None:
        """Start it and wait until it answers."""
        settings = f"-p {self.port} -k {self._folder} -c listen_addresses=127.0.0.1 -c fsync=off"
        log = str(self._folder / "log")
        self._run("pg_ctl", "start", "--wait", "--pgdata", self._data, "--log", log, "--options", settings)

    def stop(self) -> None:
        """Stop it at once; a server that is stopped stays so."""
        self._run("pg_ctl", "stop", "--pgdata", self._data, "--mode", "immediate", check=False)

    @property
    def _data(self) -> str:
        return str(self._folder / "data")

    def _run(self, program: str, *arguments: str, check: bool = True) -> None:
        who = ["runuser", "-u", SYSTEM_USER, "--"] if self._is_root else []
        command = [*who, str(self._binaries / program), *arguments]
        # Not through a pipe: the server would hold its other end, and nobody would ever see it closed.
        with (self._folder / f"{program}.out").open("wb") as said:
            done = subprocess.run(command, cwd="/", stdout=said, stderr=said, check=False)
        if check and done.returncode:
            raise RuntimeError(f"{program}: {(self._folder / f'{program}.out').read_text(encoding='utf-8')}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
