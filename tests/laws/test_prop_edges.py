"""Quotes on players that are not as they should be, through the stage of ingestion, on the tiny invented league."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
import pytest

from busta.nba.players import normalise_names
from busta.pipelines import ingestion
from tests.laws.project_run import parameters, run

LINES, BOOKS = "prm_prop_lines", "prm_prop_books"
SWAPPED = ("props_api", "fanduel")
SAME_QUESTION = ["game_id", "player_id", "market", "moment", "line"]


def _chosen(quotes: pd.DataFrame) -> dict[str, pd.DataFrame]:
    stage = ingestion.create_pipeline().to_outputs(LINES, BOOKS).from_inputs("prm_prop_quotes")
    return run(stage, {"prm_prop_quotes": quotes}, parameters("test"), [LINES, BOOKS])


@pytest.fixture(scope="module")
def swapped(tables: Mapping[str, Any]) -> dict[str, pd.DataFrame]:
    """Lines and books where one book has put the price of over beside under, and the other way round."""
    quotes = tables["prm_prop_quotes"]
    is_its = (quotes["source"] == SWAPPED[0]) & (quotes["book"] == SWAPPED[1])
    assert is_its.any()
    over, under = quotes["price_over"], quotes["price_under"]
    crossed = quotes.assign(price_over=over.mask(is_its, under), price_under=under.mask(is_its, over))
    return _chosen(crossed)


def test_a_book_with_swapped_prices_is_told_by_its_correlation_with_the_others(swapped, tables) -> None:
    of_book = f"source == '{SWAPPED[0]}' and book == '{SWAPPED[1]}'"
    before, after = (books.query(of_book) for books in (tables[BOOKS], swapped[BOOKS]))
    assert not before["is_condemned"].any()
    assert after["is_condemned"].all()
    assert (after["correlation"] < 0).all()


def test_prices_that_are_off_the_others_are_not_in_the_consensus(swapped, tables) -> None:
    assert tables[LINES]["n_condemned"].sum() == 0
    lines = swapped[LINES]
    assert lines["n_condemned"].sum() > 0
    told = lines.merge(tables[LINES], on=SAME_QUESTION, suffixes=("", "_before"))
    cleared = told[told["n_condemned"] > 0]
    assert len(cleared) > 0
    gap = (cleared["market_probability"] - cleared["market_probability_before"]).abs()
    # Believed, the swapped prices would have moved the mean of a few books by more than this.
    assert gap.median() < 0.03


def test_names_without_accents_and_suffixes_are_the_men_of_the_box_scores(invented) -> None:
    box = invented["prm_player_games"][["player_id", "player_name"]].drop_duplicates()
    read = invented["int_props_api"]
    otherwise = read.loc[~read["player_name"].isin(box["player_name"])]
    assert otherwise["player_name"].nunique() > 3, "the tiny league spells nobody otherwise: shows nothing"
    quoted = invented["prm_prop_quotes"].query("source == 'props_api'")
    men = box.assign(key=normalise_names(box["player_name"]))
    keys = normalise_names(otherwise["player_name"]).unique()
    meant = men[men["key"].isin(keys)].groupby("key")["player_id"].agg(["nunique", "first"])
    alone = meant.loc[meant["nunique"] == 1, "first"]
    assert len(alone) > 3
    assert np.isin(alone.to_numpy(), quoted["player_id"].unique()).all()


def test_a_name_that_fits_nobody_is_refused_with_its_words_and_never_guessed(tables, invented) -> None:
    read = invented["int_props_api"]
    strange = read.assign(player_name=read["player_name"].where(read.index != 0, "Nobody Ofthatname"))
    stage = ingestion.create_pipeline().to_outputs("prm_prop_quotes")
    joined = stage.from_nodes("join_prop_quotes")
    known = {name: invented[name] for name in joined.inputs() if name in invented} | {
        "int_props_api": strange
    }
    made = run(joined, known, parameters("test"), ["prm_prop_quotes", "int_prop_quotes_refused"])
    refused = made["int_prop_quotes_refused"]
    assert refused["value"].str.contains("Nobody Ofthatname").sum() == 1
    assert len(made["prm_prop_quotes"]) == len(tables["prm_prop_quotes"]) - 1
