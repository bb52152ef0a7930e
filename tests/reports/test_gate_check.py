from __future__ import annotations

import pytest

from busta.reports.gate_check import GateBreached, check_gates
from tests.reports.samples import FABRICATED, document


def test_a_breached_gate_is_raised_with_what_was_expected_and_measured() -> None:
    sentence = r"moneyline, brier_score: expected at most 0\.216, was 0\.2152 \[0\.2121, 0\.2184\]"
    with pytest.raises(GateBreached, match=sentence):
        check_gates(document(is_passed=False))


def test_gates_that_pass_or_do_not_apply_raise_nothing() -> None:
    check_gates(document())
    check_gates(document(FABRICATED))
    idle = document(is_passed=False)
    idle["markets"]["moneyline"]["gates"][0]["is_applied"] = False
    check_gates(idle)
