"""The part of ingestion that reads quotes on players, whole: with no file at all, and on the real data."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from busta.params.ingestion import IngestionParams
from busta.params.odds import OddsParams
from busta.params.props import PropsParams
from busta.pipelines.ingestion import create_pipeline
from busta.pipelines.ingestion import props_nodes as nodes
from busta.schemas.primary import PropBooks, PropLines, PropQuotes
from busta.sources.parsed import RawFiles
from tests.laws.project_run import parameters, run
from tests.league import raw_dataset
from tests.sources.prop_rows import people, prop_games

TABLES = (
    "prm_prop_quotes", "int_prop_quotes_coverage", "int_prop_quotes_refused", "prm_player_games", "prm_prop_lines",
    "prm_prop_books",
)  # fmt: skip
STATISTICS = {"points": ["points"], "rebounds": ["reb"], "assists": ["ast"], "threes": ["fg3m"], "steals": ["stl"],
              "blocks": ["blk"], "points_rebounds": ["points", "reb"], "points_assists": ["points", "ast"],
              "rebounds_assists": ["reb", "ast"], "points_rebounds_assists": ["points", "reb", "ast"]}  # fmt: skip


def _settings() -> tuple[IngestionParams, OddsParams, PropsParams]:
    given = parameters("base")
    return IngestionParams(**given["ingestion"]), OddsParams(**given["odds"]), PropsParams(**given["props"])


def test_without_any_file_all_tables_are_empty_and_valid() -> None:
    ingestion, odds, props = _settings()
    done = {source: ingest(RawFiles({}, "nowhere"), props) for source, ingest in nodes.ADAPTERS.items()}
    players = pd.DataFrame({"player_id": [1], "player_name": ["A B"], "first_season_year": [2015]})
    appearances = people().appearances
    rows, refused, coverage = nodes.join_prop_quotes(
        *[tables[0] for tables in done.values()],
        prop_games(),
        appearances,
        players.astype({"first_season_year": "Int64"}),
        ingestion,
        odds,
        props,
    )
    assert PropQuotes.validate(rows).empty
    assert refused.empty
    assert coverage.empty
    lines, books = nodes.choose_prop_lines(rows, odds, props)
    assert PropLines.validate(lines).empty
    assert PropBooks.validate(books).empty
    assert [tables[2]["looked_for"].tolist() for tables in done.values()] == [["nowhere"]] * 4


@pytest.fixture(scope="session")
def real_props(raw_root: Path) -> dict[str, Any]:
    """The quotes on players of the real data, with what happened."""
    stage = create_pipeline()
    raw = [name for name in stage.to_outputs(*TABLES).inputs() if name.startswith("raw_")]
    files = {name: raw_dataset(name, raw_root).load() for name in raw}
    return run(stage.to_outputs(*TABLES), files, parameters("base"), TABLES)


@pytest.fixture(scope="session")
def graded(real_props: dict[str, Any]) -> pd.DataFrame:
    """The last quote of each source, game, player, market and book, with the statistic; missing: did not play."""
    quotes, players = real_props["prm_prop_quotes"], real_props["prm_player_games"]
    keys = ["source", "game_id", "player_id", "market", "book"]
    last = quotes.sort_values("quoted_at_utc", kind="stable").drop_duplicates(keys, keep="last")
    played = players[players["minutes"] > 0].drop_duplicates(["game_id", "player_id"])
    found = last.merge(played, on=["game_id", "player_id"], how="left", suffixes=("", "_of_game"))
    actual = [
        found[names].sum(axis=1, skipna=False).where(found["market"].eq(market))
        for market, names in STATISTICS.items()
    ]
    return found.assign(actual=pd.concat(actual, axis=1).sum(axis=1, min_count=1))


def test_every_real_quote_is_from_before_tip_off_and_valid(real_props: dict[str, Any]) -> None:
    quotes = PropQuotes.validate(real_props["prm_prop_quotes"])
    assert quotes.groupby("source").size().to_dict() == {
        "prizepicks": 47_605, "props_api": 306_351, "props_pra": 23_540, "props_rotowire": 1_043_629,
    }  # fmt: skip


def test_the_coverage_and_the_refusals_tell_of_every_real_quote_that_was_read(
    real_props: dict[str, Any],
) -> None:
    coverage = real_props["int_prop_quotes_coverage"].set_index("source")
    assert coverage["read"].to_dict() == {
        "prizepicks": 64_904, "props_api": 306_352, "props_pra": 29_592, "props_rotowire": 1_084_661,
    }  # fmt: skip
    refused = real_props["int_prop_quotes_refused"].groupby("source").size()
    # Kinds that are no market are counted and blamed on nobody.
    no_market = 16_291
    assert (coverage["refused"] - refused)[["props_api", "props_pra", "props_rotowire"]].eq(0).all()
    assert coverage["refused"]["prizepicks"] - refused["prizepicks"] == no_market
    assert f"a kind of prop that is no market: {no_market}" in coverage["reason"]["prizepicks"]
    assert coverage["reason"]["props_rotowire"] == "at or after tip-off: 41032"


def test_real_lines_meet_men_who_played_as_often_as_is_known(graded: pd.DataFrame) -> None:
    shares = graded["actual"].notna().groupby(graded["source"]).mean()
    assert shares["props_pra"] == pytest.approx(0.985, abs=0.003)
    assert shares[["props_api", "props_rotowire", "prizepicks"]].between(0.938, 0.948).all()


def test_fewer_real_lines_went_over_than_the_prices_say(graded: pd.DataFrame) -> None:
    decided = graded[graded["actual"].notna() & graded["actual"].ne(graded["line"])]
    over = decided["actual"].gt(decided["line"]).groupby(decided["source"]).mean()
    assert over["props_rotowire"] == pytest.approx(0.485, abs=0.003)
    assert over["props_pra"] == pytest.approx(0.472, abs=0.003)
    implied = 1 / decided["price_over"], 1 / decided["price_under"]
    fair = (implied[0] / (implied[0] + implied[1])).groupby(decided["source"]).mean()
    assert fair["props_rotowire"] == pytest.approx(0.499, abs=0.003)
    overround = (implied[0] + implied[1]).groupby(decided["source"]).median()
    assert overround[["props_api", "props_pra", "props_rotowire"]].between(1.064, 1.071).all()


def test_the_real_prices_that_are_left_agree_with_the_results(graded: pd.DataFrame) -> None:
    # Those of the crossed books run against them.
    decided = graded[graded["actual"].notna() & graded["price_over"].notna() & graded["price_under"].notna()]
    fair = 1 / decided["price_over"] / (1 / decided["price_over"] + 1 / decided["price_under"])
    is_over = decided["actual"].gt(decided["line"])
    for source in ("props_api", "props_pra", "props_rotowire"):
        own = decided["source"].eq(source)
        assert np.corrcoef(fair[own], is_over[own])[0, 1] > 0.03, source


def test_real_lines_are_of_mornings_and_of_tip_off_and_no_book_that_is_left_is_crossed(
    real_props: dict[str, Any],
) -> None:
    lines = PropLines.validate(real_props["prm_prop_lines"])
    n = lines.groupby(["market", "moment"]).size()
    assert n["points", "morning"] > 5000
    assert n["points_rebounds_assists", "close"] > 5000
    # What shopping for the better line is worth where four books or more quote it.
    many = lines[lines["n_books"] >= 4]
    assert 1.03 < (1 / many["best_over"] + 1 / many["best_under"]).mean() < 1.05
    assert 1.06 < many["overround"].mean() < 1.075
    books = PropBooks.validate(real_props["prm_prop_books"])
    assert not books["is_condemned"].any()
    assert books["correlation"].min() > 0.5
