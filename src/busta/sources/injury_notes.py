"""Injury and inactive-list notes of Pro Sports Transactions: free text, a day without an hour."""

from __future__ import annotations

import re
from collections.abc import Mapping

import numpy as np
import pandas as pd

from busta.nba.calendar import season_of_date
from busta.nba.players import resolve_players
from busta.sources.cells import CellReader, read_files
from busta.sources.coverage import count_coverage
from busta.sources.parsed import Parsed, RawFile
from busta.sources.rows import good_rows, refuse_rows

SOURCE = "injury_notes"
COLUMNS = ["Date", "Team", "Acquired", "Relinquished", "Notes"]
NOTE_COLUMNS = [
    "note_date", "team_id", "player_id", "player_name", "state", "reason", "is_day_to_day", "is_season_ending", "note",
]  # fmt: skip
STATES = {"Relinquished": "out", "Acquired": "back"}
# The first that fits counts: "suspended", "rest" and the protocols say more than the list they stand on.
REASONS = {
    "suspension": r"suspen",
    "protocols": r"health and safety|covid|coronavirus|quarantine",
    "rest": r"\brest(?:ed|ing)?\b|load management",
    "personal": r"personal|family|bereavement|birth of|funeral|paternity|\bdeath\b|excused",
    "illness": (
        r"illness|\bflu\b|influenza|virus|\bsick|fever|infection|pneumonia|gastro|mononucleosis|appendi|migraine"
    ),
}
_LIST_ONLY = r"^(?:placed on|activated from|returned to)?\s*(?:il|lineup|activated|dnp|)?\s*(?:\([^)]*\))?$"
_NO_NAME = r"\d|^[a-z]|\(DTD\)|^$"
_BIRTH = r"\(b\.[^)]*\)"


def parse_injury_notes(files: Mapping[str, RawFile]) -> Parsed:
    """Read the notes: every name in a cell is a row of its own.

    Names begin with a bullet; spellings of one man are divided by `` / `` and stay together.

    Parameters
    ----------
    files
        Raw files by name.

    Returns
    -------
    Parsed
        One row per note and player: ``file, row, note_date, team_id, player_name, state`` (out, back), ``reason``,
        ``is_day_to_day, is_season_ending, note``. A note of the day of a game may have been written after it.
    """
    parsed = read_files(SOURCE, files, COLUMNS, _read_file)
    bare = parsed.rows["player_name"].str.replace(_BIRTH, "", regex=True).str.strip()
    is_wrong = bare.str.contains(_NO_NAME, regex=True)
    return refuse_rows(parsed, SOURCE, is_wrong, "player_name", "the name of a player")


def _read_file(cells: CellReader) -> pd.DataFrame:
    columns = {
        "note_date": cells.dates("Date", "%Y-%m-%d"),
        "team_id": cells.teams("Team"),
        "note": cells.text("Notes"),
    }
    acquired, relinquished = cells.text("Acquired"), cells.text("Relinquished")
    cells.refuse(
        acquired.eq("") & relinquished.eq(""), "Relinquished", "a player in Acquired or in Relinquished"
    )
    notes = good_rows(cells, pd.DataFrame(columns), {"team_id": "int64"})
    parts = [
        _named(notes, cells.text(column).reindex(notes.index), state) for column, state in STATES.items()
    ]
    rows = pd.concat(parts).sort_index(kind="stable")
    return rows.assign(
        reason=reasons(rows["note"]),
        is_day_to_day=rows["note"].str.contains("(DTD)", regex=False),
        is_season_ending=rows["note"].str.contains(r"out for (?:the )?season", case=False),
    )


def _named(notes: pd.DataFrame, names: pd.Series, state: str) -> pd.DataFrame:
    each = names[names.ne("")].str.strip("• ").str.split(r"\s*•\s*", regex=True).explode()
    each = each.astype("str").rename("player_name")
    return notes.join(each, how="inner").assign(state=pd.Series(state, index=each.index, dtype="str"))


def reasons(notes: pd.Series) -> pd.Series:
    """Say why a player is out, from the words of the note.

    Parameters
    ----------
    notes
        Free text.

    Returns
    -------
    pandas.Series
        ``suspension, protocols, rest, personal, illness``; ``other`` where the note names no reason; else
        ``injury``.
    """
    text = notes.str.lower().fillna("")
    found = [text.str.contains(pattern).to_numpy(dtype=bool) for pattern in REASONS.values()]
    found.append(text.str.match(re.compile(_LIST_ONLY)).to_numpy(dtype=bool))
    chosen = np.select(found, [*REASONS, "other"], default="injury")
    return pd.Series(chosen, index=notes.index, dtype="str")


def resolve_notes(
    notes: pd.DataFrame, careers: pd.DataFrame, margin_days: int
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Find the players whom notes are about.

    Parameters
    ----------
    notes
        ``int_injury_notes``.
    careers
        As from `busta.nba.players.careers`.
    margin_days
        Days around a career in which a name still counts.

    Returns
    -------
    tuple
        ``prm_injury_notes`` (``player_id`` null where nobody or more than one fits), and the coverage by season.
    """
    mentions = notes.assign(date=notes["note_date"])
    player_ids = resolve_players(mentions, careers, margin_days)
    reasons = pd.Series("no player, or more than one, of that name", index=notes.index, dtype="str")
    coverage = count_coverage(
        season_of_date(notes["note_date"]), reasons.mask(player_ids.notna(), ""), SOURCE, "notes"
    )
    rows = notes.assign(player_id=player_ids)[NOTE_COLUMNS]
    return rows.sort_values(
        ["note_date", "team_id", "player_name", "state"], kind="stable", ignore_index=True
    ), coverage
