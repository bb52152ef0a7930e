"""The invented texts: true to the season, and never earlier than one could have known."""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd

from busta.fabrication.happenings import eastern, happenings
from busta.fabrication.league import fabricate_seasons
from busta.fabrication.notes import described_spells, team_on
from busta.fabrication.raw_formats import SeasonSources
from busta.fabrication.text_settings import TextSettings
from busta.fabrication.texts import text_files
from tests.league import tiny_league, tiny_settings


@cache
def _sources() -> SeasonSources:
    return next(iter(fabricate_seasons(tiny_settings(seasons=1))))


@cache
def _events() -> pd.DataFrame:
    sources = _sources()
    rng = np.random.default_rng(3)
    return happenings(sources.season, sources.tables, sources.clubs, 3, rng)


def _of(*kinds: str) -> pd.DataFrame:
    found = _events()[_events()["kind"].isin(kinds)]
    assert len(found)
    return found.reset_index(drop=True)


def _games_of(events: pd.DataFrame) -> pd.DataFrame:
    """Each event with the game that its team plays on its day."""
    games, clubs = _sources().tables.games, _sources().clubs["nickname"].to_numpy()
    sides = [games.assign(team=clubs[games[side]], game=games.index) for side in ("home", "away")]
    day = events["at_utc"].dt.tz_convert("America/New_York").dt.tz_localize(None).dt.normalize()
    return events.assign(game_date=day.astype("datetime64[us]")).merge(
        pd.concat(sides)[["team", "game", "game_date", "tip_off_utc"]], on=["team", "game_date"]
    )


def _men_of(events: pd.DataFrame) -> pd.DataFrame:
    listed = _sources().tables.listed
    rows = _games_of(events).merge(
        listed, left_on=["game", "player"], right_on=["game", "name"], suffixes=("", "_of_man")
    )
    assert len(rows)
    return rows


def test_news_of_who_plays_tonight_comes_after_noon_and_before_tip_off() -> None:
    news = _games_of(_of("injury", "return", "rest"))
    assert (news["at_utc"] < news["tip_off_utc"]).all()
    hour = news["at_utc"].dt.tz_convert("America/New_York").dt.hour
    assert hour.min() >= 12


def test_a_man_reported_out_does_not_play_that_night_and_one_back_is_not_hurt() -> None:
    out = _men_of(_of("injury"))
    # Where a team has not six fit men, all of them play.
    fit = _sources().tables.listed.query("seconds > 0").groupby(["game", "side"]).size()
    is_full = pd.MultiIndex.from_frame(out[["game", "side"]]).map(fit) > 6
    assert is_full.mean() > 0.9
    assert out.loc[is_full, "is_hurt"].all()
    assert out.loc[is_full, "seconds"].eq(0).all()
    assert not _men_of(_of("return"))["is_hurt"].any()


def test_a_man_said_to_rest_rests() -> None:
    rested = _men_of(_of("rest"))
    assert rested["is_rested"].all()
    assert rested["seconds"].eq(0).all()


def test_an_injury_is_told_as_every_archive_tells_it() -> None:
    season = _sources().season
    spells = described_spells(season)
    names = season.players.people["name"].to_numpy()[spells["man"]]
    known = set(zip(names, spells["note"], strict=True))
    told = _of("injury")
    assert set(zip(told["player"], told["hurt"], strict=True)) <= known


def test_a_recap_tells_the_score_after_the_game() -> None:
    recaps, games = _of("recap"), _sources().tables.games
    assert len(recaps) == len(games)
    ends = np.sort((games["tip_off_utc"] + pd.Timedelta(hours=2)).to_numpy())
    assert (np.sort(recaps["at_utc"].to_numpy()) > ends).all()
    scores = np.sort(games[["home_points", "away_points"]].max(axis=1))
    assert np.sort(recaps["points"].astype(int)).tolist() == scores.tolist()
    assert (recaps["points"].astype(int) > recaps["other_points"].astype(int)).all()


def test_the_record_in_a_preview_is_that_before_the_game() -> None:
    games = _sources().tables.games.sort_values("tip_off_utc", ignore_index=True)
    nickname = _sources().clubs["nickname"].to_numpy()
    game = games.iloc[40]
    earlier = games.iloc[:40]
    own = earlier[(earlier["home"] == game["home"]) | (earlier["away"] == game["home"])]
    won = np.where(own["home"] == game["home"], 1, -1) * (own["home_points"] - own["away_points"]) > 0
    previews = _of("preview", "absence")
    day = previews["at_utc"].dt.tz_convert("America/New_York").dt.strftime("%Y-%m-%d")
    found = previews[day.eq(f"{game['game_date']:%Y-%m-%d}") & previews["team"].eq(nickname[game["home"]])]
    assert found["record"].tolist() == [f"{won.sum()}-{len(own) - won.sum()}"]


def test_a_traded_man_is_told_on_the_day_before_he_may_play_for_the_new_team() -> None:
    sources = next(iter(fabricate_seasons(tiny_settings(seasons=1, teams=12, games_per_team=40))))
    season, clubs = sources.season, sources.clubs
    events = happenings(season, sources.tables, clubs, 3, np.random.default_rng(0))
    trades = events[events["kind"] == "trade"]
    assert len(trades)
    names = pd.Series(season.players.people.index, index=season.players.people["name"])
    day = trades["at_utc"].dt.tz_convert("America/New_York").dt.tz_localize(None).dt.normalize()
    number = (day - season.opening_day).dt.days.reset_index(drop=True)
    man = trades["player"].map(names).reset_index(drop=True)
    nickname = clubs["nickname"].to_numpy()
    assert nickname[team_on(season, man, number)].tolist() == trades["former"].tolist()
    assert nickname[team_on(season, man, number + 1)].tolist() == trades["team"].tolist()


def test_a_streak_is_as_long_as_it_is_said_to_be() -> None:
    streaks = _of("winning", "losing")
    assert streaks["streak"].astype(int).ge(3).all()
    wins, losses = (streaks["record"].str.split("-").str[part].astype(int) for part in (0, 1))
    assert wins[streaks["kind"] == "winning"].ge(3).all()
    assert losses[streaks["kind"] == "losing"].ge(3).all()


def _all(name: str) -> pd.DataFrame:
    return pd.concat(tiny_league()[name].values(), ignore_index=True)


def test_every_gap_of_a_phrase_is_filled() -> None:
    texts = pd.concat(
        [_all("raw_news_articles")[["title", "content"]].stack(), _all("raw_news_tweets")["text"]]
    )
    assert not texts.str.contains(r"[{}]|nan|  ").any()
    assert texts.str.len().gt(3).all()


def test_texts_have_numbers_of_their_own_over_all_seasons() -> None:
    assert _all("raw_news_articles")["id"].is_unique
    tweets = _all("raw_news_tweets")
    assert tweets["id"].is_unique
    in_order = tweets.sort_values("id")
    assert in_order["created_at"].is_monotonic_increasing


def test_some_texts_say_nothing_and_some_are_repeated() -> None:
    articles = _all("raw_news_articles")
    assert articles["title"].str.contains("uniforms|bowling|playground|Mailbag|Podcast").mean() > 0.1
    assert articles["content"].duplicated().any()
    assert articles["content"].str.len().median() > 400


def test_tweets_are_short() -> None:
    assert _all("raw_news_tweets")["text"].str.len().max() <= 140


def test_the_same_season_is_told_in_the_same_words() -> None:
    first, second = (text_files(next(iter(fabricate_seasons(tiny_settings(seasons=1))))) for _ in range(2))
    for name, files in first.items():
        for file, table in files.items():
            pd.testing.assert_frame_equal(table, second[name][file])


def test_a_moment_is_in_the_time_of_new_york() -> None:
    days = pd.Series(pd.to_datetime(["2016-01-05", "2016-07-05"]))
    assert eastern(days, 12.5).dt.strftime("%H:%M").tolist() == ["17:30", "16:30"]


def test_shares_are_of_every_kind_that_has_a_phrase() -> None:
    kinds = set(_events()["kind"]) | {"trade"}
    assert kinds <= set(TextSettings().article_shares) == set(TextSettings().tweet_shares)
