"""Random streams are a function of the seed and their names alone."""

import subprocess
import sys

from hypothesis import given
from hypothesis import strategies as st

from busta.seeds import stream


@given(st.integers(0, 2**40), st.lists(st.text(max_size=5), max_size=3))
def test_a_stream_is_a_seed_that_every_learner_accepts(seed: int, names: list[str]) -> None:
    assert 0 <= stream(seed, *names) < 2**31 - 1


def test_streams_of_different_names_differ() -> None:
    assert len({stream(1, "ats"), stream(1, "total"), stream(2, "ats"), stream(1, "a", "ts")}) == 4


def test_a_stream_is_the_same_in_another_process() -> None:
    code = "from busta.seeds import stream; print(stream(7, 'ats', 'ridge'))"
    other = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert int(other.stdout) == stream(7, "ats", "ridge")
