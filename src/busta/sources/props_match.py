"""Which game and which player a quote is about: by date and teams, names resolved once per game day."""

from __future__ import annotations

from typing import NamedTuple

import pandas as pd

from busta.nba.calendar import season_of_date
from busta.nba.players import own_teams, resolve_players
from busta.sources.availability import People
from busta.sources.props_cells import numbered

MENTION = ["player_name", "game_date", "home_team_id", "away_team_id", "team_id"]
_GAME = ["season", "game_id", "home_team_id", "away_team_id", "tip_off_utc"]


class Matched(NamedTuple):
    """Distinct mentions of players, and which of them each row is.

    Attributes
    ----------
    mention
        Position in `table` of every row.
    table
        One row per name, day and teams: ``season, game_id, game_date, player_id, tip_off_utc``; ``game_id`` or
        ``player_id`` is null where nothing fits.
    """

    mention: pd.Series
    table: pd.DataFrame


def match(rows: pd.DataFrame, games: pd.DataFrame, people: People) -> Matched:
    """Find game and player of every row.

    A row belongs to the league game of its day in which all the teams that it names play, at home or away as it
    says. A row without a team belongs to the game of the team for which the player last appeared. A name that fits
    several players is decided by the team that the source names as his, else by the two teams of the game.

    Parameters
    ----------
    rows
        Rows with ``player_name, game_date`` and some of ``home_team_id, away_team_id, team_id`` (the player's own).
    games
        ``prm_games``.
    people
        Who names can mean.

    Returns
    -------
    Matched
        The mentions.
    """
    mention = numbered(rows, [column for column in MENTION if column in rows.columns])
    table = rows.loc[~mention.duplicated()].reindex(columns=MENTION).reset_index(drop=True)
    table = table.astype(dict.fromkeys(MENTION[2:], "Int64"))
    found = _with_games(table, games, _teams_of_the_nameless(table, people))
    found["player_id"] = _players(table, found, people)
    found["season"] = found["season"].fillna(season_of_date(table["game_date"]))
    return Matched(mention, found.assign(game_date=table["game_date"]))


def _teams_of_the_nameless(table: pd.DataFrame, people: People) -> pd.Series:
    none = pd.Series(pd.NA, index=table.index, dtype="Int64")
    nameless = table[table[MENTION[2:]].isna().all(axis=1)]
    if nameless.empty:
        return none
    players = _resolved(nameless, none, people)
    asked = pd.DataFrame({"player_id": players, "date": nameless["game_date"]})
    return own_teams(people.appearances, asked).reindex(table.index).astype("Int64")


def _with_games(table: pd.DataFrame, games: pd.DataFrame, last_teams: pd.Series) -> pd.DataFrame:
    home, away, own = (table[name] for name in MENTION[2:])
    asked = pd.DataFrame(
        {"game_date": table["game_date"], "team": home.fillna(away).fillna(own).fillna(last_teams)}
    )
    sides = [games[["game_date", *_GAME]].assign(team=games[name]) for name in MENTION[2:4]]
    days = pd.concat(sides).drop_duplicates(["game_date", "team"]).astype({"team": "Int64"})
    found = asked.merge(days, on=["game_date", "team"], how="left")[_GAME].set_axis(table.index)
    fits = home.eq(found["home_team_id"]).fillna(True) & away.eq(found["away_team_id"]).fillna(True)
    return found.where(fits.astype("bool"))


def _players(table: pd.DataFrame, found: pd.DataFrame, people: People) -> pd.Series:
    names = ("home_team_id", "away_team_id")
    of_game = [found[name].astype("Int64") for name in names]
    # Where only the opponent is named, the player's team is the other one.
    is_opponent = [table[name].notna() & table[other].isna() for name, other in (names, names[::-1])]
    sides = [
        team.mask(is_other).fillna(table["team_id"])
        for team, is_other in zip(of_game, is_opponent, strict=True)
    ]
    sides = [table["team_id"].fillna(side) for side in sides]
    one, other = (_resolved(table, side, people) for side in sides)
    return one.fillna(other).mask((one != other).fillna(False).astype("bool"))


def _resolved(table: pd.DataFrame, teams: pd.Series, people: People) -> pd.Series:
    mentions = pd.DataFrame(
        {
            "player_name": table["player_name"],
            "team_id": teams.reindex(table.index),
            "date": table["game_date"],
        }
    )
    return resolve_players(mentions, people.careers, people.margin_days)
