"""Games and their two teams, built from the rows of the team logs."""

from __future__ import annotations

import pandas as pd

from busta.nba.boxscore import STATISTICS

GAME_KEYS = ["season", "game_id", "game_date"]
_MATCHUP = r"^(?P<first>\S+) (?P<word>vs\.|@) (?P<second>\S+)$"


def is_home_side(matchups: pd.Series, abbreviations: pd.Series) -> pd.Series:
    """Tell the home side from the text of the pairing.

    ``GSW vs. OKC`` and ``OKC @ GSW`` both name Golden State as home. Some downloads repeat the same text on both
    rows of a game, so the text is read together with the abbreviation of the row.

    Parameters
    ----------
    matchups
        Pairings.
    abbreviations
        The team of the row.

    Returns
    -------
    pandas.Series
        ``boolean``; null where the text cannot be read or does not name the team.
    """
    parts = matchups.str.extract(_MATCHUP)
    home = parts["first"].where(parts["word"].eq("vs."), parts["second"])
    is_named = parts["first"].eq(abbreviations) | parts["second"].eq(abbreviations)
    return home.eq(abbreviations).astype("boolean").where(is_named)


def build_games(team_logs: pd.DataFrame, schedules: pd.DataFrame) -> pd.DataFrame:
    """Make one row per game.

    Parameters
    ----------
    team_logs
        Two rows per game: ``season, game_id, game_date, season_type, team_id, is_home, minutes, points``.
    schedules
        Published schedule: ``season, game_id, game_date, season_type, home_team_id, away_team_id``; its games are
        taken when they lie after the last game in the team logs, for then nobody could have moved them away.

    Returns
    -------
    pandas.DataFrame
        One row per league game: ``season, game_id, game_date, season_type, home_team_id, away_team_id, minutes``
        (team minutes), ``home_points, away_points`` (null when not played), ``is_played``; sorted by date and id.
    """
    keys = [*GAME_KEYS, "season_type"]
    home = team_logs[team_logs["is_home"]]
    away = team_logs.loc[~team_logs["is_home"], ["game_id", "team_id", "points"]]
    games = home[[*keys, "team_id", "minutes", "points"]].merge(
        away, on="game_id", suffixes=("_home", "_away")
    )
    games = games.rename(
        columns={
            "team_id_home": "home_team_id",
            "team_id_away": "away_team_id",
            "points_home": "home_points",
            "points_away": "away_points",
        }
    )
    games = pd.concat([games, _coming(games, schedules)], ignore_index=True)
    games["is_played"] = games["home_points"].notna() & games["away_points"].notna()
    order = [*keys, "home_team_id", "away_team_id", "minutes", "home_points", "away_points", "is_played"]
    return games[order].sort_values(["game_date", "game_id"], ignore_index=True)


def _coming(games: pd.DataFrame, schedules: pd.DataFrame) -> pd.DataFrame:
    last = games["game_date"].max()
    is_new = schedules["game_id"].notna() & ~schedules["game_id"].isin(games["game_id"])
    coming = schedules[is_new & schedules["game_date"].gt(last)].drop_duplicates("game_id")
    return coming.reindex(columns=games.columns).astype(games.dtypes.to_dict())


def complete_games(
    games: pd.DataFrame, neutral: pd.DataFrame, first_halves: pd.DataFrame, tip_offs: pd.DataFrame
) -> pd.DataFrame:
    """Add what other sources know of a game.

    Parameters
    ----------
    games
        As from `build_games`.
    neutral
        Games on a neutral floor: ``game_id``. May be empty: the final of the cup is always played on one.
    first_halves
        ``game_date, home_team_id, away_team_id, home_first_half_points, away_first_half_points``. May be empty.
    tip_offs
        ``game_id, tip_off_utc``, one row per game. May be empty.

    Returns
    -------
    pandas.DataFrame
        ``prm_games``: one row per league game, null where nothing is known.
    """
    pair = ["game_date", "home_team_id", "away_team_id"]
    halves = first_halves.drop_duplicates(pair)[[*pair, "home_first_half_points", "away_first_half_points"]]
    full = games.merge(halves, on=pair, how="left").merge(tip_offs, on="game_id", how="left")
    full = full.assign(
        is_neutral=full["game_id"].isin(neutral["game_id"]) | full["season_type"].eq("cup_final"),
        home_margin=full["home_points"] - full["away_points"],
        total_points=full["home_points"] + full["away_points"],
        first_half_points=full["home_first_half_points"] + full["away_first_half_points"],
    )
    order = [
        *GAME_KEYS, "season_type", "home_team_id", "away_team_id", "is_neutral", "minutes",
        "home_points", "away_points", "home_margin", "total_points",
        "home_first_half_points", "away_first_half_points", "first_half_points", "tip_off_utc", "is_played",
    ]  # fmt: skip
    return full[order].astype({"tip_off_utc": "datetime64[us, UTC]"})


def build_team_games(games: pd.DataFrame, team_logs: pd.DataFrame) -> pd.DataFrame:
    """Make two rows per game, one of each team's view.

    Parameters
    ----------
    games
        ``prm_games``.
    team_logs
        Rows with ``game_id, team_id, minutes`` and the statistics.

    Returns
    -------
    pandas.DataFrame
        ``prm_team_games``: two rows per league game, statistics null when not played; sorted by date, game and
        team.
    """
    keys = [*GAME_KEYS, "season_type", "is_neutral"]
    sides = [
        games[[*keys, f"{own}_team_id", f"{other}_team_id"]]
        .rename(columns={f"{own}_team_id": "team_id", f"{other}_team_id": "opponent_team_id"})
        .assign(is_home=own == "home")
        for own, other in (("home", "away"), ("away", "home"))
    ]
    rows = pd.concat(sides, ignore_index=True)
    rows = rows.merge(
        team_logs[["game_id", "team_id", "minutes", *STATISTICS]], on=["game_id", "team_id"], how="left"
    )
    order = [
        *GAME_KEYS,
        "season_type",
        "team_id",
        "opponent_team_id",
        "is_home",
        "is_neutral",
        "minutes",
        *STATISTICS,
    ]
    return rows[order].sort_values(["game_date", "game_id", "team_id"], ignore_index=True)


def first_known_tip_offs(tip_offs: list[pd.DataFrame]) -> pd.DataFrame:
    """Join tip-off times of several sources.

    Parameters
    ----------
    tip_offs
        Tables ``game_id, tip_off_utc``, the most trusted first.

    Returns
    -------
    pandas.DataFrame
        One row per game: the time from the first source that has it.
    """
    times = pd.concat([table[["game_id", "tip_off_utc"]] for table in tip_offs], ignore_index=True)
    times = times.dropna().astype({"game_id": "str", "tip_off_utc": "datetime64[us, UTC]"})
    return times.drop_duplicates("game_id", ignore_index=True)
