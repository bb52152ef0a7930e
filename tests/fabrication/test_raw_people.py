"""Invented referees, tracking, salaries and votes agree with the season that was played."""

from __future__ import annotations

import io
from pathlib import Path

import pandas as pd
import pytest

from tests.league import raw_dataset, tiny_league

STARTS = ("raw_news_articles", "raw_news_tweets", "raw_officials", "raw_salaries", "raw_awards")


def _all(name: str) -> pd.DataFrame:
    return pd.concat(tiny_league()[name].values(), ignore_index=True)


def _tracking(kind: str) -> pd.DataFrame:
    files = tiny_league()["raw_tracking"].items()
    return pd.concat([table for name, table in files if name.startswith(kind)], ignore_index=True)


@pytest.fixture(scope="module")
def box() -> pd.DataFrame:
    logs = _all("raw_player_logs")
    return logs.assign(year=logs["SEASON_LABEL"].str[:4].astype(int) + 1)


@pytest.mark.parametrize("name", STARTS)
def test_the_columns_are_those_of_the_real_files(name: str, raw_root: Path) -> None:
    real = raw_dataset(name, raw_root).load()
    columns = list(next(iter(real.values())).rows)
    assert list(next(iter(tiny_league()[name].values()))) == columns


def test_tracking_has_the_columns_and_types_of_the_real_files(raw_root: Path) -> None:
    for path in sorted((raw_root / "tracking_season").glob("*.parquet")):
        real = pd.read_parquet(path)
        kind = path.stem.removesuffix("_to_2024")
        written = tiny_league()["raw_tracking"][f"{kind}_2016-17.parquet"]
        found = pd.read_parquet(io.BytesIO(written.to_parquet(index=False)))
        pd.testing.assert_series_equal(found.dtypes, real.dtypes)


def test_three_or_four_men_referee_a_game_and_nobody_two_on_a_day() -> None:
    rows = _all("raw_officials")
    assert set(rows.groupby("game_id").size()) <= {3, 4}
    dates = _all("raw_team_logs").drop_duplicates("GAME_ID").set_index("GAME_ID")["GAME_DATE"]
    met = rows.assign(day=rows["game_id"].map(dates))
    assert met["day"].notna().all()
    assert not met.duplicated(["day", "official_id"]).any()
    share = rows["game_id"].nunique() / len(dates[dates.index.str[:3].isin(["002", "004", "005", "006"])])
    assert 0.8 < share < 1.0


def test_a_referee_has_one_name_and_number_over_the_seasons() -> None:
    rows = _all("raw_officials")
    assert rows.groupby("official_id")[["first_name", "last_name", "jersey_num"]].nunique().max().max() == 1


def test_tracking_agrees_with_the_box_scores(box: pd.DataFrame) -> None:
    keys = ["PLAYER_ID", "year"]
    sums = box.groupby(keys)[["PTS", "AST", "FGM", "FGA", "FG3M", "FG3A", "FTM", "TOV"]].sum()
    games = box.groupby(keys).size()
    touches, passing, drives, shots = (
        _tracking(kind).set_index(keys) for kind in ("touches", "passing", "drives", "catchshoot")
    )
    assert touches["POINTS"].to_dict() == sums["PTS"].to_dict()
    assert touches["GP"].to_dict() == games.to_dict()
    assert passing["AST"].to_dict() == sums["AST"].to_dict()
    assert drives["DRIVE_FGM"].le((sums["FGM"] - sums["FG3M"]).reindex(drives.index)).all()
    assert drives["DRIVE_FTM"].le(sums["FTM"].reindex(drives.index)).all()
    assert shots["CATCH_SHOOT_FG3M"].le(sums["FG3M"].reindex(shots.index)).all()
    assert shots["CATCH_SHOOT_FG3A"].le(sums["FG3A"].reindex(shots.index)).all()
    assert (passing["PASSES_MADE"] >= passing["AST"]).all()


def test_big_men_are_in_the_paint_and_guards_drive() -> None:
    everybody = _all("raw_players")
    position = everybody.set_index("PERSON_ID")["POSITION"]
    rates = {
        "paint": _tracking("touches").pipe(lambda t: t.assign(rate=t["PAINT_TOUCHES"] / t["MIN"])),
        "drive": _tracking("drives").pipe(lambda t: t.assign(rate=t["DRIVES"] / t["MIN"])),
    }
    means = {
        name: table.groupby(table["PLAYER_ID"].map(position))["rate"].mean() for name, table in rates.items()
    }
    assert means["paint"]["Center"] > 2 * means["paint"]["Guard"]
    assert means["drive"]["Guard"] > 2 * means["drive"]["Center"]


def test_everybody_on_an_opening_roster_is_paid_and_the_better_more() -> None:
    rows = _all("raw_salaries")
    assert rows.groupby(["year", "team"]).size().eq(12).all()
    assert rows["salary"].between(5e5, 8e7).all()
    minutes = _all("raw_player_logs").groupby("PLAYER_ID")["MIN"].sum()
    paid = rows.dropna(subset="nba_id").groupby("nba_id")["salary"].mean()
    assert paid.corr(minutes.reindex(paid.index).fillna(0), method="spearman") > 0.4
    assert 0.05 < rows["nba_id"].isna().mean() < 0.3


def test_votes_are_of_every_award_and_add_up() -> None:
    rows = _all("raw_awards")
    first = rows[rows["year"] == 2016]
    assert {"mvp", "dpoy", "mip", "roy", "6moy", "coy", "all-nba", "all-defensive", "all-rookie"} == set(
        first["award"]
    )
    assert (rows["Share"] - rows["Pts Won"] / rows["Pts Max"]).abs().max() < 0.001
    assert rows.groupby(["year", "award"])["First"].sum().between(0, 103).all()
    teams = rows[(rows["award"] == "all-nba") & rows["# Tm"].ne("ORV")]
    assert teams.groupby(["year", "# Tm"]).size().eq(5).all()
    assert rows["Player"].notna().eq(rows["Coach"].isna()).all()


def test_the_most_valuable_man_is_one_of_the_best_scorers() -> None:
    rows = _all("raw_awards")
    best = rows[(rows["award"] == "mvp") & rows["Rank"].eq("1")]
    points = _all("raw_player_logs").groupby(["SEASON_LABEL", "PLAYER_NAME"])["PTS"].mean()
    for winner in best.itertuples():
        season = points[f"{winner.year - 1}-{winner.year % 100:02d}"]
        assert season.rank(ascending=False)[winner.Player] <= 10
