"""Raw files of players, schedules and season totals, from the answers of stats.nba.com."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pandas as pd

from busta.fetching import stats_calls as calls
from busta.fetching import stats_seasons as seasons
from busta.fetching.calls import Answer
from busta.fetching.stats_logs import FETCHED, Files, Reading
from busta.nba.calendar import eastern_date, is_league_game
from busta.nba.teams import team_ids

PLAYER_COLUMNS = (
    "PERSON_ID FIRST_NAME LAST_NAME DISPLAY_FIRST_LAST BIRTHDATE COUNTRY HEIGHT WEIGHT POSITION TEAM_ID "
    "TEAM_ABBREVIATION FROM_YEAR TO_YEAR DRAFT_YEAR DRAFT_ROUND DRAFT_NUMBER"
).split()
SCHEDULE_COLUMNS = "GAME_ID game_date tip_et tip_utc away home arena city state national_tv series".split()
_POSITIONS = {"G": "Guard", "F": "Forward", "C": "Center"}
_NO_HOUR = ("TBD", "PPD")


def player_files(answers: Iterable[Answer], owned: set[str], reading: Reading) -> Files:
    """Write who the players are, without birth dates: the index does not tell them.

    Parameters
    ----------
    answers
        Of the index, oldest first.
    owned
        Players whom the user's own files hold.
    reading
        Remembers problems and notes.

    Returns
    -------
    dict
        ``player_info_fetched.csv``: one row per player; empty without an answer.
    """
    read = reading.tables(answers)
    if not read:
        return {}
    rows = read[-1][1]
    rows = rows[~rows["PERSON_ID"].astype("str").isin(owned)]
    first, last = rows["PLAYER_FIRST_NAME"].fillna(""), rows["PLAYER_LAST_NAME"].fillna("")
    table = rows.assign(
        FIRST_NAME=first,
        LAST_NAME=last,
        DISPLAY_FIRST_LAST=(first + " " + last).str.strip(),
        POSITION=_positions(rows["POSITION"]),
        DRAFT_YEAR=rows["DRAFT_YEAR"].where(rows["DRAFT_YEAR"].notna(), "Undrafted"),
    )
    table = table.reindex(columns=PLAYER_COLUMNS).drop_duplicates("PERSON_ID").sort_values("PERSON_ID")
    return {"player_info_fetched.csv": table.reset_index(drop=True)}


def _positions(short: pd.Series) -> pd.Series:
    return short.fillna("").astype("str").replace(_POSITIONS, regex=True)


def unknown_teams(answers: Iterable[Answer], reading: Reading) -> list[str]:
    """Find clubs of the league that busta does not know.

    Parameters
    ----------
    answers
        Of the index of teams, oldest first.
    reading
        Remembers problems.

    Returns
    -------
    list
        A sentence for each club.
    """
    read = reading.tables(answers)
    if not read:
        return []
    rows = read[-1][1]
    current = rows[rows["MAX_YEAR"].astype("int64").eq(rows["MAX_YEAR"].astype("int64").max())]
    known = team_ids(current["ABBREVIATION"].astype("str"))
    strange = current[known.isna() | known.ne(current["TEAM_ID"].astype("int64")).fillna(True)]
    return [
        f"the league has a club {row.ABBREVIATION} with the number {row.TEAM_ID} that busta does not know: add it to "
        "src/busta/nba/teams.csv, or its games are refused"
        for row in strange.itertuples(index=False)
    ]


def schedule_rows(
    schedules: Iterable[Answer], scoreboards: Iterable[Answer], reading: Reading
) -> pd.DataFrame:
    """Read the schedule of one season as it was last told.

    Parameters
    ----------
    schedules, scoreboards
        Of the season, oldest first.
    reading
        Remembers problems.

    Returns
    -------
    pandas.DataFrame
        One row per league game with two known clubs and an hour: `SCHEDULE_COLUMNS`.
    """
    parts = reading.tables(schedules)[-1:]
    since = parts[0][0].fetched_at_utc if parts else None
    parts += [
        (answer, rows.assign(gameDateEst=rows["gameDate"], gameDateTimeUTC=rows["gameTimeUTC"]))
        for answer, rows in reading.tables(scoreboards)
        if since is None or answer.fetched_at_utc > since
    ]
    if not parts:
        return pd.DataFrame(columns=SCHEDULE_COLUMNS, dtype="str")
    told = pd.concat([rows for _, rows in parts], ignore_index=True).drop_duplicates("gameId", keep="last")
    return _schedule_table(told[_is_fixed(told)])


def _is_fixed(games: pd.DataFrame) -> pd.Series:
    teams = [team_ids(games[f"{side}Team.teamTricode"].astype("str").fillna("")) for side in ("home", "away")]
    status = games["gameStatusText"].fillna("").astype("str").str.strip().str.upper()
    is_on = ~status.isin(_NO_HOUR)
    return is_league_game(games["gameId"].astype("str")) & teams[0].notna() & teams[1].notna() & is_on


def _schedule_table(games: pd.DataFrame) -> pd.DataFrame:
    tip_offs = pd.to_datetime(games["gameDateTimeUTC"].astype("str"), utc=True)
    eastern = tip_offs.dt.tz_convert(seasons.ZONE)
    optional = {"arena": "arenaName", "city": "arenaCity", "state": "arenaState", "series": "seriesText"}
    table = pd.DataFrame(
        {
            "GAME_ID": games["gameId"].astype("str"),
            "game_date": games["gameDateEst"].astype("str").str[:10],
            "tip_et": eastern.dt.strftime("%Y-%m-%dT%H:%M:%S"),
            "tip_utc": tip_offs.dt.strftime("%Y-%m-%d %H:%M"),
            "away": games["awayTeam.teamTricode"],
            "home": games["homeTeam.teamTricode"],
            **{name: games[given] for name, given in optional.items() if given in games.columns},
        }
    )
    return (
        table.reindex(columns=SCHEDULE_COLUMNS).sort_values(["game_date", "GAME_ID"]).reset_index(drop=True)
    )


def schedule_files(by_season: Mapping[str, pd.DataFrame], owned: set[str], reading: Reading) -> Files:
    """Write schedules.

    Parameters
    ----------
    by_season
        As from `schedule_rows`.
    owned
        As from `owned_fixtures`.
    reading
        Remembers notes.

    Returns
    -------
    dict
        ``schedule_fetched_2023-24.csv`` and the like.
    """
    files: Files = {}
    for season, rows in by_season.items():
        is_owned = _fixtures(rows["game_date"], rows["home"], rows["away"]).isin(owned)
        if is_owned.any():
            games = int(is_owned.sum())
            sentence = (
                f"{games:,} games of {season} stand in schedules of your own already: these stay as they are"
            )
            reading.notes.append((games, sentence))
        if not is_owned.all():
            files[f"schedule_fetched_{season}.csv"] = rows[~is_owned].reset_index(drop=True)
    return files


def owned_fixtures(files: Mapping[str, pd.DataFrame]) -> set[str]:
    """Collect the games of schedules that fetching did not write.

    Parameters
    ----------
    files
        All raw files of the folder by name, in either layout.

    Returns
    -------
    set
        Day and teams, as text.
    """
    found: set[str] = set()
    for name, rows in files.items():
        if FETCHED in name:
            continue
        if {"game_date", "home", "away"} <= set(rows.columns):
            found |= set(_fixtures(rows["game_date"], rows["home"], rows["away"]))
        elif {"Date", "Home Team", "Away Team"} <= set(rows.columns):
            moments = pd.to_datetime(rows["Date"], format="%d/%m/%Y %H:%M", errors="coerce", utc=True)
            days = eastern_date(moments).dt.strftime("%Y-%m-%d")
            found |= set(_fixtures(days, rows["Home Team"], rows["Away Team"]).dropna())
    return found


def _fixtures(days: pd.Series, home: pd.Series, away: pd.Series) -> pd.Series:
    sides = [team_ids(side.astype("str")).astype("str").fillna("") for side in (home, away)]
    return days.astype("str") + " " + sides[0] + " " + sides[1]


def tracking_files(answers: Iterable[Answer], owned: set[str], reading: Reading) -> Files:
    """Write season totals of tracking.

    Parameters
    ----------
    answers
        Of tracking and hustle, oldest first.
    owned
        Kinds and second years that the user's own files hold, ``touches 2024``.
    reading
        Remembers problems and notes.

    Returns
    -------
    dict
        ``touches_fetched_2023-24.parquet`` and the like, one row per player.
    """
    newest = {
        (answer.call.partition, answer.call.parameters.get("PtMeasureType", "hustle")): rows
        for answer, rows in reading.tables(answers)
    }
    files: Files = {}
    for season in sorted({season for season, _ in newest}):
        of_season = {measure: rows for (label, measure), rows in newest.items() if label == season}
        for kind, rows in _kinds(of_season).items():
            if f"{kind} {seasons.first_year(season) + 1}" in owned:
                sentence = f"{kind} of {season} stands in a file of your own in tracking_season/ already"
                reading.notes.append((len(rows), sentence))
            else:
                files[f"{kind}_fetched_{season}.parquet"] = _totals(rows, season)
    return files


def owned_totals(files: Mapping[str, pd.DataFrame], kinds: Iterable[str]) -> set[str]:
    """Collect the kinds and years of season totals that fetching did not write.

    Parameters
    ----------
    files
        All raw files of the folder by name, which begins with the kind.
    kinds
        Names of kinds.

    Returns
    -------
    set
        ``touches 2024`` and the like.
    """
    return {
        f"{kind} {year}"
        for name, rows in files.items()
        if FETCHED not in name and "year" in rows.columns
        for kind in kinds
        if name.startswith(kind)
        for year in rows["year"].dropna().astype("int64").unique()
    }


def _kinds(measures: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    kinds = {kind: measures[name] for kind, name in calls.MEASURES.items() if name in measures}
    speed = kinds.pop("speed", None)
    if speed is not None and "hustle" in measures:
        hustle = measures["hustle"].drop(columns="MIN", errors="ignore")
        new = [name for name in speed.columns if name == "PLAYER_ID" or name not in hustle.columns]
        kinds["hustle_speed"] = hustle.merge(speed[new], on="PLAYER_ID").pipe(_with_possessions)
    return kinds


def _with_possessions(rows: pd.DataFrame) -> pd.DataFrame:
    # The archive has them from elsewhere; the column stands there, and is empty.
    return rows if "POSS" in rows.columns else rows.assign(POSS=float("nan"))


def _totals(rows: pd.DataFrame, season: str) -> pd.DataFrame:
    texts = {"PLAYER_NAME", "TEAM_ABBREVIATION", "PLAYER_LAST_TEAM_ABBREVIATION", "NICKNAME"}
    names = {
        "PLAYER_LAST_TEAM_ID": "TEAM_ID",
        "PLAYER_LAST_TEAM_ABBREVIATION": "TEAM_ABBREVIATION",
    }
    table = rows.rename(columns={old: new for old, new in names.items() if new not in rows.columns})
    numeric = [name for name in table.columns if name not in texts]
    table = table.assign(**{name: pd.to_numeric(table[name], errors="coerce") for name in numeric})
    text = {name: table[name].astype("str") for name in table.columns if name in texts}
    table = table.assign(**text, Season=season, year=seasons.first_year(season) + 1)
    return table.sort_values("PLAYER_ID").drop_duplicates("PLAYER_ID").reset_index(drop=True)
