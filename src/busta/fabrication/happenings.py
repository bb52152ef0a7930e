"""What happened in an invented season that somebody would write about, and when it became known."""

from __future__ import annotations

import numpy as np
import pandas as pd

from busta.fabrication.notes import described_spells, team_on
from busta.fabrication.records import game_stories, standings_before
from busta.fabrication.season import Season
from busta.fabrication.tables import SeasonTables, game_dates

_ZONE = "America/New_York"
# Bookmakers take their morning lines before noon: what nobody told them by then is published later.
_FROM_HOUR, _UNTIL_HOUR = 12.25, 21.5
_MINUTES_BEFORE_TIP = 25
_SHORT_DAYS, _WEEK, _LONG_DAYS = 4, 9, 30
_GAME_MINUTES, _OVERTIME_MINUTES = 138, 13


def happenings(
    season: Season, tables: SeasonTables, clubs: pd.DataFrame, long_streak: int, rng: np.random.Generator
) -> pd.DataFrame:
    """Collect what is news.

    Parameters
    ----------
    season
        The season.
    tables
        Its games.
    clubs
        The clubs.
    long_streak
        Wins or losses in a row that make a story.
    rng
        Source of chance: the minute in which something becomes known.

    Returns
    -------
    pandas.DataFrame
        One row per event: ``kind, at_utc`` (when it became known; news of who plays tonight before tip-off, news of a
        game after its end) and the facts of that kind as text, empty where they say nothing.
    """
    stories = game_stories(tables)
    parts = [
        _injuries(season, tables, clubs, rng),
        _returns(season, tables, clubs, rng),
        _rests(tables, clubs, rng),
        _trades(season, tables, clubs, rng),
        _recaps(stories, tables, clubs, rng),
        _previews(stories, tables, clubs, rng),
        _streaks(stories[stories["streak"].abs().ge(long_streak)], tables, clubs, rng),
    ]
    events = pd.concat([part for part in parts if len(part)], ignore_index=True)
    text = events.columns.difference(["at_utc"])
    events = events.assign(**{name: events[name].astype(object).fillna("") for name in text})
    return events.sort_values(["at_utc", "kind"], kind="stable", ignore_index=True)


def eastern(dates: pd.Series, hours: np.ndarray | float) -> pd.Series:
    """Find moments of days.

    Parameters
    ----------
    dates
        Days in US Eastern, as midnights.
    hours
        Time of day in hours, 3 or later: clocks are changed before.

    Returns
    -------
    pandas.Series
        Whole seconds, UTC.
    """
    local = dates + pd.to_timedelta(np.round(np.asarray(hours) * 3600), unit="s")
    return local.dt.tz_localize(_ZONE).dt.tz_convert("UTC").astype("datetime64[us, UTC]")


def _injuries(
    season: Season, tables: SeasonTables, clubs: pd.DataFrame, rng: np.random.Generator
) -> pd.DataFrame:
    spells = _of_season(described_spells(season), "reported", tables)
    length = spells["length"]
    outlook = np.select(
        [spells["is_last"], length.gt(_LONG_DAYS), length.gt(_WEEK), length.gt(_SHORT_DAYS)],
        [
            "He is done for the season.",
            "He is expected to be away for a month or more.",
            "He is out for a couple of weeks.",
            "He will be looked at again in about a week.",
        ],
        "He is day-to-day.",
    )
    facts = _man_facts(season, clubs, spells["man"], spells["reported"])
    at = _before_tonight(season, tables, spells["reported"], facts["team_number"], rng)
    return _event("injury", at, facts, hurt=spells["note"], outlook=outlook)


def _returns(
    season: Season, tables: SeasonTables, clubs: pd.DataFrame, rng: np.random.Generator
) -> pd.DataFrame:
    spells = _of_season(described_spells(season), "end", tables)
    facts = _man_facts(season, clubs, spells["man"], spells["end"])
    at = _before_tonight(season, tables, spells["end"], facts["team_number"], rng)
    days = spells["length"].astype(str).to_numpy(dtype=object)
    missed = np.where(spells["length"].eq(1), "a day", days + " days")
    return _event("return", at, facts, hurt=spells["note"], missed=missed)


def _rests(tables: SeasonTables, clubs: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    rested = tables.listed[tables.listed["is_rested"]]
    games = tables.games.iloc[rested["game"]].reset_index(drop=True)
    other = np.where(rested["side"].eq(0), games["away"], games["home"])
    facts = _club_facts(clubs, rested["team"].to_numpy())
    facts["player"] = rested["name"].to_numpy()
    at = _between(games["game_date"], games["tip_off_utc"], rng)
    return _event("rest", at, facts, other=clubs["nickname"].to_numpy()[other])


def _trades(
    season: Season, tables: SeasonTables, clubs: pd.DataFrame, rng: np.random.Generator
) -> pd.DataFrame:
    last = int(tables.games["day"].max())
    rosters = season.rosters[: last + 1]
    day, team, place = np.nonzero(rosters[1:] != rosters[:-1])
    man, gone = rosters[day + 1, team, place], rosters[day, team, place]
    facts = _man_facts(season, clubs, pd.Series(man), pd.Series(day + 1))
    former = team_on(season, pd.Series(man), pd.Series(day))
    names = season.players.people["name"].to_numpy()
    # Told on the day before the new men may play.
    at = eastern(game_dates(season, pd.Series(day)), rng.uniform(_FROM_HOUR, _UNTIL_HOUR, len(day)))
    return _event("trade", at, facts, former=clubs["nickname"].to_numpy()[former], swap=names[gone])


def _recaps(
    stories: pd.DataFrame, tables: SeasonTables, clubs: pd.DataFrame, rng: np.random.Generator
) -> pd.DataFrame:
    winners = stories[stories["has_won"]].sort_values("game", ignore_index=True)
    place = clubs["city"].to_numpy()[tables.games["home"].to_numpy()[winners["game"]]]
    games = tables.games.iloc[winners["game"]].reset_index(drop=True)
    facts = _pair_facts(clubs, winners)
    text = ["points", "other_points", "star", "star_line", "second", "second_line", "rival", "rival_line", "half",
            "record", "other_record"]  # fmt: skip
    overtime = np.where(games["overtimes"].gt(0), " in overtime", "")
    told = {name: winners[name].astype(str).to_numpy() for name in text}
    return _event("recap", _ends(games, 5, 30, rng), facts, place=place, overtime=overtime, **told)


def _previews(
    stories: pd.DataFrame, tables: SeasonTables, clubs: pd.DataFrame, rng: np.random.Generator
) -> pd.DataFrame:
    pairs = standings_before(stories, tables)
    games = tables.games
    facts = _pair_facts(clubs, pairs)
    text = ["record", "other_record", "average", "other_average"]
    told = {name: pairs[name].astype(str).to_numpy() for name in text}
    kind = np.where(pairs["absent"].ne(""), "absence", "preview")
    return _event(kind, _between(games["game_date"], games["tip_off_utc"], rng), facts,
                  absent=pairs["absent"].to_numpy(), **told)  # fmt: skip


def _streaks(
    runs: pd.DataFrame, tables: SeasonTables, clubs: pd.DataFrame, rng: np.random.Generator
) -> pd.DataFrame:
    games = tables.games.iloc[runs["game"]].reset_index(drop=True)
    facts = _club_facts(clubs, runs["team"].to_numpy())
    kind = np.where(runs["streak"].gt(0), "winning", "losing")
    return _event(kind, _ends(games, 30, 150, rng), facts, streak=runs["streak"].abs().astype(str).to_numpy(),
                  record=runs["record"].to_numpy())  # fmt: skip


def _of_season(spells: pd.DataFrame, day: str, tables: SeasonTables) -> pd.DataFrame:
    # Nobody writes that a man is out, or back, who was well again before it was reported.
    is_news = spells["reported"].lt(spells["end"]) & spells[day].between(0, int(tables.games["day"].max()))
    return spells[is_news].reset_index(drop=True)


def _club_facts(clubs: pd.DataFrame, team: np.ndarray) -> pd.DataFrame:
    nickname = clubs["nickname"]
    whose = nickname + np.where(nickname.str.endswith("s"), "'", "'s")
    return pd.DataFrame(
        {
            "team_number": team,
            "team": nickname.to_numpy()[team],
            "whose": whose.to_numpy()[team],
            "city": clubs["city"].to_numpy()[team],
        }
    )


def _man_facts(season: Season, clubs: pd.DataFrame, man: pd.Series, day: pd.Series) -> pd.DataFrame:
    people = season.players.people.iloc[man]
    facts = _club_facts(clubs, team_on(season, man, day))
    return facts.assign(player=people["name"].to_numpy(), position=people["position"].str.lower().to_numpy())


def _pair_facts(clubs: pd.DataFrame, pairs: pd.DataFrame) -> pd.DataFrame:
    other = pairs["other_team"].to_numpy()
    return _club_facts(clubs, pairs["team"].to_numpy()).assign(
        other=clubs["nickname"].to_numpy()[other], other_city=clubs["city"].to_numpy()[other]
    )


def _before_tonight(
    season: Season, tables: SeasonTables, day: pd.Series, team: pd.Series, rng: np.random.Generator
) -> pd.Series:
    games = tables.games[["day", "home", "away", "tip_off_utc"]]
    sides = [games[["day", side, "tip_off_utc"]].set_axis(["day", "team", "tip"], axis=1)
             for side in ("home", "away")]  # fmt: skip
    asked = pd.DataFrame({"day": day.to_numpy(), "team": team.to_numpy()})
    tips = asked.merge(pd.concat(sides), on=["day", "team"], how="left")["tip"]
    return _between(game_dates(season, day).reset_index(drop=True), tips, rng)


def _between(dates: pd.Series, tips: pd.Series, rng: np.random.Generator) -> pd.Series:
    start = eastern(dates, _FROM_HOUR)
    latest = tips.astype("datetime64[us, UTC]") - pd.Timedelta(minutes=_MINUTES_BEFORE_TIP)
    end = latest.fillna(eastern(dates, _UNTIL_HOUR))
    return (start + (end - start) * rng.random(len(dates))).dt.round("s")


def _ends(games: pd.DataFrame, least: float, most: float, rng: np.random.Generator) -> pd.Series:
    minutes = _GAME_MINUTES + _OVERTIME_MINUTES * games["overtimes"] + rng.uniform(least, most, len(games))
    at = games["tip_off_utc"] + pd.to_timedelta(np.round(60 * minutes), unit="s")
    return at.astype("datetime64[us, UTC]")


def _event(
    kind: str | np.ndarray, at: pd.Series, facts: pd.DataFrame, **told: np.ndarray | pd.Series
) -> pd.DataFrame:
    values = {name: np.asarray(value, dtype=object) for name, value in told.items()}
    table = facts.drop(columns="team_number").reset_index(drop=True)
    return table.assign(kind=kind, at_utc=at.reset_index(drop=True), **values)
