"""Laws over what is read: nothing taken after the start of a game is ever a quote or a status before it."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from busta.params.ingestion import IngestionParams
from busta.params.odds import OddsParams
from busta.params.props import PropsParams
from busta.pipelines.ingestion import odds_nodes, pages_nodes, props_nodes
from busta.sources.parsed import RawFile
from tests.laws.project_run import parameters

Data = Mapping[str, Any]
LATE = pd.Timedelta(minutes=20)
PAGES = tuple(f"int_{source}" for source in pages_nodes.ADAPTERS)


def law_quotes_before_tip_off(invented: Data) -> None:
    """Quotes written down after the start of a game, slipped into the raw files, change no quote.

    A snapshot says when it was taken; the prices of one book do not, and betray themselves by standing far
    from the closing line. Quotes on players are held to the start of the game they are about.
    """
    _assert_quotes_on_players_before_tip_off(invented)
    odds = OddsParams.model_validate(parameters("test")["odds"])
    games = invented["int_games"]
    spreads = invented["raw_api_spreads"]
    late = {name: _with_late_snapshots(file) for name, file in spreads.items()}
    (truth, *_), (found, *_) = (
        odds_nodes.ingest_api_spreads(files, games, odds) for files in (spreads, late)
    )
    _assert_no_news(_without_places(truth), _without_places(found), "snapshots of spreads")
    average, closing = invented["int_oddsportal_moneylines"], invented["int_closing_lines"]
    prices = invented["raw_fanduel_odds"]
    in_play = {name: _with_prices_in_play(file) for name, file in prices.items()}
    (truth, *_), (found, *_) = (
        odds_nodes.ingest_fanduel_odds(files, games, average, closing, odds) for files in (prices, in_play)
    )
    assert len(truth) > len(found) > 0, f"prices in play: {len(found)} rows kept of {len(truth)} before"
    kept = truth[truth["game_id"].isin(found["game_id"])]
    _assert_no_news(_without_places(kept), _without_places(found), "prices in play")


def law_statuses_before_tip_off(invented: Data) -> None:
    """What a page says of a player after the start of the game is no status of that game."""
    ingestion = IngestionParams.model_validate(parameters("test")["ingestion"])
    pages = {name: invented[name] for name in PAGES}
    others = (invented["prm_games"], invented["prm_player_games"], invented["int_players"], ingestion)
    lineups = pages["int_rotowire_lineups"].merge(
        invented["prm_games"][["game_id", "tip_off_utc"]], on="game_id", suffixes=("", "_of_game")
    )
    late = lineups.assign(seen_at_utc=lineups["tip_off_utc_of_game"] + LATE, status="out").drop(
        columns="tip_off_utc_of_game"
    )
    slipped = pd.concat([pages["int_rotowire_lineups"], late.drop_duplicates(["game_id", "player_name"])])
    truth, _ = pages_nodes.join_availability(*others, *pages.values())
    found, _ = pages_nodes.join_availability(
        *others, *{**pages, "int_rotowire_lineups": slipped.reset_index(drop=True)}.values()
    )
    _assert_no_news(truth, found, "pages after tip-off")
    assert (found["minutes_to_tip_off"].dropna() > 0).all(), "a status was seen after tip-off"


def _assert_quotes_on_players_before_tip_off(invented: Data) -> None:
    raw = parameters("test")
    typed = (IngestionParams(**raw["ingestion"]), OddsParams(**raw["odds"]), PropsParams(**raw["props"]))
    others = (invented["prm_games"], invented["prm_player_games"], invented["int_players"], *typed)
    known = invented["prm_games"].dropna(subset="tip_off_utc")
    men = invented["prm_player_games"][["game_id", "player_name"]].merge(known, on="game_id")
    early = _quotes_on(men, men["tip_off_utc"] - LATE, 10.5)
    late = pd.concat([early, _quotes_on(men, men["tip_off_utc"] + LATE, 30.5)], ignore_index=True)
    sources = len(props_nodes.ADAPTERS)
    truth, found = (props_nodes.join_prop_quotes(*[rows] * sources, *others)[0] for rows in (early, late))
    assert truth["source"].nunique() == sources
    _assert_no_news(truth, found, "quotes on players")


def _quotes_on(men: pd.DataFrame, seen: pd.Series, line: float) -> pd.DataFrame:
    columns = ["game_date", "home_team_id", "away_team_id", "player_name"]
    return men[columns].assign(
        file="a",
        row=1,
        quoted_at_utc=seen,
        market="points",
        line=line,
        book="one",
        price_over=1.9,
        price_under=1.9,
    )


def _assert_no_news(truth: pd.DataFrame, found: pd.DataFrame, what: str) -> None:
    assert len(truth) == len(found), f"{what}: {len(found) - len(truth)} rows were believed"
    assert truth.reset_index(drop=True).equals(found.reset_index(drop=True)), (
        f"{what}: other rows were believed"
    )


def _without_places(rows: pd.DataFrame) -> pd.DataFrame:
    return rows.drop(columns=["file", "row"], errors="ignore")


def _with_late_snapshots(file: RawFile) -> RawFile:
    rows = file.rows
    start = pd.to_datetime(rows["commence_time"], utc=True)
    late = rows.assign(
        timestamp=(start + LATE).dt.strftime("%Y-%m-%dT%H:%M:%SZ"), home_point="-18", away_point="18"
    )
    late.index = late.index + rows.index.max()
    return dataclasses.replace(file, rows=pd.concat([rows, late]))


def _with_prices_in_play(file: RawFile) -> RawFile:
    third = np.arange(len(file.rows)) % 3 == 0
    won = file.rows["Win_Margin"].astype(float) > 0
    rows = file.rows.assign(
        ML_Home=file.rows["ML_Home"].where(~third, np.where(won, "-2500", "1200")),
        ML_Away=file.rows["ML_Away"].where(~third, np.where(won, "1200", "-2500")),
        # Where the favourite is far ahead, the price alone does not show that the game is on.
        OU=file.rows["OU"].where(~third, (file.rows["OU"].astype(float) + 25).astype("str")),
    )
    return dataclasses.replace(file, rows=rows.astype(file.rows.dtypes))
