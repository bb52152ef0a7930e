"""The invented news: dated, and never surer than one could have been."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from busta.fabrication.notes import second_page_layout
from tests.league import tiny_league


def _all(name: str) -> pd.DataFrame:
    return pd.concat(tiny_league()[name].values(), ignore_index=True)


@pytest.fixture(scope="module")
def pages() -> pd.DataFrame:
    box = _all("raw_boxscores_traditional")
    played = box[["GAME_ID", "PLAYER_NAME"]].assign(
        has_played=box["MIN"].notna(), has_started=box["START_POSITION"].notna()
    )
    return _all("raw_rotowire_lineups").merge(
        played, left_on=["GAME_ID", "player"], right_on=["GAME_ID", "PLAYER_NAME"], how="left"
    )


def test_every_man_on_a_page_is_on_the_roster(pages: pd.DataFrame) -> None:
    assert pages["has_played"].notna().all()


def test_five_starters_stand_on_every_page(pages: pd.DataFrame) -> None:
    starters = pages[pages["section"].eq("starter")]
    assert starters.groupby(["snapshot_utc", "GAME_ID", "side"]).size().eq(5).all()


def test_confirmed_starters_start_and_expected_ones_mostly(pages: pd.DataFrame) -> None:
    starters = pages[pages["section"].eq("starter")].groupby("lineup_status")["has_started"].mean()
    assert starters["is-confirmed"] == 1.0
    assert 0.75 < starters["is-expected"] < 1.0


def test_who_is_out_does_not_play_and_who_is_doubtful_sometimes_does(pages: pd.DataFrame) -> None:
    share = pages.groupby("injury_tag")["has_played"].mean()
    # A side without six fit men calls hurt ones back.
    assert share["OUT"] < 0.005
    assert 0.1 < share["GTD"] < 0.9


def test_a_page_is_seen_before_tip_off(pages: pd.DataFrame) -> None:
    spreads = _all("raw_api_spreads").drop_duplicates("id")
    tip = spreads.set_index(spreads["id"].str.removeprefix("fabricated"))["commence_time"]
    assert (pages["snapshot_utc"] < pages["GAME_ID"].map(tip)).all()


def test_a_note_is_of_a_man_going_out_or_coming_back() -> None:
    notes = _all("raw_injury_notes")
    assert notes["Acquired"].ne("").ne(notes["Relinquished"].ne("")).all()
    assert notes["Date"].is_monotonic_increasing
    assert notes["Notes"].str.contains("IL|DTD|out for season").all()


def test_a_man_out_since_yesterday_by_note_misses_the_game() -> None:
    notes, box = _all("raw_injury_notes"), _all("raw_boxscores_traditional")
    dates = _all("raw_team_logs").drop_duplicates("GAME_ID").set_index("GAME_ID")["GAME_DATE"]
    shown = box.assign(date=box["GAME_ID"].map(dates), key="• " + box["PLAYER_NAME"])
    long_out = notes[notes["Notes"].str.contains("out for season")].rename(columns={"Relinquished": "key"})
    met = shown.merge(long_out[["Date", "key"]], on="key")
    days = (pd.to_datetime(met["date"]) - pd.to_datetime(met["Date"])).dt.days
    after = met[days.between(1, 60)]
    # A side without six fit men calls hurt ones back.
    assert after["MIN"].isna().mean() > 0.98


def test_both_layouts_of_the_injury_page_tell_the_same() -> None:
    first = tiny_league()["raw_injury_snapshots"]["bbref_2016-17.csv"]
    second = second_page_layout(first)
    assert second["Player"].tolist() == first["player"].tolist()
    assert second["Details"].str.startswith(tuple(np.unique(first["status"]))).all()
    assert list(tiny_league()["raw_injury_snapshots"]["bbref_2015-16.csv"]) == list(second)


def test_projected_lineups_name_five_men_with_their_spots() -> None:
    lineups = _all("raw_underdog_lineups")["Lineup"]
    assert lineups.str.count(r"\((PG|SG|SF|PF|C)\)").eq(5).all()


def test_statuses_are_of_men_who_may_miss_the_game() -> None:
    assert set(_all("raw_underdog_statuses")["Status"]) == {"Out", "Questionable"}


def test_nobody_tells_news_of_the_day_while_the_lines_of_the_morning_are_taken() -> None:
    last_line = _clock(_all("raw_api_spreads")["timestamp"]).max()
    statuses = _clock(_all("raw_underdog_statuses")["snapshot_utc"])
    morning = pd.Timedelta(hours=9)
    assert set(statuses) == {morning, pd.Timedelta(hours=12, minutes=15)}
    assert statuses[statuses > morning].gt(last_line).all()


def _clock(utc: pd.Series) -> pd.Series:
    local = pd.to_datetime(utc).dt.tz_convert("America/New_York").dt.tz_localize(None)
    return local - local.dt.normalize()
