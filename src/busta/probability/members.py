"""The members of a market side by side, and the table that is published."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from busta.probability.blending import Stack
from busta.probability.logits import ProbabilityError

KEYS = ["season", "game_id", "game_date", "player_id"]
PUBLISHED = [
    *KEYS,
    "line",
    "outcome",
    "probability_over",
    "probability_push",
    "probability_model",
    "probability_stacked",
    "market_probability",
    "market_moment",
    "members",
    "information",
]


def member_table(
    calibrated: Mapping[str, pd.DataFrame], quotes: pd.DataFrame, is_push_possible: bool
) -> pd.DataFrame:
    """Put the calibrated learners of a market and its quotes side by side.

    Parameters
    ----------
    calibrated : mapping of learner to DataFrame
        One row per forecast each, all of the same rows: `season`, `game_id`, `game_date`, `player_id`,
        `line`, `outcome`, `probability_push` (null where the learner gives none), `probability_calibrated`,
        `calibrator_rows`.
    quotes : DataFrame
        At least those rows: the keys, `market_probability` and `market_moment` (null without a quote).
    is_push_possible : bool
        Whether the quantity can equal the line.

    Returns
    -------
    DataFrame
        One row per forecast, by date: the keys, `line`, `outcome`, `probability_push` (mean of the learners
        that give one; where none does, 0 if there can be no push and null if there can),
        `market_probability`, `market_moment`, `is_calibrated` (every member was fitted on something) and one
        column per learner, named as the learner.

    Raises
    ------
    ProbabilityError
        When there is no learner, learners have different rows, or a row is not among the quotes.
    """
    if not calibrated:
        raise ProbabilityError("Expected at least one calibrated learner, was none.")
    frames = [frame.set_index(KEYS).sort_index() for frame in calibrated.values()]
    first = frames[0]
    for learner, frame in zip(calibrated, frames, strict=True):
        if not frame.index.is_unique or not frame.index.equals(first.index):
            raise ProbabilityError(
                f"Expected the learner {learner!r} to have the same {len(first)} rows as {next(iter(calibrated))!r}, "
                f"was {len(frame)} rows, others, or some of them twice."
            )
    push = pd.concat([frame["probability_push"] for frame in frames], axis=1).mean(axis=1)
    table = first[["line", "outcome"]].assign(
        probability_push=push if is_push_possible else push.fillna(0.0),
        is_calibrated=pd.concat([frame["calibrator_rows"] > 0 for frame in frames], axis=1).all(axis=1),
        **{
            learner: frame["probability_calibrated"]
            for learner, frame in zip(calibrated, frames, strict=True)
        },
    )
    return _with_quotes(table.reset_index(), quotes)


def publish(table: pd.DataFrame, stack: Stack, first_season: str, information: str) -> pd.DataFrame:
    """Make the published table of a market.

    Parameters
    ----------
    table : DataFrame
        As `member_table` gives it.
    stack : Stack
    first_season : str
        Earlier seasons calibrate and are not published.
    information : str
        What had to be known, e.g. `evening`.

    Returns
    -------
    DataFrame
        One row per forecast, by date and game: the columns `PUBLISHED`. `probability_over` is
        `probability_model`; `members` are the learners joined by `+`.
    """
    rows = table[table["season"] >= first_season]
    published = rows.join(stack.apply(rows)).assign(
        probability_over=lambda made: made["probability_model"],
        members="+".join(stack.members),
        information=information,
    )
    return published.sort_values(["game_date", "game_id", "player_id"], ignore_index=True)[PUBLISHED]


def publish_lines(
    blended: pd.DataFrame, learners: Sequence[str], first_season: str, information: str
) -> pd.DataFrame:
    """Make the published table of a player market.

    Parameters
    ----------
    blended : DataFrame
        One row per question with a line at one moment: `{market}.at_lines` of it.
    learners : sequence of str
        What the mean forecast is made of.
    first_season : str
        Earlier seasons are not published.
    information : str
        What the features had to know.

    Returns
    -------
    DataFrame
        As `publish` makes it: `probability_over` is `probability_model`, `probability_stacked` the blend.
    """
    rows = blended[blended["season"] >= first_season]
    published = rows.rename(columns={"moment": "market_moment"}).assign(
        probability_over=rows["probability_model"],
        members=pd.Series("+".join(learners), index=rows.index, dtype="str"),
        information=pd.Series(information, index=rows.index, dtype="str"),
    )
    return published.sort_values(["game_date", "game_id", "player_id"], ignore_index=True)[PUBLISHED]


def _with_quotes(table: pd.DataFrame, quotes: pd.DataFrame) -> pd.DataFrame:
    columns = [*KEYS, "market_probability", "market_moment"]
    joined = table.merge(quotes[columns], on=KEYS, how="left", validate="one_to_one", indicator=True)
    unknown = joined[joined["_merge"] != "both"]
    if len(unknown):
        raise ProbabilityError(
            f"Expected every forecast among the rows of the training table, {len(unknown)} are not, the first of "
            f"game {unknown['game_id'].iloc[0]}."
        )
    return joined.drop(columns="_merge")
