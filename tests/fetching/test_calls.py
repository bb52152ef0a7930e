"""Calls and answers."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from busta.fetching.calls import Answer, Call, packed

NOON = datetime(2024, 3, 2, 12, tzinfo=UTC)
WORDS = st.dictionaries(st.text(max_size=5), st.text(max_size=80), max_size=4)


def call(parameters: dict[str, str]) -> Call:
    return Call("odds_api", "odds", parameters, "2024-03-02", "for the test")


@given(WORDS, WORDS)
def test_the_name_of_a_call_is_its_own_and_fits_into_a_folder(
    one: dict[str, str], other: dict[str, str]
) -> None:
    assert (call(one).key == call(other).key) == (one == other)
    assert set(call(one).key) <= set("abcdefghijklmnopqrstuvwxyz0123456789-.")
    assert len(call(one).key) <= 71
    assert not call(one).key.startswith(".")


def test_the_order_of_parameters_and_the_reason_do_not_name_a_call() -> None:
    assert call({"a": "1", "b": "2"}).key == call({"b": "2", "a": "1"}).key
    assert call({}).key.startswith("all.")
    assert call({}).folder == "odds_api/odds/2024-03-02"


def test_equal_contents_are_packed_into_equal_bytes() -> None:
    assert packed(b"[1]") == packed(b"[1]") != packed(b"[2]")


def test_an_answer_knows_its_content() -> None:
    answer = Answer(call({}), b'{"a": [1]}', NOON, 1)
    assert answer.json() == {"a": [1]}
    assert answer.sha256.startswith("2147dbdb")
