"""Redirects: followed where nothing can be lost by it."""

from __future__ import annotations

import io
import json

import pytest
import requests

from busta.datasets.careful_session import CarefulSession
from busta.datasets.polite_session import PoliteSession
from busta.fetching.errors import StopSourceError
from tests.fetching_params import fetching_params
from tests.servers.loopback import LoopbackServer, Reply, Request, json_reply

KEY = "s3cr3t"


def _ask(url: str, *secrets: str) -> int:
    session = PoliteSession(fetching_params().politeness, "a_source", secrets=secrets)
    asked = {"apiKey": KEY} if secrets else {}
    return session.get(url, params=asked, check=lambda content: len(json.loads(content))).rows


def _sends_to(url: str) -> Reply:
    return Reply(b"", 302, {"Location": url})


def test_a_page_that_moved_is_followed_to_another_server() -> None:
    there = LoopbackServer(lambda request: json_reply([1, 2]))
    with there, LoopbackServer(lambda request: _sends_to(f"{there.url}/new")) as here:
        assert _ask(here.url) == 2


def test_a_key_is_never_taken_to_another_server() -> None:
    with LoopbackServer(lambda request: json_reply([1, 2])) as there:
        stolen = f"{there.url}/new?apiKey={KEY}"
        with (
            LoopbackServer(lambda request: _sends_to(stolen)) as here,
            pytest.raises(StopSourceError) as caught,
        ):
            _ask(here.url, KEY)
        assert there.requests == []
    assert "sends on to http://127.0.0.1, where it is not followed" in caught.value.sentence
    assert KEY not in caught.value.sentence


def test_a_key_goes_on_within_its_own_server() -> None:
    def answer(request: Request) -> Reply:
        return json_reply([1]) if request.path == "/new" else _sends_to("/new")

    with LoopbackServer(answer) as server:
        assert _ask(server.url, KEY) == 1


@pytest.mark.parametrize(
    ("target", "is_followed"), [("https://b.example/", True), ("http://a.example/", False)]
)
def test_nothing_goes_on_in_the_open_that_came_encrypted(target: str, is_followed: bool) -> None:
    answer = requests.Response()
    answer.status_code, answer.url = 301, "https://a.example/"
    answer.headers["Location"], answer.raw = target, io.BytesIO()
    session = CarefulSession("a_source", stays=False)
    if is_followed:
        assert session.get_redirect_target(answer) == target
    else:
        with pytest.raises(StopSourceError, match="not followed"):
            session.get_redirect_target(answer)


def test_the_page_around_a_redirect_is_not_read() -> None:
    endless = Reply(b"x" * 1000, 302, {"Location": "/new"}, drip=0.1)
    with LoopbackServer({"/": lambda request: endless, "/new": lambda request: json_reply([1])}) as server:
        assert _ask(f"{server.url}/") == 1
