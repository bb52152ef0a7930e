"""Who is meant by a name: spellings are evened out, doubtful names are reported and never guessed."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

import pandas as pd

_LETTERS = str.maketrans(
    {"đ": "d", "ł": "l", "ø": "o", "ı": "i", "ß": "ss", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th"}
)
_SUFFIX = r"\s+(?:jr|sr|ii|iii|iv|v)$"


def normalise_names(names: pd.Series) -> pd.Series:
    """Even out spellings of names.

    Small letters without accents, full stops, apostrophes, hyphens, brackets and their contents, Jr., Sr., II to
    V; known short forms are replaced by the name in the box scores.

    Parameters
    ----------
    names
        Names as written.

    Returns
    -------
    pandas.Series
        Keys; the index of ``names``; null stays null.
    """
    distinct = pd.Series(names.dropna().unique(), dtype="str")
    keys = _plain(distinct)
    known = dict(zip(distinct, keys.map(_aliases()).fillna(keys), strict=True))
    return names.astype("str").map(known).astype("str")


def _plain(names: pd.Series) -> pd.Series:
    plain = names.str.lower().map(lambda name: name.translate(_LETTERS), na_action="ignore")
    plain = plain.str.normalize("NFKD").str.encode("ascii", "ignore").str.decode("ascii")
    plain = plain.str.replace(r"\([^)]*\)", " ", regex=True).str.replace(r"[.'`,*]", "", regex=True)
    plain = plain.str.replace(r"[-\s]+", " ", regex=True).str.strip()
    return plain.str.replace(_SUFFIX, "", regex=True).astype("str")


@cache
def _aliases() -> dict[str, str]:
    with files("busta.nba").joinpath("player_aliases.csv").open(encoding="utf-8") as handle:
        table = pd.read_csv(handle, dtype=str)
    return dict(zip(_plain(table["alias"]), _plain(table["name"]), strict=True))


def careers(appearances: pd.DataFrame) -> pd.DataFrame:
    """Say under which name, for which team and when each player was seen.

    Parameters
    ----------
    appearances
        Rows with ``player_id, player_name, team_id, game_date``; ``team_id`` may be null (known without a team).

    Returns
    -------
    pandas.DataFrame
        One row per spelling, player and team: ``key, player_id, team_id, first_date, last_date``.
    """
    names = appearances[["player_id", "player_name"]].drop_duplicates()
    names = names.assign(key=normalise_names(names["player_name"]))[["key", "player_id"]].drop_duplicates()
    stints = appearances.groupby(["player_id", "team_id"], dropna=False)["game_date"]
    spans = stints.agg(["min", "max"]).set_axis(["first_date", "last_date"], axis=1).reset_index()
    spans["team_id"] = spans["team_id"].astype("Int64")
    return names.merge(spans, on="player_id").sort_values(
        ["key", "player_id", "first_date"], ignore_index=True
    )


def resolve_players(mentions: pd.DataFrame, known: pd.DataFrame, margin_days: int) -> pd.Series:
    """Resolve names to player ids.

    A name counts for a player within his career, ``margin_days`` added on both sides. Where it fits several, the
    one decides who was with the team at that time. Several spellings of one mention are divided by `` / ``.

    Parameters
    ----------
    mentions
        Rows with ``player_name``, ``team_id`` (may be null) and ``date``.
    known
        Table of `careers`.
    margin_days
        Days before the first and after the last appearance for which a name still counts.

    Returns
    -------
    pandas.Series
        ``Int64`` on the index of ``mentions``; null where nobody or more than one fits.
    """
    rows = _candidates(mentions, known, pd.Timedelta(days=margin_days))
    alone = _only(rows)
    with_team = rows[rows["is_with_team"] & ~rows["mention"].isin(alone.index)]
    found = pd.concat([alone, _only(with_team)])
    places = pd.Series(range(len(mentions)), index=mentions.index)
    return places.map(found).astype("Int64")


def _candidates(mentions: pd.DataFrame, known: pd.DataFrame, margin: pd.Timedelta) -> pd.DataFrame:
    spelled = pd.DataFrame(
        {
            "mention": range(len(mentions)),
            "spelling": mentions["player_name"].astype("str").str.split(" / ").to_numpy(),
            "team": mentions["team_id"].astype("Int64").to_numpy(),
            "date": mentions["date"].to_numpy(),
        }
    ).explode("spelling")
    spelled["key"] = normalise_names(spelled["spelling"])
    career = known.groupby(["key", "player_id"], as_index=False).agg(
        first=("first_date", "min"), last=("last_date", "max")
    )
    rows = spelled.merge(career, on="key")
    rows = rows[rows["date"].between(rows["first"] - margin, rows["last"] + margin)]
    stints = known.rename(columns={"team_id": "team"}).dropna(subset="team")
    stints = stints[["player_id", "team", "first_date", "last_date"]].drop_duplicates()
    rows = rows.merge(stints, on=["player_id", "team"], how="left")
    inside = rows["date"].between(rows["first_date"] - margin, rows["last_date"] + margin)
    return rows.assign(is_with_team=inside.fillna(False))


def _only(rows: pd.DataFrame) -> pd.Series:
    players = rows.groupby("mention")["player_id"].agg(["nunique", "first"])
    return players.loc[players["nunique"] == 1, "first"]


def own_teams(appearances: pd.DataFrame, mentions: pd.DataFrame) -> pd.Series:
    """Find the team a player last appeared for before a day.

    Parameters
    ----------
    appearances
        Rows with ``player_id, team_id, game_date``.
    mentions
        Rows with ``player_id`` and ``date``.

    Returns
    -------
    pandas.Series
        Team ids (``Int64``) on the index of ``mentions``; null for a player not seen before that day.
    """
    seen = appearances[["player_id", "game_date", "team_id"]].sort_values("game_date", kind="stable")
    seen = seen.astype({"player_id": "int64"})
    asked = pd.DataFrame(
        {
            "player_id": mentions["player_id"].fillna(-1).astype("int64"),
            "date": mentions["date"],
            "place": range(len(mentions)),
        }
    )
    asked = asked.sort_values("date", kind="stable")
    found = pd.merge_asof(
        asked, seen, left_on="date", right_on="game_date", by="player_id", allow_exact_matches=False
    ).sort_values("place")
    return found["team_id"].astype("Int64").set_axis(mentions.index)
