"""The plan: what is asked, how often, at what price."""

from __future__ import annotations

from busta.fetching.calls import Call
from busta.fetching.plan_table import COLUMNS, plan_table, show_plan

CALLS = [
    Call("stats_nba", "leaguegamelog", {"Season": "2023-24", "Of": "P"}, "2023-24", "box scores"),
    Call("stats_nba", "leaguegamelog", {"Season": "2023-24", "Of": "T"}, "2023-24", "box scores"),
    Call("odds_api", "odds", {"at": "noon"}, "2024-03-02", "odds of a day", credits=30),
    Call("odds_api", "odds", {"at": "evening"}, "2024-03-02", "odds of a day", credits=30),
]


def test_a_stored_answer_costs_no_call_and_no_credit() -> None:
    table = plan_table(CALLS, lambda call: call.parameters.get("at") == "noon")
    assert table["state"].tolist() == ["to fetch", "to fetch", "stored", "to fetch"]
    assert table["calls"].tolist() == [1, 1, 0, 1]
    assert table["credits"].tolist() == [0, 0, 0, 30]
    assert table["parameters"][0] == '{"Of": "P", "Season": "2023-24"}'


def test_a_plan_without_calls_has_all_columns_and_their_types() -> None:
    empty, full = plan_table([], lambda call: True), plan_table(CALLS, lambda call: True)
    assert list(empty.columns) == list(COLUMNS)
    assert empty.dtypes.to_dict() == full.dtypes.to_dict()
    assert show_plan(empty).endswith("0 calls to make, 0 answers stored already")


def test_people_read_sums_and_the_price() -> None:
    table = plan_table(CALLS, lambda call: call.parameters.get("at") == "noon")
    lines = show_plan(table, calls_per_second=0.5).splitlines()
    assert [" ".join(line.split()) for line in lines] == [
        "source endpoint folder why stored calls credits",
        "stats_nba leaguegamelog 2023-24 box scores 0 2 0",
        "odds_api odds 2024-03-02 odds of a day 1 1 30",
        "3 calls to make, 1 answers stored already, at most 30 credits, at least 4 s",
    ]
    assert max(map(len, lines)) <= 110
