"""Who is meant by a name: spellings are evened out, doubtful names are reported and never guessed."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Literal

import pandas as pd

_LETTERS = str.maketrans(
    {"đ": "d", "ł": "l", "ø": "o", "ı": "i", "ß": "ss", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th"}
)
Direction = Literal["backward", "forward"]
# No team bears this number.
_NO_TEAM = 0
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
    """Say under which name, for which team and on which days each player was seen.

    Parameters
    ----------
    appearances
        Rows with ``player_id, player_name, team_id, game_date``; ``team_id`` may be null (known without a team).

    Returns
    -------
    pandas.DataFrame
        One row per spelling, player, team and day: ``key, player_id, team_id, seen_on``, sorted by day.
    """
    names = appearances[["player_id", "player_name"]].drop_duplicates()
    names = names.assign(key=normalise_names(names["player_name"]))[["key", "player_id"]].drop_duplicates()
    days = appearances[["player_id", "team_id", "game_date"]].drop_duplicates()
    days = days.rename(columns={"game_date": "seen_on"}).astype({"team_id": "Int64", "player_id": "int64"})
    found = names.astype({"player_id": "int64"}).merge(days, on="player_id")
    return found.sort_values(["seen_on", "key", "player_id", "team_id"], ignore_index=True)


def resolve_players(mentions: pd.DataFrame, known: pd.DataFrame, margin_days: int) -> pd.Series:
    """Resolve names to player ids.

    A name counts for a player whom somebody saw at most ``margin_days`` before the day of the mention. Where it
    fits several, the one decides whom the team had in that time. Only a name that fits nobody seen before may mean
    a man who is yet to come, at most ``margin_days`` later, or one who was away for longer and came back: so what
    happens on the day and after it never changes which of the men known by then is meant. Several spellings of
    one mention are divided by `` / ``.

    Parameters
    ----------
    mentions
        Rows with ``player_name``, ``team_id`` (may be null) and ``date``.
    known
        Table of `careers`.
    margin_days
        Days after an appearance, and before the first one, for which a name still counts.

    Returns
    -------
    pandas.Series
        ``Int64`` on the index of ``mentions``; null where nobody or more than one fits.
    """
    rows = _candidates(mentions, known, pd.Timedelta(days=margin_days))
    seen = rows[rows["is_seen"]]
    coming = rows[rows["is_coming"] & ~rows["mention"].isin(seen["mention"])]
    found = pd.concat([_decided(seen, "was_with_team"), _decided(coming, "comes_to_team")])
    places = pd.Series(range(len(mentions)), index=mentions.index)
    return places.map(found).astype("Int64")


def _candidates(mentions: pd.DataFrame, known: pd.DataFrame, margin: pd.Timedelta) -> pd.DataFrame:
    spelled = pd.DataFrame(
        {
            "mention": range(len(mentions)),
            "spelling": mentions["player_name"].astype("str").str.split(" / ").to_numpy(),
            "team_id": mentions["team_id"].astype("Int64").fillna(_NO_TEAM).astype("int64").to_numpy(),
            "date": mentions["date"].to_numpy(),
        }
    ).explode("spelling")
    spelled["key"] = normalise_names(spelled["spelling"])
    rows = spelled.merge(known[["key", "player_id"]].drop_duplicates(), on="key")
    rows = rows.drop_duplicates(["mention", "player_id"]).sort_values(
        "date", kind="stable", ignore_index=True
    )
    player, stint = ["player_id"], ["player_id", "team_id"]
    days = known[["player_id", "team_id", "seen_on"]].drop_duplicates()
    days_with_team = days.dropna(subset="team_id").astype({"team_id": "int64"})
    ago, ahead = (_distance(rows, days, player, direction) for direction in ("backward", "forward"))
    return rows.assign(
        is_seen=ago.le(margin),
        was_with_team=_distance(rows, days_with_team, stint, "backward").le(margin),
        is_coming=ahead.le(margin) | (ago.notna() & ahead.notna()),
        comes_to_team=_distance(rows, days_with_team, stint, "forward").le(margin),
    )


def _distance(rows: pd.DataFrame, days: pd.DataFrame, by: list[str], direction: Direction) -> pd.Series:
    # The day itself is not over yet: an appearance on it is one to come.
    found = pd.merge_asof(
        rows[["date", *by]],
        days[[*by, "seen_on"]],
        left_on="date",
        right_on="seen_on",
        by=by,
        direction=direction,
        allow_exact_matches=direction == "forward",
    )
    return (found["seen_on"] - found["date"]).abs().set_axis(rows.index)


def _decided(rows: pd.DataFrame, is_of_team: str) -> pd.Series:
    alone = _only(rows)
    return pd.concat([alone, _only(rows[rows[is_of_team] & ~rows["mention"].isin(alone.index)])])


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
