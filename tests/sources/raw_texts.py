"""Small raw files for the tests of the odds adapters."""

import pandas as pd

from busta.params.odds import Bounds, PlausibleParams
from busta.sources.parsed import RawFile

PLAUSIBLE = PlausibleParams(
    spread=Bounds(low=0, high=35), total=Bounds(low=140, high=290), overround=Bounds(low=0.97, high=1.2)
)
BOS, NYK, CLE, TOR, BKN, OKC = 1610612738, 1610612752, 1610612739, 1610612761, 1610612751, 1610612760


def raw(name: str, columns: str, *rows: str) -> dict[str, RawFile]:
    """One raw file from lines of text divided by commas; the header is line 1."""
    frame = pd.DataFrame([row.split(",") for row in rows], columns=columns.split(","), dtype="str")
    return {name: RawFile(name, frame.set_axis(range(2, 2 + len(frame))))}


def games(*rows: tuple[str, str, int, int, float, float]) -> pd.DataFrame:
    """League games: id, date, home, away and the final score."""
    columns = ["game_id", "game_date", "home_team_id", "away_team_id", "home_points", "away_points"]
    frame = pd.DataFrame(list(rows), columns=columns)
    return frame.assign(
        season="2016-17", game_date=pd.to_datetime(frame["game_date"]).astype("datetime64[us]")
    )


def cells(refused: pd.DataFrame) -> list[tuple[int, str, str]]:
    """Row, column and value of every refusal."""
    return list(refused[["row", "column", "value"]].itertuples(index=False, name=None))
