"""A column is known again by its first values."""

from __future__ import annotations

import pandas as pd

from busta.sources.column_profiles import column_profiles


def _of(values: list[object]) -> str:
    return column_profiles(pd.DataFrame({"a": values}))["a"]


def test_a_column_says_whether_it_holds_numbers_text_or_nothing() -> None:
    kinds = [
        _of(values).split(":")[0]
        for values in (["1", "2.5", ""], ["BOS", "1"], ["", ""], [None, float("nan")])
    ]
    assert kinds == ["number", "text", "empty", "empty"]


def test_a_stray_word_among_many_numbers_does_not_make_a_column_text() -> None:
    assert _of([*map(str, range(20)), "NL"]).startswith("number:")


def test_the_same_values_under_another_name_have_the_same_digits() -> None:
    rows = pd.DataFrame({"TO": ["1", "2"], "TOV": ["1", "2"], "PF": ["2", "1"]})
    found = column_profiles(rows)
    assert found["TO"] == found["TOV"]
    assert found["TO"] != found["PF"]


def test_one_value_throughout_tells_nothing() -> None:
    assert _of(["22023"] * 5) == "number:"


def test_a_file_without_rows_names_its_columns() -> None:
    assert column_profiles(pd.DataFrame({"a": [], "b": []})) == {"a": "empty:", "b": "empty:"}
    assert column_profiles(pd.DataFrame()) == {}
