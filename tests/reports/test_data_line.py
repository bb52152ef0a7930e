from __future__ import annotations

import pytest

from busta.reports.data_line import data_line, is_fabricated
from tests.reports.samples import FABRICATED, REAL


def test_the_line_of_real_data_says_how_much_when_and_which() -> None:
    expected = "DATA: real NBA data, 1,230 games, 2001-10-30 to 2003-06-15, sha256 abababababab"
    assert data_line(REAL) == expected
    assert not is_fabricated(REAL)


def test_fabricated_data_are_called_so_first() -> None:
    assert data_line(FABRICATED).startswith("DATA: FABRICATED")
    assert is_fabricated(FABRICATED)


@pytest.mark.parametrize("identity", [{}, {"fabricated": None}, {"fabricated": "no"}])
def test_data_of_unknown_origin_are_never_called_real(identity: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="expected 'fabricated' of the data identity to be true or false"):
        data_line(identity)


def test_what_is_not_known_is_left_out() -> None:
    assert data_line({"fabricated": False}) == "DATA: real NBA data"
