"""What became of a plan, in counts and sentences."""

from __future__ import annotations

import pandas as pd
import pytest

from busta.fetching.errors import FetchingFailedError
from busta.fetching.fetch_all import log_table
from busta.fetching.fetch_report import HISTORY, fetch_history, fetch_summary, require_all, together
from busta.fetching.plan_table import plan_table

MOMENT = pd.Timestamp("2024-03-02T12:00:00Z")
PLAN = pd.DataFrame({"source": ["a"], "planned_at_utc": [MOMENT]})


def log(*rows: tuple[str, str, int, str, str]) -> pd.DataFrame:
    names = ("source", "outcome", "attempts", "faults", "sentence")
    rest = {"endpoint": "e", "partition": "p", "rows": 1, "bytes": 1, "seconds": 1.0, "credits": 2}
    return log_table(
        [{**rest, "key": "", "parameters": "", **dict(zip(names, row, strict=True))} for row in rows]
    )


MIXED = log(
    ("a", "stored", 0, "", ""),
    ("a", "fetched", 3, "500,429", ""),
    ("a", "failed", 2, "html,html", "it broke"),
    ("a", "failed", 1, "401", "the key is wrong"),
    ("a", "not_tried", 0, "", "not tried"),
    ("a", "not_tried", 0, "", "not tried"),
    ("b", "fetched", 1, "", ""),
    ("c", "empty", 0, "", "nothing there"),
)


def test_history_counts_attempts_and_failures_of_each_source_that_was_asked() -> None:
    history = fetch_history(PLAN, MIXED)
    assert list(history.columns) == list(HISTORY)
    assert history.to_dict("records") == [
        dict(zip(HISTORY, (MOMENT, "a", 3, 6, 5, 6), strict=True)),
        dict(zip(HISTORY, (MOMENT, "b", 1, 1, 0, 2), strict=True)),
    ]


def test_a_run_that_asked_nobody_leaves_no_history() -> None:
    history = fetch_history(plan_table([], lambda _: True), log_table())
    assert (len(history), list(history.columns)) == (0, list(HISTORY))


def test_every_failed_call_has_its_sentence_and_the_rest_is_counted() -> None:
    with pytest.raises(FetchingFailedError) as caught:
        require_all(MIXED)
    assert str(caught.value).splitlines()[1:] == [
        "- a e p: it broke",
        "- a e p: the key is wrong",
        "- a: 2 more calls were not tried, because it was stopped",
    ]


def test_hundreds_of_sentences_are_not_all_told() -> None:
    with pytest.raises(FetchingFailedError, match="and 80 more, see report_fetch_log") as caught:
        require_all(log(*[("a", "failed", 1, "500", f"number {n}") for n in range(100)]))
    assert len(str(caught.value).splitlines()) == 22


def test_a_run_without_failures_is_accepted() -> None:
    calm = [("a", "stored", 0, "", ""), ("a", "fetched", 2, "500", ""), ("c", "empty", 0, "", "none")]
    require_all(log(*calm))
    require_all(log_table())
    # The same with one failure more is not.
    with pytest.raises(FetchingFailedError, match="it broke"):
        require_all(log(*calm, ("a", "failed", 1, "500", "it broke")))


def test_a_sentence_sums_the_run_up() -> None:
    assert fetch_summary(MIXED, pd.DataFrame({"file": ["x"]})) == (
        "Calls: 2 fetched, 1 stored already, 1 had nothing, 2 failed, 2 not tried; raw files written: 1"
    )


def test_a_run_that_asked_for_nothing_says_so() -> None:
    assert fetch_summary(log_table(), pd.DataFrame()) == "No call was made"


def test_tables_without_rows_give_only_their_columns() -> None:
    assert together([log_table(), MIXED, log_table()]).dtypes.to_dict() == MIXED.dtypes.to_dict()
    assert len(together([log_table(), MIXED, MIXED])) == 2 * len(MIXED)
    assert list(together([log_table(), log_table()]).columns) == list(log_table().columns)
    assert together([]).empty
