from __future__ import annotations

import json

import pytest

from busta.reports.scores_json import scores_document
from tests.reports.samples import FABRICATED, REAL, ablation, document, gates, probabilities, scores


def test_the_first_key_says_what_data_this_is() -> None:
    assert next(iter(document())) == "data"
    assert document()["data"].startswith("DATA: real NBA data")
    assert document(FABRICATED)["data"].startswith("DATA: FABRICATED")
    assert document(FABRICATED)["is_fabricated"] is True


def test_every_score_stands_beside_the_closing_lines_own_on_the_same_rows() -> None:
    pooled = document()["markets"]["moneyline"]["scores"]
    model, close = pooled["model"]["brier_score"], pooled["market"]["brier_score"]
    assert model["n"] == close["n"] == 240
    assert model["market_value"] == close["value"]
    assert model["difference"] == pytest.approx(model["value"] - close["value"])
    assert model["difference_low"] < model["difference"] < model["difference_high"]


def test_every_season_has_the_scores_of_every_forecaster() -> None:
    block = document()["markets"]["moneyline"]
    assert [season["season"] for season in block["seasons"]] == document()["seasons"]
    assert all(set(season["scores"]) == set(block["scores"]) for season in block["seasons"])


def test_the_calibration_error_bears_its_null_band_and_nothing_else_does() -> None:
    model = document()["markets"]["moneyline"]["scores"]["model"]
    assert [metric for metric, score in model.items() if "null_high" in score] == ["ece"]


def test_numbers_that_do_not_exist_are_null_in_strict_json() -> None:
    table = scores(probabilities(is_quoted=False))
    made = scores_document(REAL, {"moneyline": table}, {"moneyline": gates()}, {"moneyline": ablation()})
    text = json.dumps(made, allow_nan=False)
    assert json.loads(text) == made
    assert made["markets"]["moneyline"]["scores"]["model"]["brier_score"]["difference"] is None


def test_a_score_that_is_missing_says_why() -> None:
    table = probabilities()
    table["market_probability"] = 0.5
    made = scores_document(REAL, {"moneyline": scores(table)}, {}, {})
    slope = made["markets"]["moneyline"]["scores"]["market"]["calibration_slope"]
    assert slope["value"] is None
    assert "expected" in slope["reason"].lower()


def test_a_market_without_gates_and_ablation_has_empty_lists() -> None:
    made = scores_document(REAL, {"moneyline": scores()}, {}, {})
    assert made["markets"]["moneyline"]["gates"] == made["markets"]["moneyline"]["ablation"] == []
    assert made["markets"]["moneyline"]["information"] == []


def test_what_knowing_more_is_worth_stands_by_information_and_season() -> None:
    told = document()["markets"]["moneyline"]["information"]
    seasons = ["2001-02", "2002-03", "all"]
    assert [(part["information"], part["season"]) for part in told] == [
        (name, season) for name in ("morning", "tip_off") for season in seasons
    ]
    assert told[-1]["informed_minus_evening_low"] < told[-1]["informed_minus_evening"] < 0
