"""Invented news of who is hurt and who plays, with the moment at which it was known."""

from __future__ import annotations

import numpy as np
import pandas as pd

from busta.fabrication.players import Players
from busta.fabrication.season import Season
from busta.fabrication.tables import SeasonTables, game_dates

_PARTS = np.array(["ankle", "knee", "hamstring", "calf", "shoulder", "foot", "groin", "wrist"])
_KINDS = np.array(["sprained", "sore", "strained", "bruised"])
_SIDES = np.array(["left", "right"])
_SHORT_DAYS = 4
_SEASON_ENDING_DAYS = 30
_NOTED_SHARE = 0.92
_WAITING_SHARE = 0.6
_EARLIEST_NOTE = 12


def injury_notes(
    season: Season, tables: SeasonTables, clubs: pd.DataFrame, rng: np.random.Generator
) -> pd.DataFrame:
    """Write transaction notes: who went on the list, who came back, who rested.

    Parameters
    ----------
    season
        The season with its injuries.
    tables
        Its games.
    clubs
        The clubs.
    rng
        Source of chance: what the archive lacks.

    Returns
    -------
    pandas.DataFrame
        ``Date, Team, Acquired, Relinquished, Notes``, by date. A note bears the day on which it was reported.
    """
    last_day = int(tables.games["day"].max())
    spells = described_spells(season)
    spells = spells[rng.random(len(spells)) < _NOTED_SHARE]
    spells["noted"] = _noted_day(season, tables, spells, rng)
    out = _note(season, clubs, spells, "noted", "Relinquished", spells["note_out"])
    back = _note(season, clubs, spells, "end", "Acquired", pd.Series("activated from IL", index=spells.index))
    notes = pd.concat([out, back, _rest_notes(tables, clubs)])
    notes = notes[notes["day"].between(-_EARLIEST_NOTE, last_day)]
    notes = notes.sort_values(["day", "Team"], kind="stable", ignore_index=True)
    return notes.assign(Date=game_dates(season, notes["day"]).dt.strftime("%Y-%m-%d")).drop(columns="day")[
        ["Date", "Team", "Acquired", "Relinquished", "Notes"]
    ]


def injury_pages(season: Season, tables: SeasonTables, clubs: pd.DataFrame, every_days: int, hour_utc: int
                 ) -> pd.DataFrame:  # fmt: skip
    """Take pictures of an injury page.

    Parameters
    ----------
    season
        The season with its injuries.
    tables
        Its games.
    clubs
        The clubs.
    every_days
        Days between two pictures.
    hour_utc
        Hour of the day at which they are taken, UTC.

    Returns
    -------
    pandas.DataFrame
        One row per picture and man on the page: ``snapshot_utc, player, team_abbr, date, status, injury, description``.
    """
    spells = described_spells(season)
    days = np.arange(0, int(tables.games["day"].max()) + 1, every_days)
    is_on = (spells["reported"].to_numpy() < days[:, None]) & (spells["end"].to_numpy() > days[:, None])
    picture, row = np.nonzero(is_on)
    day, shown = pd.Series(days[picture]), spells.iloc[row].reset_index(drop=True)
    people = season.players.people.iloc[shown["man"]].reset_index(drop=True)
    moments = game_dates(season, day) + pd.Timedelta(hours=hour_utc)
    team = team_on(season, shown["man"], day)
    return pd.DataFrame(
        {
            "snapshot_utc": moments.dt.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "player": people["name"],
            "team_abbr": clubs["code"].to_numpy()[team],
            "date": " " + game_dates(season, shown["reported"].clip(lower=0)).dt.strftime("%B %d, %Y"),
            "status": np.select(
                [shown["is_last"], shown["length"].le(_SHORT_DAYS)], ["Out For Season", "Day To Day"], "Out"
            ),
            "injury": shown["part"].str.title(),
            "description": people["name"] + " has a " + shown["note"] + ".",
        }
    )


def second_page_layout(pages: pd.DataFrame) -> pd.DataFrame:
    """Give the same pictures in the layout of the other archive.

    Parameters
    ----------
    pages
        Result of :func:`injury_pages`.

    Returns
    -------
    pandas.DataFrame
        ``snapshot_utc, Player, Team, Update, Details``.
    """
    dates = pd.to_datetime(pages["date"].str.strip(), format="%B %d, %Y")
    return pd.DataFrame(
        {
            "snapshot_utc": pages["snapshot_utc"],
            "Player": pages["player"],
            "Team": pages["team_abbr"].replace("LAC", "Los Angeles Clippers"),
            "Update": dates.dt.strftime("%a, %b %d, %Y"),
            "Details": pages["status"] + " (" + pages["injury"] + ") - " + pages["description"],
        }
    )


def player_info(players: Players) -> pd.DataFrame:
    """Write what is known of each man, as the league's common player info.

    Parameters
    ----------
    players
        The men.

    Returns
    -------
    pandas.DataFrame
        One row per man.
    """
    people = players.people.reset_index(drop=True)
    first, last = people["name"].str.partition(" ")[0], people["name"].str.partition(" ")[2]
    return pd.DataFrame(
        {
            "PERSON_ID": people["player_id"],
            "FIRST_NAME": first,
            "LAST_NAME": last,
            "DISPLAY_FIRST_LAST": people["name"],
            "BIRTHDATE": people["birth_date"].dt.strftime("%Y-%m-%dT00:00:00"),
            "SCHOOL": "",
            "COUNTRY": people["country"],
            "HEIGHT": _feet(people["height_inches"]),
            "WEIGHT": people["weight_pounds"],
            "POSITION": people["position"],
            "FROM_YEAR": people["draft_year"].astype(float),
            "DRAFT_YEAR": people["draft_year"].astype(str),
            "DRAFT_ROUND": "1",
            "DRAFT_NUMBER": (people["player_id"] % 30 + 1).astype(str),
        }
    )


def newcomer_info(people: pd.DataFrame) -> pd.DataFrame:
    """Write the same of newcomers, in the layout of the smaller archive.

    Parameters
    ----------
    people
        Result of :func:`player_info` for the newcomers.

    Returns
    -------
    pandas.DataFrame
        One row per man.
    """
    frame = people.rename(columns={"DISPLAY_FIRST_LAST": "PLAYER_NAME"})
    columns = (
        "PERSON_ID PLAYER_NAME BIRTHDATE COUNTRY HEIGHT WEIGHT POSITION DRAFT_YEAR DRAFT_ROUND DRAFT_NUMBER FROM_YEAR"
    ).split()
    return frame.assign(BIRTHDATE=frame["BIRTHDATE"].str.slice(0, 10))[columns].reset_index(drop=True)


def described_spells(season: Season) -> pd.DataFrame:
    """Say what hurt in each injury.

    Parameters
    ----------
    season
        The season with its injuries.

    Returns
    -------
    pandas.DataFrame
        ``season.spells`` with ``part`` (of the body), ``note`` (``sprained left ankle``), ``length`` (days),
        ``is_last`` (he does not come back this season) and ``note_out``, the words of the list.
    """
    # What hurts is drawn from the injury itself, so that every archive tells the same story.
    spells = season.spells
    key = (spells["man"] * 31 + spells["start"] * 7 + 977).to_numpy()
    part, kind, side = _PARTS[key % 8], _KINDS[key // 8 % 4], _SIDES[key // 32 % 2]
    length = spells["end"] - spells["start"]
    note = pd.Series(
        [f"{k} {s} {p}" for k, s, p in zip(kind, side, part, strict=True)], index=spells.index, dtype=str
    )
    is_last = length.ge(_SEASON_ENDING_DAYS) & spells["end"].ge(len(season.rosters))
    is_short = length.le(_SHORT_DAYS)
    listed = (
        ("placed on IL with " + note)
        .mask(is_short, note + " (DTD)")
        .mask(is_last, note + " (out for season)")
    )
    return spells.assign(part=part, note=note, length=length, is_last=is_last, note_out=listed)


def _note(
    season: Season, clubs: pd.DataFrame, spells: pd.DataFrame, day: str, column: str, text: pd.Series
) -> pd.DataFrame:
    names = season.players.people["name"].to_numpy()[spells["man"]]
    notes = pd.DataFrame(
        {"day": spells[day], "Notes": text, "Acquired": "", "Relinquished": ""}, index=spells.index
    )
    notes[column] = "• " + pd.Series(names, index=spells.index, dtype=str)
    team = team_on(season, spells["man"], spells[day])
    return notes.assign(Team=clubs["nickname"].to_numpy()[team])


def _rest_notes(tables: SeasonTables, clubs: pd.DataFrame) -> pd.DataFrame:
    rested = tables.listed[tables.listed["is_rested"]]
    return pd.DataFrame(
        {
            "day": tables.games["day"].to_numpy()[rested["game"]],
            "Notes": "rest (DTD)",
            "Acquired": "",
            "Relinquished": "• " + rested["name"],
            "Team": clubs["nickname"].to_numpy()[rested["team"]],
        }
    )


def _noted_day(
    season: Season, tables: SeasonTables, spells: pd.DataFrame, rng: np.random.Generator
) -> np.ndarray:
    # Lists of inactive men are those of game days: many a note waits for the next game that he misses.
    days, teams, _ = season.rosters.shape
    next_day = np.full((days + 1, teams), days)
    for side in ("home", "away"):
        next_day[tables.games["day"], tables.games[side]] = tables.games["day"]
    next_day = np.minimum.accumulate(next_day[::-1], axis=0)[::-1]
    team = team_on(season, spells["man"], spells["reported"])
    reported = spells["reported"].to_numpy()
    following = next_day[reported.clip(0, days), team]
    waits = (rng.random(len(spells)) < _WAITING_SHARE) & (following < spells["end"].to_numpy())
    return np.asarray(np.where(waits & (reported >= 0), following, reported))


def team_on(season: Season, man: pd.Series, day: pd.Series) -> np.ndarray:
    """Find the teams that men are with.

    Parameters
    ----------
    season
        The season.
    man
        Rows in ``season.players.people``.
    day
        Days from opening day; those before and after the season count as its first and last.

    Returns
    -------
    numpy.ndarray
        Numbers of teams.
    """
    days, teams, places = season.rosters.shape
    team_of = np.empty((days, teams * places), dtype=int)
    np.put_along_axis(
        team_of, season.rosters.reshape(days, -1), np.repeat(np.arange(teams), places)[None, :], axis=1
    )
    return np.asarray(team_of[day.clip(0, days - 1).to_numpy(), man.to_numpy()])


def _feet(inches: pd.Series) -> pd.Series:
    return (inches // 12).astype(str) + "-" + (inches % 12).astype(str)
