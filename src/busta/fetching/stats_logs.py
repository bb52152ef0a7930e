"""Raw files of game logs, written from all stored answers of a season: of each game the newest answer counts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

import pandas as pd

from busta.fetching import stats_seasons as seasons
from busta.fetching.calls import Answer
from busta.fetching.stats_tables import ChangedError, rows_of

FETCHED = "fetched"
_STATISTICS = (
    "MIN PTS FGM FGA FG_PCT FG3M FG3A FG3_PCT FTM FTA FT_PCT OREB DREB REB AST STL BLK TOV PF PLUS_MINUS"
).split()
_WHERE = "TEAM_ID TEAM_ABBREVIATION TEAM_NAME GAME_ID GAME_DATE MATCHUP WL".split()
TEAM_COLUMNS = ["SEASON_ID", *_WHERE, *_STATISTICS, "SEASON"]
PLAYER_COLUMNS = ["SEASON_ID", "PLAYER_ID", "PLAYER_NAME", *_WHERE, *_STATISTICS, "SEASON_LABEL"]
PLAYOFF_COLUMNS = (
    "PLAYER_NAME PLAYER_ID MATCHUP TEAM_ABBREVIATION TEAM_ID OPP_ABBREVIATION HOME_GAME GAME_ID GAME_DATE WL MIN PTS "
    "AST REB FGM FGA FG_PCT FG3M FG3A FG3_PCT FTM FTA FT_PCT OREB DREB STL BLK TOV PF PLUS_MINUS"
).split()
# What the archive of the regular season does not hold: play-offs, play-in games, the final of the cup.
_LATER_GAMES = ("004", "005", "006")
Files = dict[str, pd.DataFrame]


@dataclass
class Reading:
    """What came of reading answers.

    Attributes
    ----------
    problems
        A sentence for each kind of answer that could not be read.
    notes
        What was left out on purpose: how much, and a sentence.
    """

    problems: list[str] = field(default_factory=list)
    notes: list[tuple[int, str]] = field(default_factory=list)

    def tables(self, answers: Iterable[Answer]) -> list[tuple[Answer, pd.DataFrame]]:
        """Read answers; what cannot be read is told, once for each reason.

        Parameters
        ----------
        answers
            Oldest first.

        Returns
        -------
        list
            The answers that have rows, with these.
        """
        read = []
        for answer in answers:
            try:
                rows = rows_of(answer)
            except ChangedError as error:
                if error.sentence not in self.problems:
                    self.problems.append(error.sentence)
            else:
                read += [(answer, rows)] if len(rows) else []
        return read

    def without_owned(self, rows: pd.DataFrame, owned: set[str], where: str) -> pd.DataFrame:
        """Leave out the games that a file of the user's own holds already.

        Parameters
        ----------
        rows
            With ``GAME_ID``.
        owned
            As from `owned_ids`.
        where
            Folder, for the note.

        Returns
        -------
        pandas.DataFrame
            The other games.
        """
        is_owned = rows["GAME_ID"].isin(owned)
        if is_owned.any():
            games = int(rows.loc[is_owned, "GAME_ID"].nunique())
            sentence = (
                f"{games:,} games stand in files of your own in {where}/ already: these stay as they are, "
                "and the fetched copies are left out"
            )
            self.notes.append((games, sentence))
        return rows[~is_owned]


def owned_ids(files: Mapping[str, pd.DataFrame], column: str = "GAME_ID") -> set[str]:
    """Collect what the files of a folder hold that fetching did not write.

    Parameters
    ----------
    files
        All raw files of the folder by name.
    column
        Of the ids.

    Returns
    -------
    set
        Ids as text.
    """
    own = [rows[column] for name, rows in files.items() if FETCHED not in name and column in rows.columns]
    return {text for ids in own for text in ids.dropna().astype("str").str.strip().unique()}


def newest_games(read: Iterable[tuple[Answer, pd.DataFrame]]) -> pd.DataFrame:
    """Take each game from the newest answer that has it.

    Parameters
    ----------
    read
        Answers and their rows with ``GAME_ID, GAME_DATE, WL``, oldest first.

    Returns
    -------
    pandas.DataFrame
        Rows of finished games with ``SEASON`` added; a game without a winner in an answer that was given before its
        day was over is left to a later answer.
    """
    parts = [
        _finished(rows, answer.fetched_at_utc).assign(SEASON=answer.call.partition, order=number)
        for number, (answer, rows) in enumerate(read)
    ]
    if not parts:
        return pd.DataFrame(columns=[*TEAM_COLUMNS, "PLAYER_ID", "PLAYER_NAME"], dtype=object)
    rows = pd.concat(parts, ignore_index=True)
    newest = rows.groupby("GAME_ID")["order"].transform("max")
    return rows[rows["order"].eq(newest)].drop(columns="order")


def _finished(rows: pd.DataFrame, given_at: datetime) -> pd.DataFrame:
    undecided = rows.loc[rows["WL"].isna() | rows["WL"].eq(""), ["GAME_ID", "GAME_DATE"]].drop_duplicates()
    over = {day: seasons.day_is_over(date.fromisoformat(day)) for day in undecided["GAME_DATE"].unique()}
    running = undecided.loc[undecided["GAME_DATE"].map(over).gt(given_at), "GAME_ID"]
    return rows[~rows["GAME_ID"].isin(running)]


def team_log_files(answers: Iterable[Answer], owned: set[str], reading: Reading) -> Files:
    """Write team logs as the league's game finder does.

    Parameters
    ----------
    answers
        Of the game log, oldest first.
    owned
        Games that the user's own files hold.
    reading
        Remembers problems and notes.

    Returns
    -------
    dict
        ``nba_games_fetched_2023_24.csv`` and the like: two rows a game, by date, game and team.
    """
    asked = (answer for answer in answers if answer.call.parameters["PlayerOrTeam"] == "T")
    rows = reading.without_owned(newest_games(reading.tables(asked)), owned, "team_logs")
    return {
        f"nba_games_fetched_{str(season).replace('-', '_')}.csv": _ordered(part, TEAM_COLUMNS, ["TEAM_ID"])
        for season, part in rows.groupby("SEASON", sort=True)
    }


def player_log_files(
    answers: Iterable[Answer], owned: Mapping[str, set[str]], reading: Reading
) -> tuple[Files, Files]:
    """Write player logs of the regular season, and of the games after it.

    Parameters
    ----------
    answers
        Of the game log, oldest first.
    owned
        Games that the user's own files hold, by folder: ``box_scores, box_scores_playoffs``.
    reading
        Remembers problems and notes.

    Returns
    -------
    tuple
        ``player_logs_fetched_2023-24.csv`` and ``player_logs_playoffs_fetched_2023-24.csv`` and the like. The second
        have no ``START_POSITION``: the game log does not tell it, box scores do.
    """
    asked = (answer for answer in answers if answer.call.parameters["PlayerOrTeam"] == "P")
    rows = newest_games(reading.tables(asked))
    is_later = rows["GAME_ID"].str[:3].isin(_LATER_GAMES)
    regular = reading.without_owned(rows[~is_later], owned["box_scores"], "box_scores")
    later = reading.without_owned(rows[is_later], owned["box_scores_playoffs"], "box_scores_playoffs")
    regular = regular.assign(SEASON_LABEL=regular["SEASON"])
    later = later.assign(
        OPP_ABBREVIATION=later["MATCHUP"].str.split(" ").str[-1],
        HOME_GAME=later["MATCHUP"].str.contains(" vs. ", regex=False).astype("int64"),
    )
    players = ["TEAM_ID", "PLAYER_ID"]
    return (
        {
            f"player_logs_fetched_{season}.csv": _ordered(part, PLAYER_COLUMNS, players)
            for season, part in regular.groupby("SEASON", sort=True)
        },
        {
            f"player_logs_playoffs_fetched_{season}.csv": _ordered(part, PLAYOFF_COLUMNS, players)
            for season, part in later.groupby("SEASON", sort=True)
        },
    )


def _ordered(rows: pd.DataFrame, columns: list[str], then: list[str]) -> pd.DataFrame:
    # What the source added stands behind the columns of the archive, so that it is seen.
    known = {*TEAM_COLUMNS, *columns, "VIDEO_AVAILABLE", "SEASON_LABEL", "OPP_ABBREVIATION", "HOME_GAME"}
    new = [str(name) for name in rows.columns if name not in known | {"PLAYER_ID", "PLAYER_NAME"}]
    ordered = rows.sort_values(["GAME_DATE", "GAME_ID", *then], kind="stable")
    return (
        ordered.drop_duplicates(["GAME_ID", *then]).reindex(columns=[*columns, *new]).reset_index(drop=True)
    )
