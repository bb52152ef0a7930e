"""What was measured of player markets, in one document."""

from __future__ import annotations

import json

import pandas as pd

from busta.reports.props_json import BET_FIELDS, chosen_bets
from tests.reports import props_samples as samples


def test_the_document_says_first_what_data_it_is_and_holds_no_number_that_does_not_exist() -> None:
    document = samples.document()
    assert next(iter(document)) == "data"
    assert document["data"].startswith("DATA: real")
    assert not document["is_fabricated"]
    assert document["seasons"] == ["2002-03", "2003-04"]
    json.dumps(document, allow_nan=False)


def test_every_score_stands_under_part_season_forecaster_and_metric() -> None:
    found = samples.document()["markets"]["points"]["parts"]["morning"]["all"]["blend"]["brier_score"]
    assert found["value"] > 0
    assert found["difference"] is not None


def test_chosen_bets_are_those_asked_for_in_the_order_asked_for() -> None:
    bets = chosen_bets(samples.sheet(), "points", ("morning", "close"), samples.PARAMS.bets)
    assert list(bets.columns) == list(BET_FIELDS)
    assert bets[["books", "strategy", "n_bets"]].to_numpy().tolist() == [
        ["consensus", "value", 600],
        ["best", "value", 700],
        ["best", "under", 900],
    ]


def test_where_no_backtest_has_run_there_are_no_bets() -> None:
    assert chosen_bets(pd.DataFrame(), "points", ("morning",), samples.PARAMS.bets).empty
