"""The invented lines on players look like the four archives, small defects included."""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd
import pytest

from busta.fabrication.player_expectations import MARKETS
from busta.fabrication.prop_names import bare_names, mixed_names, plain_names
from busta.fabrication.prop_settings import PropSettings
from busta.fabrication.raw_props import API_MARKETS, PROP_DATASETS, props_files
from busta.nba.players import normalise_names
from tests.fabrication.prop_leagues import ALL_DEFECTS, small_season
from tests.league import tiny_league

FEW = PropSettings(api_share=1.0, page_share=1.0, pages=1, page_books=1, api_books=1, pra_books=1)
# Columns and types of the real files as pandas reads them back.
TYPES = {
    "raw_props_api": {
        "outcomes_name": "str", "outcomes_description": "str", "outcomes_price": "int64", "outcomes_point": "float64",
        "id": "str", "commence_time": "str", "home_team": "str", "away_team": "str", "bookmakers.key": "str",
        "bookmakers.markets.key": "str", "bookmakers.markets.last_update": "str", "pull_date": "str",
    },
    "raw_props_pra": {
        "player_name": "str", "event_id": "str", "event_date": "str", "home_team": "str", "away_team": "str",
        "bookmaker": "str", "line": "float64", "timestamp": "str", "over_price": "float64", "under_price": "float64",
    },
    "raw_props_rotowire": {
        "snapshot_utc": "datetime64[ms]", "player": "category", "opp": "category", "prop": "category",
        "book": "category", "line": "float32", "over_price": "Int32", "under_price": "Int32",
    },
    "raw_prizepicks": {
        "snapshot_utc": "category", "Name": "category", "Team": "category", "Value": "float64", "Prop": "category",
    },
}  # fmt: skip


@cache
def _files(props: PropSettings = ALL_DEFECTS) -> dict[str, dict[str, pd.DataFrame]]:
    return props_files(small_season(props))


def _rows(name: str, props: PropSettings = ALL_DEFECTS) -> pd.DataFrame:
    return pd.concat(_files(props)[name].values(), ignore_index=True)


def _implied(price: pd.Series) -> pd.Series:
    return (-price / (100 - price)).where(price < 0, 100 / (100 + price))


def _local_date(times: pd.Series) -> pd.Series:
    return pd.to_datetime(times, utc=True).dt.tz_convert("America/New_York").dt.strftime("%Y-%m-%d")


@pytest.mark.parametrize("name", PROP_DATASETS)
def test_columns_and_types_are_those_of_the_real_file(name: str) -> None:
    for table in _files()[name].values():
        assert {column: str(kind) for column, kind in table.dtypes.items()} == TYPES[name]


def test_the_pulls_are_parted_by_month() -> None:
    for file, rows in _files()["raw_props_api"].items():
        month = file.removeprefix("props_all_markets_").removesuffix(".parquet")
        assert rows["pull_date"].str[:7].eq(month).all()
    assert len(_files()["raw_props_api"]) > 1


def test_only_the_last_seasons_have_lines_on_players() -> None:
    seasons = list(tiny_league()["raw_props_pra"])
    assert len(seasons) < len(tiny_league()["raw_player_logs"])
    assert max(tiny_league()["raw_player_logs"])[-11:-4] in max(seasons)


def test_all_ten_markets_are_offered() -> None:
    assert set(_rows("raw_props_api")["bookmakers.markets.key"]) == set(API_MARKETS)
    assert len(API_MARKETS) == len(MARKETS) == 10


def test_over_and_under_of_a_quote_stand_below_each_other() -> None:
    rows = _rows("raw_props_api")
    assert rows["outcomes_name"].tolist() == ["Over", "Under"] * (len(rows) // 2)
    pairs = rows.drop(columns=["outcomes_name", "outcomes_price"])
    assert pairs.iloc[::2].reset_index(drop=True).equals(pairs.iloc[1::2].reset_index(drop=True))


def test_no_quote_of_a_pull_stands_twice() -> None:
    rows = _rows("raw_props_api")
    assert not rows.drop(columns="outcomes_price").duplicated().any()


def test_the_two_prices_hold_the_margin_of_a_book() -> None:
    implied = _implied(_rows("raw_props_api")["outcomes_price"]).to_numpy().reshape(-1, 2)
    assert np.median(implied.sum(axis=1)) == pytest.approx(1.07, abs=0.01)
    pages = _rows("raw_props_rotowire").dropna(subset=["under_price"])
    total = sum(_implied(pages[name].astype(float)) for name in ("over_price", "under_price"))
    assert total.between(1.02, 1.13).all()


def test_every_line_of_a_book_is_a_half_point() -> None:
    for name, column in (
        ("raw_props_api", "outcomes_point"),
        ("raw_props_pra", "line"),
        ("raw_props_rotowire", "line"),
    ):
        assert _rows(name)[column].mod(1).eq(0.5).all()
        assert _rows(name)[column].ge(0.5).all()
    picks = _rows("raw_prizepicks")["Value"]
    assert picks.mod(0.5).eq(0).all()
    assert picks.mod(1).eq(0).any()


def test_only_two_books_list_other_lines() -> None:
    rows = _rows("raw_props_api")
    keys = ["pull_date", "id", "bookmakers.key", "bookmakers.markets.key", "outcomes_description"]
    lines = rows.groupby(keys)["outcomes_point"].nunique().groupby("bookmakers.key").max()
    assert set(lines.index[lines.gt(1)]) == {"betrivers", "unibet_us"}
    assert len(lines) == 10


def test_most_quotes_are_older_than_the_game_and_some_are_not() -> None:
    rows = _rows("raw_props_api")
    start, update = (
        pd.to_datetime(rows[name]) for name in ("commence_time", "bookmakers.markets.last_update")
    )
    assert 0 < update.ge(start).mean() < 0.3
    hours = (start - update)[update < start].dt.total_seconds() / 3600
    assert 5 < hours.median() < 12
    assert hours.gt(24).any()


def test_the_snapshot_before_the_game_is_taken_minutes_before_it() -> None:
    rows = _rows("raw_props_pra").drop_duplicates("event_id")
    starts = _rows("raw_props_api").drop_duplicates("id").set_index("id")["commence_time"]
    minutes = (
        pd.to_datetime(rows["event_id"].map(starts)) - pd.to_datetime(rows["timestamp"])
    ).dt.total_seconds() / 60
    assert minutes.dropna().between(4, 5).all()


def test_some_rows_of_points_rebounds_and_assists_are_spoilt() -> None:
    rows = _rows("raw_props_pra")
    assert 0.05 < rows.duplicated(["player_name", "event_id", "bookmaker", "line"]).mean() < 0.6
    assert 0.02 < rows[["over_price", "under_price"]].isna().any(axis=1).mean() < 0.1
    assert 0 < rows["event_date"].ne(_local_date(rows["timestamp"])).mean() < 0.8
    assert not rows[["over_price", "under_price"]].isna().all(axis=1).any()


def test_two_books_put_the_prices_of_one_line_beside_another() -> None:
    rows = _rows("raw_props_pra").dropna()
    over, under = (_implied(rows[f"{side}_price"]) for side in ("over", "under"))
    rows = rows.assign(chance=over / (over + under), book=rows["bookmaker"])
    is_crossed = rows["book"].isin(["BetRivers", "Unibet"])
    usual = (
        rows[~is_crossed].groupby(["event_id", "home_team", "player_name"])["line"].median().rename("usual")
    )
    joined = rows.join(usual, on=["event_id", "home_team", "player_name"]).dropna()
    away, crossed = joined["line"] - joined["usual"], joined["book"].isin(["BetRivers", "Unibet"])
    assert np.corrcoef(away[~crossed], joined["chance"][~crossed])[0, 1] < 0
    assert np.corrcoef(away[crossed], joined["chance"][crossed])[0, 1] > 0.1
    assert (over + under)[is_crossed].between(1.05, 1.13).all()


@pytest.mark.parametrize(
    ("name", "column"), [("raw_props_api", "outcomes_description"), ("raw_props_pra", "player_name"),
                         ("raw_props_rotowire", "player"), ("raw_prizepicks", "Name")]
)  # fmt: skip
def test_every_name_is_that_of_a_player_however_it_is_spelled(name: str, column: str) -> None:
    written = pd.Series(_rows(name)[column].astype("str").unique())
    written = written[~written.str.contains(" + ", regex=False)]
    known = small_season().tables.listed["name"].astype("str")
    assert set(normalise_names(written)) <= set(normalise_names(known))
    assert not set(written) <= set(known)


def test_a_page_names_the_opponent_and_where_it_is_played() -> None:
    rows = _rows("raw_props_rotowire").dropna(subset=["opp"])
    tables, clubs = small_season().tables, small_season().clubs["code"].to_numpy()
    listed = tables.listed
    games = tables.games.iloc[listed["game"]]
    truth = pd.DataFrame(
        {
            "player": bare_names(listed["name"].to_numpy(dtype=object)),
            "date": games["game_date"].dt.strftime("%Y-%m-%d").to_numpy(),
            "true": np.where(listed["side"].eq(0), clubs[games["away"]], "@" + clubs[games["home"]]),
        }
    )
    keys = rows.assign(player=rows["player"].astype("str"), date=_local_date(rows["snapshot_utc"]))
    joined = keys.merge(truth, on=["player", "date"], how="left")
    assert joined["true"].eq(joined["opp"].astype("str")).all()


def test_a_page_is_seen_several_times_a_day_and_its_lines_move() -> None:
    rows = _rows("raw_props_rotowire")
    assert rows.groupby(rows["snapshot_utc"].dt.date)["snapshot_utc"].nunique().eq(3).all()
    keys = [rows["snapshot_utc"].dt.date, *(rows[name].astype("str") for name in ("player", "prop", "book"))]
    lines = rows.groupby(keys)["line"].nunique()
    assert 0.05 < lines.gt(1).mean() < 0.5


def test_prizepicks_has_kinds_that_are_no_market() -> None:
    rows = _rows("raw_prizepicks").astype({"Name": "str", "Team": "str", "Prop": "str"})
    assert {"Points", "Blocked Shots", "Fantasy Score", "Points (Combo)"} <= set(rows["Prop"])
    assert rows["Prop"].eq("Points (Combo)").eq(rows["Name"].str.contains(" + ", regex=False)).all()
    assert rows["Team"].str.fullmatch(r"[A-Z]{3}(/[A-Z]{3})? - [GFC](/[GFC])?").all()


def test_fewer_books_and_pages_leave_less_to_read() -> None:
    assert set(_rows("raw_props_api", FEW)["bookmakers.key"]) == {"draftkings"}
    pages = _rows("raw_props_rotowire", FEW)
    assert pages.groupby(pages["snapshot_utc"].dt.date)["snapshot_utc"].nunique().eq(1).all()


def test_equal_settings_give_equal_files() -> None:
    again = props_files(small_season())
    for name in PROP_DATASETS:
        for file, table in _files()[name].items():
            pd.testing.assert_frame_equal(table, again[name][file])


def test_names_are_written_without_accents_and_by_some_without_their_suffix() -> None:
    names = np.array(["Kesto Hælberg Jr.", "Ivo Kovačić III"], dtype=object)
    assert plain_names(names).tolist() == ["Kesto Haelberg Jr.", "Ivo Kovacic III"]
    assert bare_names(names).tolist() == ["Kesto Haelberg", "Ivo Kovacic"]
    assert mixed_names(names, np.array([0, 1])).tolist() == ["Kesto Hælberg Jr.", "Ivo Kovacic"]
    assert mixed_names(names, np.array([2, 3])).tolist() == ["Kesto Haelberg Jr", "Ivo Kovacic III"]
