"""The store of answers: nothing lost, nothing half there, equal content in equal bytes."""

from __future__ import annotations

import gzip
import json
import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from busta.datasets import answer_store
from busta.datasets.answer_store import AnswerStore
from busta.fetching.calls import Answer, Call, Format

NOON = datetime(2024, 3, 2, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


def call(day: str = "2024-03-02", **changes: object) -> Call:
    asked = {"source": "injury_feed", "endpoint": "page", "parameters": {"day": day}, "partition": "all"}
    return Call(**{**asked, "reason": "for the test", **changes})  # type: ignore[arg-type]


@pytest.fixture
def store(tmp_path: Path) -> AnswerStore:
    return AnswerStore(tmp_path / "answers" / "injury_feed")


def files(tmp_path: Path) -> list[str]:
    root = tmp_path / "answers"
    return sorted(path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file())


def content(answer: Answer | None) -> bytes:
    assert answer is not None
    return answer.content


def test_an_answer_and_what_is_known_of_it_lie_side_by_side(store: AnswerStore, tmp_path: Path) -> None:
    store.put(call(), b"[1]", 1, NOON)
    meta, packed = sorted(files(tmp_path), reverse=True)
    stem = f"injury_feed/page/all/{call().key}.{store.manifest()['sha256'][0][:8]}"
    assert (meta, packed) == (f"{stem}.meta.json", f"{stem}.json.gz")
    assert gzip.decompress((tmp_path / "answers" / packed).read_bytes()) == b"[1]"
    assert json.loads((tmp_path / "answers" / meta).read_text()) == {
        "source": "injury_feed",
        "endpoint": "page",
        "partition": "all",
        "key": call().key,
        "parameters": {"day": "2024-03-02"},
        "format": "json",
        "rows": 1,
        "bytes": 3,
        "sha256": store.manifest()["sha256"][0],
        "fetched_at_utc": "2024-03-02T12:00:00.000000+00:00",
        "checked_at_utc": "2024-03-02T12:00:00.000000+00:00",
    }


def test_equal_answers_are_equal_bytes_wherever_and_whenever(tmp_path: Path) -> None:
    stores = [AnswerStore(tmp_path / name / "answers" / "injury_feed") for name in ("a", "b")]
    for each in stores:
        each.put(call(), b"[1]", 1, NOON)
    first, second = (sorted((tmp_path / name).rglob("*.*")) for name in ("a", "b"))
    assert [path.read_bytes() for path in first] == [path.read_bytes() for path in second]


def test_the_same_content_again_is_only_checked_anew(store: AnswerStore, tmp_path: Path) -> None:
    store.put(call(), b"[1]", 1, NOON)
    before = {name: (tmp_path / "answers" / name).stat().st_ino for name in files(tmp_path)}
    again = store.put(call(), b"[1]", 1, NOON + HOUR)
    assert again.fetched_at_utc == NOON
    assert files(tmp_path) == sorted(before)
    packed = next(name for name in before if name.endswith(".gz"))
    assert (tmp_path / "answers" / packed).stat().st_ino == before[packed]
    row = store.manifest().iloc[0]
    assert (row["fetched_at_utc"], row["checked_at_utc"]) == (NOON, NOON + HOUR)


def test_another_content_is_another_file_and_the_older_stays(store: AnswerStore) -> None:
    store.put(call(), b"[1]", 1, NOON)
    store.put(call(), b"[1, 2]", 2, NOON + HOUR)
    assert content(store.newest(call())) == b"[1, 2]"
    assert [answer.content for answer in store.answers("page")] == [b"[1]", b"[1, 2]"]


def test_what_was_said_taken_back_and_said_again_is_news_three_times(store: AnswerStore) -> None:
    for hours, text in enumerate([b"[1]", b"[2]", b"[1]", b"[1]"]):
        store.put(call(), text, 1, NOON + hours * HOUR)
    told = [(answer.content, answer.fetched_at_utc) for answer in store.answers("page")]
    assert told == [(b"[1]", NOON), (b"[2]", NOON + HOUR), (b"[1]", NOON + 2 * HOUR)]
    assert content(store.newest(call())) == b"[1]"


def test_an_answer_grows_old_from_when_it_was_last_given(store: AnswerStore) -> None:
    store.put(call(), b"[1]", 1, NOON)
    store.put(call(), b"[1]", 1, NOON + 2 * HOUR)
    assert store.newest(call(), NOON + 3 * HOUR, HOUR) is not None
    assert store.newest(call(), NOON + 3.1 * HOUR, HOUR) is None
    assert store.newest(call(), NOON + 1000 * HOUR, None) is not None
    assert store.newest(call(), NOON + 1000 * HOUR) is not None


def test_calls_do_not_share_answers(store: AnswerStore) -> None:
    store.put(call("2024-03-02"), b"[1]", 1, NOON)
    assert store.newest(call("2024-03-03")) is None
    assert store.newest(call(partition="2024-03-02")) is None
    assert store.newest(call(endpoint="other")) is None


def test_stored_answers_know_their_calls(store: AnswerStore) -> None:
    store.put(call("a", partition="p", format=Format.PDF), b"%PDF", 1, NOON)
    store.put(call("b", partition="q"), b"[]", 0, NOON)
    first, second = store.answers("page")
    assert (first.call.parameters, first.call.partition, first.call.format) == ({"day": "a"}, "p", Format.PDF)
    assert (first.is_stored, first.rows, first.call.key) == (True, 1, call("a").key)
    assert [answer.call.parameters["day"] for answer in store.answers("page", "q")] == ["b"]
    assert second.rows == 0
    assert list(store.answers("other")) == []


def test_the_manifest_names_every_answer_and_its_file(store: AnswerStore, tmp_path: Path) -> None:
    assert len(store.manifest()) == 0
    store.put(call("b"), b"[1]", 1, NOON)
    store.put(call("a"), b"[1, 2]", 2, NOON)
    manifest = store.manifest()
    assert manifest["parameters"].tolist() == ['{"day": "a"}', '{"day": "b"}']
    assert manifest["rows"].tolist() == [2, 1]
    assert all((tmp_path / "answers" / name).is_file() for name in manifest["file"])
    assert str(manifest["fetched_at_utc"].dtype).endswith("UTC]")


@pytest.mark.parametrize("suffix", [".meta.json", ".json.gz"])
def test_one_half_without_the_other_is_not_stored(store: AnswerStore, tmp_path: Path, suffix: str) -> None:
    store.put(call(), b"[1]", 1, NOON)
    (tmp_path / "answers" / next(name for name in files(tmp_path) if name.endswith(suffix))).unlink()
    assert store.newest(call()) is None
    assert list(store.answers("page")) == []
    assert len(store.manifest()) == 0
    store.put(call(), b"[1]", 1, NOON)
    assert content(store.newest(call())) == b"[1]"
    assert len(files(tmp_path)) == 2


@pytest.mark.parametrize(
    ("suffix", "damage"),
    [
        (".json.gz", b"\x1f\x8b"),
        (".json.gz", gzip.compress(b"[2]", mtime=0)),
        (".meta.json", b"{"),
        (".meta.json", b"[]"),
    ],
)
def test_a_damaged_answer_is_not_read_and_is_stored_anew(
    store: AnswerStore, tmp_path: Path, suffix: str, damage: bytes
) -> None:
    store.put(call(), b"[1]", 1, NOON)
    (tmp_path / "answers" / next(name for name in files(tmp_path) if name.endswith(suffix))).write_bytes(
        damage
    )
    assert store.newest(call()) is None
    assert list(store.answers("page")) == []
    store.put(call(), b"[1]", 1, NOON)
    assert content(store.newest(call())) == b"[1]"


KILLED = """
import os, sys
from datetime import datetime, UTC
from pathlib import Path
from busta.datasets import answer_store
from tests.datasets.test_answer_store import call, NOON

real, writes = answer_store.write_atomically, []
def killed(target, content):
    if len(writes) == 1:
        os.kill(os.getpid(), 9)
    writes.append(target)
    real(target, content)
answer_store.write_atomically = killed
answer_store.AnswerStore(Path(sys.argv[1])).put(call(), b"[1]", 1, NOON)
"""


def test_a_run_killed_between_the_two_writes_leaves_nothing_that_counts(
    store: AnswerStore, tmp_path: Path, repository: Path
) -> None:
    folder = tmp_path / "answers" / "injury_feed"
    around = {**os.environ, "PYTHONPATH": str(repository)}
    done = subprocess.run(
        [sys.executable, "-c", KILLED, str(folder)], env=around, check=False, cwd=repository
    )
    assert done.returncode == -9
    assert [name.rsplit(".", 2)[1:] for name in files(tmp_path)] == [["meta", "json"]]
    assert store.newest(call()) is None
    assert len(store.manifest()) == 0
    store.put(call(), b"[1]", 1, NOON)
    assert content(store.newest(call())) == b"[1]"
    assert len(files(tmp_path)) == 2


def test_what_is_known_of_an_answer_is_written_before_it(
    store: AnswerStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[str] = []
    monkeypatch.setattr(
        answer_store,
        "write_atomically",
        lambda target, content: written.append("".join(target.suffixes[-2:])),
    )
    store.put(call(), b"[1]", 1, NOON)
    assert written == [".meta.json", ".json.gz"]


def test_an_answer_from_the_future_is_not_believed_until_then(store: AnswerStore) -> None:
    store.put(call(), b"[1]", 1, NOON)
    store.put(call(), b"[2]", 2, NOON + 9 * HOUR)
    assert content(store.newest(call(), NOON + 0.5 * HOUR, HOUR)) == b"[1]"
    assert store.newest(call(), NOON + 3 * HOUR, HOUR) is None
    # Clocks that differ a little are no reason to ask again.
    assert content(store.newest(call(), NOON + 8.9 * HOUR, timedelta(0))) == b"[2]"
