"""Small raw box scores for the tests: one game, home GSW 104 : 99 OKC, with changes."""

from __future__ import annotations

import pandas as pd

from busta.sources.parsed import RawFile

GSW, OKC = 1610612744, 1610612760
GAME = "0021500001"
# 40 field goals, 8 of them threes, and 16 free throws are 104 points; 38, 9 and 14 are 99.
TEAM_BOX = {
    "PTS": "104", "FGM": "40", "FGA": "85", "FG3M": "8", "FG3A": "22", "FTM": "16", "FTA": "20", "OREB": "10",
    "DREB": "33", "REB": "43", "AST": "25", "STL": "8", "BLK": "4", "TOV": "13", "PF": "19",
}  # fmt: skip
VISITOR_BOX = {**TEAM_BOX, "PTS": "99", "FGM": "38", "FG3M": "9", "FTM": "14"}


def team_rows() -> list[dict[str, str]]:
    """Two rows of the team logs; change the cells you need."""
    common = {"GAME_ID": GAME, "GAME_DATE": "2015-10-28", "MIN": "241"}
    return [
        {"TEAM_ID": str(OKC), "TEAM_ABBREVIATION": "OKC", "MATCHUP": "OKC @ GSW", **common, **VISITOR_BOX},
        {"TEAM_ID": str(GSW), "TEAM_ABBREVIATION": "GSW", "MATCHUP": "GSW vs. OKC", **common, **TEAM_BOX},
    ]


def player_rows() -> list[dict[str, str]]:
    """Two rows of the player logs: one player each, who scored all the points."""
    common = {"GAME_ID": GAME, "GAME_DATE": "2015-10-28", "MIN": "38", "PLUS_MINUS": "5"}
    return [
        {
            "PLAYER_ID": "7", "PLAYER_NAME": "Kevin Durant", "TEAM_ID": str(OKC), "TEAM_ABBREVIATION": "OKC",
            **common, **VISITOR_BOX,
        },
        {
            "PLAYER_ID": "30", "PLAYER_NAME": "Stephen Curry", "TEAM_ID": str(GSW), "TEAM_ABBREVIATION": "GSW",
            **common, **TEAM_BOX,
        },
    ]  # fmt: skip


def traditional_rows() -> list[dict[str, str]]:
    """The same game as a traditional box score, and a man who did not play."""
    rows = []
    for row in player_rows():
        box = {("TO" if name == "TOV" else name): cell for name, cell in row.items() if name != "GAME_DATE"}
        rows.append({**box, "START_POSITION": "F", "COMMENT": "", "MIN": "38:30"})
    absent = dict.fromkeys(rows[0], "")
    names = ("GAME_ID", "TEAM_ID", "TEAM_ABBREVIATION")
    absent |= {name: rows[0][name] for name in names}
    return [
        *rows,
        {**absent, "PLAYER_ID": "9", "PLAYER_NAME": "Nick Collison", "COMMENT": "DNP - Coach's Decision"},
    ]


def file(rows: list[dict[str, str]], name: str = "one.csv") -> dict[str, RawFile]:
    """One raw file of these rows; the header is line 1."""
    frame = pd.DataFrame(rows, dtype="str")
    return {name: RawFile(name, frame.set_axis(range(2, 2 + len(frame))), sha256=f"hash of {name}")}


def refused(table: pd.DataFrame) -> list[tuple[str, int, str, str, str]]:
    """File, row, column, value and expectation of every refusal."""
    columns = ["file", "row", "column", "value", "expected"]
    return list(table[columns].itertuples(index=False, name=None))
