"""Votes for the awards of a season, published after it."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from busta.nba.teams import team_ids
from busta.sources.cells import CellReader, read_files
from busta.sources.parsed import Parsed, RawFile
from busta.sources.rows import first_only, good_rows, numbers
from busta.sources.season_years import seasons_of_years, with_usable_from

SOURCE = "awards"
AWARDS = (
    "mvp", "dpoy", "mip", "roy", "6moy", "coy", "clutch player", "all-nba", "all-defensive", "all-rookie",
)  # fmt: skip
NUMBERS = {
    "Age": "age", "First": "first_votes", "Pts Won": "points_won", "Pts Max": "points_possible", "Share": "share",
    "G": "games", "MP": "minutes_per_game", "PTS": "points_per_game", "TRB": "rebounds_per_game",
    "AST": "assists_per_game", "STL": "steals_per_game", "BLK": "blocks_per_game", "FG%": "field_goal_share",
    "3P%": "three_point_share", "FT%": "free_throw_share", "1st Tm": "first_team_votes",
    "2nd Tm": "second_team_votes", "3rd Tm": "third_team_votes", "DRtg": "defensive_rating", "W": "wins",
    "L": "losses", "W/L%": "win_share",
}  # fmt: skip
# Values above a replacement can be below nothing.
SIGNED = {
    "WS": "win_shares", "WS/48": "win_shares_per_48_minutes", "DWS": "defensive_win_shares",
    "DBPM": "defensive_box_plus_minus",
}  # fmt: skip
_TEXTS = ["year", "award", "Rank", "Player", "Tm", "# Tm", "Pos", "Coach"]
_SEVERAL_TEAMS = "TOT"
_TEAMS_CHOSEN = {"1st": 1, "1T": 1, "2nd": 2, "2T": 2, "3rd": 3, "3T": 3}
_MOST = 5000
AWARD_COLUMNS = [
    "season", "award", "player_id", "player_name", "coach_name", "team_id", "rank", "is_tied", "chosen_team",
    "first_votes", "points_won", "points_possible", "share", "usable_from",
]  # fmt: skip


def parse_awards(files: Mapping[str, RawFile]) -> Parsed:
    """Read who got votes for what.

    Parameters
    ----------
    files
        Raw files by name.

    Returns
    -------
    Parsed
        One row per season, award and receiver of votes: ``file, row, season, award, rank`` (``Int64``, null for the
        all-league teams), ``is_tied, player_name`` or ``coach_name`` (the other is null), ``team_id`` (``Int64``, null
        for a man of several teams), ``chosen_team`` (1 to 3, null for others and for awards of one man), ``position``,
        votes, statistics of the season, and ``usable_from``, the first day of the next season.
    """
    parsed = read_files(SOURCE, files, [*_TEXTS, *NUMBERS, *SIGNED], _read_file)
    who = parsed.rows["player_name"].fillna(parsed.rows["coach_name"])
    keyed = Parsed(parsed.rows.assign(who=who), parsed.refused, parsed.read)
    found = first_only(keyed, SOURCE, ["season", "award", "who"], "who")
    return Parsed(found.rows.drop(columns="who"), found.refused, found.read)


def _read_file(cells: CellReader) -> pd.DataFrame:
    award, rank = cells.text("award"), cells.text("Rank")
    cells.refuse(~award.isin(AWARDS), "award", "one of " + ", ".join(AWARDS))
    is_rank = rank.str.fullmatch(r"\d{1,3}T?")
    cells.refuse(~is_rank & rank.ne(""), "Rank", "a place such as 3, or 3T for a tie")
    player, coach = cells.text("Player"), cells.text("Coach")
    cells.refuse(player.eq("") == coach.eq(""), "Player", "a name in Player or in Coach")
    rows = pd.DataFrame(
        {
            "season": seasons_of_years(cells),
            "award": award,
            "rank": pd.to_numeric(rank.where(is_rank).str.rstrip("T")).astype("Int64"),
            "is_tied": rank.str.endswith("T"),
            "player_name": player.where(player.ne("")),
            "coach_name": coach.where(coach.ne("")),
            "team_id": _teams(cells),
            "chosen_team": cells.text("# Tm").map(_TEAMS_CHOSEN).astype("Int64"),
            "position": cells.text("Pos").where(cells.text("Pos").ne("")),
        }
    )
    found = [
        numbers(cells, NUMBERS, 0, _MOST, is_optional=True),
        numbers(cells, SIGNED, -100, 100, is_optional=True),
    ]
    return with_usable_from(good_rows(cells, pd.concat([rows, *found], axis=1)))


def _teams(cells: CellReader) -> pd.Series:
    text = cells.text("Tm")
    found = team_ids(text)
    cells.refuse(found.isna() & text.ne(_SEVERAL_TEAMS), "Tm", "the name of an NBA team, or TOT for several")
    return found
