"""Alerts leave signed, are tried again, and never fail a run."""

from __future__ import annotations

import hashlib
import hmac
import json
import logging
from pathlib import Path
from typing import Any

import pytest

from busta.datasets.webhook import SIGNATURE, TIMESTAMP, WebhookDataset, signature
from tests.servers.loopback import Answering, LoopbackServer, Reply, answer_in_turn

SECRET = "a secret of the test"
LINE = "DATA: FABRICATED (an invented league)"
MESSAGE = {"event": "data_quality", "data": LINE, "text": "Jokić: 1 error"}
OK, BUSY, BROKEN = Reply(b"thanks"), Reply(b"later", 429), Reply(b"oh", 503)


def _save(
    folder: Path, url: str, message: dict[str, Any] | None = None, secret: str = SECRET, **options: Any
) -> tuple[dict[str, Any], list[float]]:
    waits: list[float] = []
    dataset = WebhookDataset(
        filepath=folder / "alert.json",
        credentials={"url": url, "secret": secret},
        sleep=waits.append,
        clock=lambda: 1_700_000_000.9,
        **({"timeout_seconds": 5.0} | options),
    )
    dataset.save({"data": LINE, "message": MESSAGE if message is None else message})
    return dataset.load(), waits


def _served(folder: Path, answer: Answering, **options: Any) -> tuple[dict[str, Any], list[float], list[Any]]:
    with LoopbackServer(answer) as server:
        told, waits = _save(folder, f"{server.url}/hook", **options)
        return told, waits, list(server.requests)


def test_a_message_arrives_whole_and_signed(tmp_path: Path) -> None:
    told, waits, requests = _served(tmp_path, lambda _: OK)
    (request,) = requests
    headers = {name.lower(): value for name, value in request.headers.items()}
    assert json.loads(request.body) == MESSAGE
    assert headers["content-type"] == "application/json"
    stamp = headers[TIMESTAMP.lower()]
    expected = hmac.new(SECRET.encode(), stamp.encode() + b"." + request.body, hashlib.sha256).hexdigest()
    assert (stamp, headers[SIGNATURE.lower()]) == ("1700000000", f"sha256={expected}")
    assert (told["outcome"], told["attempts"], waits) == ("delivered", 1, [])
    assert (told["data"], told["message"]) == (LINE, MESSAGE)


def test_the_signature_is_over_the_time_and_the_body_and_the_secret() -> None:
    # printf '%s' '1700000000.{}' | openssl dgst -sha256 -hmac key
    known = "sha256=9d713ed406bb7076d4123f0dc2c39d2df5c654ed4b0cd56b52c8b4c940bd63ae"
    assert signature("key", "1700000000", b"{}") == known
    others = [("Key", "1700000000", b"{}"), ("key", "1700000001", b"{}"), ("key", "1700000000", b"[]")]
    assert known not in [signature(*other) for other in others]


def test_it_is_tried_again_with_growing_pauses_until_it_arrives(tmp_path: Path) -> None:
    told, waits, requests = _served(
        tmp_path, answer_in_turn(BROKEN, BUSY, Reply(b"", 500), OK), attempts=5, backoff_seconds=0.5
    )
    assert (told["outcome"], told["attempts"]) == ("delivered", 4)
    assert (len(requests), waits) == (4, [0.5, 1.0, 2.0])


def test_what_cannot_be_delivered_is_told_and_stops_nothing(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING):
        told, _, requests = _served(tmp_path, lambda _: BROKEN, attempts=3)
    assert (told["outcome"], told["attempts"], len(requests)) == ("not delivered", 3, 3)
    assert told["why"] == "answered with status 503"
    assert "could not be delivered (3 attempts): answered with status 503" in caplog.text


@pytest.mark.parametrize("status", [400, 401, 404, 301])
def test_a_message_that_is_not_wanted_is_not_sent_again(status: int, tmp_path: Path) -> None:
    elsewhere = {"Location": "http://127.0.0.1:9/elsewhere"}
    told, _, requests = _served(tmp_path, lambda _: Reply(b"", status, elsewhere), attempts=4)
    assert (told["outcome"], len(requests), told["why"]) == (
        "not delivered",
        1,
        f"answered with status {status}",
    )


def test_a_server_that_is_not_there_fails_nothing_and_its_address_stays_secret(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with LoopbackServer(lambda _: OK) as server:
        gone = f"{server.url}/hook-with-a-token"
    with caplog.at_level(logging.DEBUG, logger="busta"):
        told, _ = _save(tmp_path, gone, attempts=2)
    assert (told["outcome"], told["why"]) == ("not delivered", "no answer (ConnectionError)")
    for text in (caplog.text, (tmp_path / "alert.json").read_text()):
        assert "token" not in text
        assert SECRET not in text


@pytest.mark.parametrize("slow", [Reply(b"x", delay=30.0), Reply(b"x", header_drip=1.0)])
def test_a_server_that_hangs_is_given_up_in_time(slow: Reply, tmp_path: Path) -> None:
    told, _, requests = _served(tmp_path, lambda _: slow, attempts=2, timeout_seconds=0.2)
    assert (told["outcome"], len(requests)) == ("not delivered", 2)


@pytest.mark.parametrize(
    ("url", "secret", "why"),
    [
        ("", SECRET, "expected 'url' and 'secret' of quality_webhook"),
        ("https://example.com/hook", "", "expected 'url' and 'secret' of quality_webhook"),
        ("http://example.com/hook", SECRET, "expected an address that begins with https, was http"),
        ("example.com", SECRET, "expected an address that begins with https, was no scheme"),
        ("https://[half/hook", SECRET, "expected an address that begins with https, was none"),
    ],
)
def test_nothing_is_sent_without_a_fit_address_and_a_secret(
    url: str, secret: str, why: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING):
        told, _ = _save(tmp_path, url, secret=secret)
    assert told["outcome"] == "not sent"
    assert told["why"].startswith(why)
    assert why in caplog.text


def test_an_empty_message_is_not_sent_and_nobody_is_warned(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    told, _, requests = _served(tmp_path, lambda _: OK, message={})
    assert (told, requests, caplog.text) == (
        {"data": LINE, "outcome": "nothing to send", "message": {}},
        [],
        "",
    )


def test_what_is_shown_of_the_entry_holds_no_secret(tmp_path: Path) -> None:
    given = {"url": "https://example.com/token", "secret": SECRET}
    shown = str(WebhookDataset(filepath=tmp_path / "a.json", credentials=given)._describe())
    assert "token" not in shown
    assert SECRET not in shown
