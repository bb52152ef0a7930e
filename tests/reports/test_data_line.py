from __future__ import annotations

import pytest

from busta.reports.data_line import data_line, is_fabricated, refuse_other_kind
from tests.reports.samples import FABRICATED, REAL


def test_the_line_is_the_sentence_that_identified_the_data() -> None:
    assert data_line(REAL) == REAL["description"] == "DATA: real NBA data, 2001-02 to 2002-03, 1,230 games"
    assert not is_fabricated(REAL)


def test_fabricated_data_are_called_so_first() -> None:
    assert data_line(FABRICATED).startswith("DATA: FABRICATED")
    assert is_fabricated(FABRICATED)


@pytest.mark.parametrize("identity", [{}, {"fabricated": None}, {"fabricated": "no"}])
def test_data_of_unknown_origin_are_never_called_real(identity: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="expected 'fabricated' of the data identity to be true or false"):
        data_line(identity)


@pytest.mark.parametrize(
    "identity", [{"fabricated": False}, REAL | {"fabricated": True}, FABRICATED | {"fabricated": False}]
)
def test_a_sentence_that_contradicts_the_mark_is_never_shown(identity: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="expected the description of the data to begin with 'DATA: "):
        data_line(identity)


@pytest.mark.parametrize(("found", "wanted"), [(REAL, True), (FABRICATED, False)])
def test_results_of_the_other_kind_of_data_are_refused(found: dict, wanted: bool) -> None:
    with pytest.raises(ValueError, match=r"expected a data root for .* \(data/identity.json\)"):
        refuse_other_kind(found, wanted, "data/identity.json")
    refuse_other_kind(found, not wanted, "data/identity.json")
