"""Records, streaks and the men of the night: what stories of games are made of."""

from __future__ import annotations

import numpy as np
import pandas as pd

from busta.fabrication.tables import SeasonTables

_NOBODY_YET = "0-0"


def game_stories(tables: SeasonTables) -> pd.DataFrame:
    """Tell each side of each game with what was true when it had ended.

    Parameters
    ----------
    tables
        The season.

    Returns
    -------
    pandas.DataFrame
        Two rows a game, by tip-off: ``game, side, team, other_team, points, other_points, has_won, record,
        other_record`` (``12-5``, this game included), ``streak`` (wins in a row, losses negative), ``half`` (score at
        the half, own side first), and the best two men of the side and the best of the other with their lines: ``star,
        star_line, second, second_line, rival, rival_line``.
    """
    rows = _with_records(tables)
    best = _best_men(tables)
    star, second = best[best["place"] == 0], best[best["place"] == 1]
    keys = ["game", "side"]
    for name, men in (("star", star), ("second", second)):
        told = men[[*keys, "name", "line"]].rename(columns={"name": name, "line": f"{name}_line"})
        rows = rows.merge(told, on=keys, how="left")
    across = rows[[*keys, "star", "star_line", "record"]].assign(side=1 - rows["side"])
    across = across.rename(columns={"star": "rival", "star_line": "rival_line", "record": "other_record"})
    return rows.merge(across, on=keys, how="left").sort_values(["tip_off_utc", *keys], ignore_index=True)


def standings_before(stories: pd.DataFrame, tables: SeasonTables) -> pd.DataFrame:
    """Tell how both sides of each game stood before it.

    Parameters
    ----------
    stories
        From `game_stories`.
    tables
        The season.

    Returns
    -------
    pandas.DataFrame
        One row a game, seen from the home side: ``game, team, other_team, record, other_record, average,
        other_average`` (points a game so far, as text), ``absent`` (best man of the home side known on the evening
        before to be out; empty if none).
    """
    past = stories.groupby("team")
    points = past["points"].cumsum() - stories["points"]
    average = (points / past.cumcount().clip(lower=1)).round(1).astype(str)
    rows = stories.assign(record=past["record"].shift().fillna(_NOBODY_YET), average=average)
    home, away = (rows[rows["side"] == side].set_index("game") for side in (0, 1))
    out = home[["team", "other_team", "record", "average"]].assign(
        other_record=away["record"], other_average=away["average"]
    )
    listed = tables.listed
    missing = listed[listed["side"].eq(0) & listed["chance_evening"].eq(0) & listed["is_hurt"]]
    absent = missing.sort_values("worth", ascending=False).drop_duplicates("game").set_index("game")["name"]
    return out.assign(absent=absent.reindex(out.index).fillna("").astype(str)).reset_index()


def _with_records(tables: SeasonTables) -> pd.DataFrame:
    games = tables.games.reset_index(drop=True)
    sides = []
    for side, own, other in ((0, "home", "away"), (1, "away", "home")):
        half = [games[f"{name}_q1"] + games[f"{name}_q2"] for name in (own, other)]
        columns = {
            "game": games.index,
            "side": side,
            "team": games[own],
            "other_team": games[other],
            "points": games[f"{own}_points"],
            "other_points": games[f"{other}_points"],
            "half": half[0].astype(str) + "-" + half[1].astype(str),
            "tip_off_utc": games["tip_off_utc"],
        }
        sides.append(pd.DataFrame(columns))
    rows = pd.concat(sides).sort_values(["tip_off_utc", "game", "side"], ignore_index=True)
    rows["has_won"] = rows["points"] > rows["other_points"]
    wins = rows.groupby("team")["has_won"].cumsum()
    losses = rows.groupby("team").cumcount() + 1 - wins
    return rows.assign(record=wins.astype(str) + "-" + losses.astype(str), streak=_streaks(rows))


def _streaks(rows: pd.DataFrame) -> pd.Series:
    has_changed = rows["has_won"].ne(rows.groupby("team")["has_won"].shift())
    run = has_changed.groupby(rows["team"]).cumsum()
    length = rows.groupby([rows["team"], run]).cumcount() + 1
    return length * np.where(rows["has_won"], 1, -1)


def _best_men(tables: SeasonTables) -> pd.DataFrame:
    men = tables.listed[["game", "side", "name", "points", "reb", "ast", "player_id"]]
    men = men.sort_values(["game", "side", "points", "player_id"], ascending=[True, True, False, True])
    men = men.assign(place=men.groupby(["game", "side"]).cumcount())
    men = men[men["place"] < 2].reset_index(drop=True)
    words = {"points": "point", "reb": "rebound", "ast": "assist"}
    points, rebounds, assists = (_counted(men[name], word) for name, word in words.items())
    return men.assign(line=points + ", " + rebounds + " and " + assists)


def _counted(numbers: pd.Series, word: str) -> pd.Series:
    return numbers.astype(str) + " " + np.where(numbers.eq(1), word, word + "s")
