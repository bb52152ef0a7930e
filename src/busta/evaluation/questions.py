"""What a pick asked: its line, what came of it, and what the closing line said of the same question."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from busta.evaluation.bootstrap import EvaluationError
from busta.probability.distributions import normal_location, normal_over_push

CLOSE = "close"
# A closing probability of 0 or 1 puts no normal anywhere.
_CERTAIN = 0.001


@dataclass(frozen=True)
class Subject:
    """What a market asks about.

    Attributes
    ----------
    quantity
        Column of ``prm_games`` that is Y.
    is_push_possible
        Whether Y can equal the line.
    impossible
        Values that Y cannot take.
    """

    quantity: str
    is_push_possible: bool
    impossible: tuple[float, ...] = ()


def put_questions(
    picks: pd.DataFrame, games: pd.DataFrame, lines: pd.DataFrame, subjects: Mapping[str, Subject]
) -> pd.DataFrame:
    """Put beside every pick its line, the result, and the closing line.

    Parameters
    ----------
    picks
        Rows of `busta.sources.picks.PickFile`.
    games
        ``prm_games``.
    lines
        ``prm_market_lines``.
    subjects
        Market to what it asks about; all markets of the picks.

    Returns
    -------
    pandas.DataFrame
        The picks, in their order, with ``tip_off_utc, actual`` (Y, null while unplayed), ``is_own_line`` (the line
        stands in the file), ``line`` (the file's own, else that of the named moment, else the closing line),
        ``close_line, close_probability``, ``market_probability`` (the close's probability of over at the line of the
        pick, among over and under) and ``outcome`` (1 over, 0 under, null on a push, while unplayed or without a line).

    Raises
    ------
    EvaluationError
        If the lines of the spreads have the other sign.
    """
    parts = [
        _of_market(picks[picks["market"] == market], games, lines[lines["market"] == market], subject)
        for market, subject in subjects.items()
        if picks["market"].eq(market).any()
    ]
    return pd.concat(parts).sort_index()


def _of_market(
    picks: pd.DataFrame, games: pd.DataFrame, lines: pd.DataFrame, subject: Subject
) -> pd.DataFrame:
    of_game = games.drop_duplicates("game_id").set_index("game_id")
    close = lines[lines["moment"] == CLOSE].set_index("game_id")
    ids = picks["game_id"]
    rows = picks.assign(
        tip_off_utc=ids.map(of_game["tip_off_utc"]).astype("datetime64[us, UTC]"),
        actual=ids.map(of_game[subject.quantity].where(of_game["is_played"])).astype("float64"),
        close_line=ids.map(close["line"]).astype("float64"),
        close_probability=ids.map(close["market_probability"]).astype("float64"),
        is_own_line=picks["line"].notna() & picks["market"].ne("moneyline"),
    )
    _refuse_mirrored(rows)
    rows["line"] = rows["line"].fillna(_line_of_moment(rows, lines))
    spread = _spread(of_game[subject.quantity], close["line"])
    rows["market_probability"] = _at_line(rows, spread, subject)
    beyond = rows["actual"] - rows["line"]
    return rows.assign(outcome=beyond.gt(0).astype("float64").where(beyond.abs().gt(0)))


def _refuse_mirrored(rows: pd.DataFrame) -> None:
    own, close = rows.loc[rows["is_own_line"], "line"], rows.loc[rows["is_own_line"], "close_line"]
    # A line of the right sign is near the close; one of the wrong sign is near its negative.
    wrong = ((own + close).abs() < (own - close).abs()).sum()
    if rows["market"].eq("ats").any() and wrong > max(5, 0.5 * len(own)):
        raise EvaluationError(
            f"{rows['file'].iloc[0]}, column line: expected minus the home spread (4.5 where the home team gives 4.5), "
            f"was the home spread itself in {wrong} of {len(own)} rows; name the column home_spread"
        )


def _line_of_moment(rows: pd.DataFrame, lines: pd.DataFrame) -> pd.Series:
    keys = pd.MultiIndex.from_arrays([rows["game_id"], rows["moment"].fillna(CLOSE)])
    known = lines.drop_duplicates(["game_id", "moment"]).set_index(["game_id", "moment"])["line"]
    return pd.Series(known.reindex(keys).to_numpy(dtype="float64"), index=rows.index)


def _spread(actual: pd.Series, close: pd.Series) -> float:
    # How far results lie from the closing line: one number of a market, over all games.
    return float((actual - close.reindex(actual.index)).std())


def _at_line(rows: pd.DataFrame, spread: float, subject: Subject) -> pd.Series:
    moved = rows["line"].ne(rows["close_line"]) & rows["line"].notna() & rows["close_probability"].notna()
    same = rows["close_probability"].where(rows["line"].eq(rows["close_line"]))
    if not moved.any() or not spread > 0:
        return same
    part = rows[moved]
    close = part["close_probability"].clip(_CERTAIN, 1 - _CERTAIN).to_numpy(dtype="float64")
    pushes = (subject.is_push_possible, subject.impossible)
    mean = normal_location(close, spread, part["close_line"], *pushes)
    over = normal_over_push(mean, spread, part["line"], *pushes).over
    return same.fillna(pd.Series(over, index=part.index))
