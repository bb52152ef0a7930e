"""The checks as a document, and the message that tells of the bad ones."""

from __future__ import annotations

import json
from typing import Any

import pytest

from busta.params.quality import AlertRules
from busta.reports.quality_json import quality_document, quality_message
from tests.reports.quality_samples import IDENTITY, checks


def _rules(enabled: bool = True, severity: Any = "warning", most: int = 20) -> AlertRules:
    return AlertRules(enabled=enabled, from_severity=severity, most_findings=most)


def test_the_document_says_first_what_data_it_is_about_and_has_every_check() -> None:
    document = quality_document(IDENTITY, checks(), "error")
    assert next(iter(document.items())) == ("data", IDENTITY["description"])
    assert document["is_fabricated"] is True
    assert document["counts"] == {"error": 1, "warning": 1, "info": 3}
    assert [check["check"] for check in document["checks"]][:2] == ["missing", "freshness"]
    assert json.loads(json.dumps(document, allow_nan=False)) == document
    (without,) = [check for check in document["checks"] if check["table"] == "sbr_odds"]
    assert (without["limit"], without["n_bad"], without["share"]) == (None, 1, 0.01)


@pytest.mark.parametrize(("stop_at", "accepted"), [("error", False), ("warning", False), ("never", True)])
def test_the_verdict_is_that_of_the_gate(stop_at: str, accepted: bool) -> None:
    assert quality_document(IDENTITY, checks(), stop_at)["is_accepted"] is accepted
    assert quality_document(IDENTITY, checks(error=None), "error")["is_accepted"] is True


def test_the_message_holds_the_findings_the_worst_first() -> None:
    told = quality_message(quality_document(IDENTITY, checks(), "error"), _rules())
    message = told["message"]
    assert told["data"] == message["data"] == IDENTITY["description"]
    assert [finding["severity"] for finding in message["findings"]] == ["error", "warning"]
    assert message["is_fabricated"] is True
    assert message["text"].endswith("games: 1 error and 1 warning among the checks; the run stops.")


def test_a_long_message_is_cut_and_says_so() -> None:
    message = quality_message(quality_document(IDENTITY, checks(), "error"), _rules(most=1))["message"]
    assert (len(message["findings"]), message["findings_left_out"]) == (1, 1)


@pytest.mark.parametrize(
    ("rules", "n"), [(_rules(enabled=False), 0), (_rules(severity="error"), 1), (_rules(severity="info"), 5)]
)
def test_nothing_is_told_unless_it_is_asked_for(rules: AlertRules, n: int) -> None:
    told = quality_message(quality_document(IDENTITY, checks(), "error"), rules)
    assert len(told["message"].get("findings", [])) == n


def test_without_a_finding_there_is_no_message() -> None:
    clean = checks()[lambda table: table["n_bad"] == 0]
    assert quality_message(quality_document(IDENTITY, clean, "error"), _rules())["message"] == {}
