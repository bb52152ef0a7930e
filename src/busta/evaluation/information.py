"""What knowing more on the day of the game is worth: the same models, twice asked, beside the line of the same hour.

The models were fitted on features of the evening before and stay as they are; only what they are told changes.
The two forecasts of a game therefore differ in the information alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from busta.evaluation.out_of_fold import out_of_fold
from busta.learners.base import residual_sd
from busta.learners.fold_models import FoldModels, forecast_folds
from busta.probability.blending import logit_mean
from busta.probability.distributions import normal_over_push

INFORMED_COLUMNS = [
    "information",
    "season",
    "game_id",
    "game_date",
    "outcome",
    "probability_evening",
    "probability_informed",
    "market_probability",
    "market_moment",
    "market_quotes",
]
# The moment of `prm_market_lines` at which the market knew what the group of features knows.
MOMENT_OF: Mapping[str, str] = {"morning": "morning", "tip_off": "close"}
# The market whose line is the middle of a quantity: where nobody quotes a probability, the line implies one.
LINE_OF_QUANTITY: Mapping[str, str] = {"home_margin": "ats", "total_points": "total"}


def average_forecast(
    models: Sequence[FoldModels], rows: pd.DataFrame, folds: pd.DataFrame, is_push_possible: bool
) -> pd.Series:
    """Ask the fitted learners about some games and average them in log-odds, without calibration.

    Parameters
    ----------
    models
        The market's learners, each with the model of every fold.
    rows
        Rows of a training table: the question and the features.
    folds
        `{market}.folds`; a game is forecast by the fold that tests it.
    is_push_possible
        Whether the quantity can equal the line.

    Returns
    -------
    pandas.Series
        Probability of over of each of those games that is tested, in (0, 1), by ``game_id``.
    """
    tested = folds[(folds["role"] == "test") & folds["game_id"].isin(rows["game_id"])]
    if tested.empty:
        return pd.Series([], index=pd.Index([], dtype="str", name="game_id"), dtype="float64")
    members = [out_of_fold(rows, forecast_folds(model, rows, tested), is_push_possible) for model in models]
    together = pd.concat([member["probability_over"] for member in members], axis=1)
    return pd.Series(logit_mean(together), index=pd.Index(members[0]["game_id"]))


def quoted_probability(lines: pd.DataFrame, market: str, moment: str) -> pd.Series:
    """Take the probability that the market itself quotes at a moment.

    Parameters
    ----------
    lines
        `prm_market_lines`.
    market, moment
        Which of them.

    Returns
    -------
    pandas.Series
        Probability of over, margin removed, by ``game_id``; without the games that are not quoted.
    """
    taken = lines[(lines["market"] == market) & (lines["moment"] == moment)]
    return taken.set_index("game_id")["market_probability"].dropna()


def implied_probability(
    lines: pd.DataFrame, games: pd.DataFrame, quantity: str, moment: str, asked: float
) -> pd.Series:
    """Turn the line of a quantity into the probability of passing another one.

    The quantity is taken as normal around its line: ``P(Y > asked) = Phi((line - asked) / sd)``. The standard
    deviation is that of `busta.learners.base.residual_sd`, of the quantity around the closing line, over all
    games of earlier seasons; the first season has none.

    Parameters
    ----------
    lines
        `prm_market_lines`.
    games
        `prm_games`: `game_id` and the quantity, null while unplayed.
    quantity
        The column that is Y.
    moment
        Whose lines are turned.
    asked
        The line of the question, in units of Y.

    Returns
    -------
    pandas.Series
        Probability in (0, 1) by ``game_id``, as of the moment; empty where no market has a line of the quantity.
    """
    own = lines[lines["market"] == LINE_OF_QUANTITY.get(quantity, "")]
    closes = own[own["moment"] == "close"].merge(games[["game_id", quantity]], on="game_id")
    closes = closes[closes[quantity].notna()]
    parts: list[pd.Series] = [pd.Series([], index=pd.Index([], dtype="str", name="game_id"), dtype="float64")]
    for season, taken in own[own["moment"] == moment].groupby("season", sort=True):
        past = closes[closes["season"] < season]
        if len(past):
            sd = residual_sd(past[quantity].to_numpy(float), past["line"].to_numpy(float), len(past))
            normal = normal_over_push(taken["line"], sd, asked, is_push_possible=False)
            parts.append(pd.Series(normal.over.astype(float), index=pd.Index(taken["game_id"])))
    return pd.concat(parts)


def line_of_the_hour(
    rows: pd.DataFrame,
    quoted: pd.Series,
    implied: pd.Series,
    moment: str,
    names: tuple[str | None, str | None],
) -> pd.DataFrame:
    """Give every game the market's probability of that hour: quoted where it was, else implied by a line.

    Parameters
    ----------
    rows
        One row per game: ``game_id``.
    quoted, implied
        Probabilities by ``game_id``.
    moment
        The moment of both.
    names
        Names of the two markets they come from.

    Returns
    -------
    pandas.DataFrame
        In the order and with the index of the rows: `market_probability`, `market_moment` and `market_quotes`
        (which market it comes from); all null where there is no line.
    """
    own, other = rows["game_id"].map(quoted), rows["game_id"].map(implied)
    probability = own.fillna(other).astype("float64")
    source = np.select([own.notna(), other.notna()], [str(names[0]), str(names[1])], default="")
    text = pd.Series(source, index=rows.index, dtype="str").where(probability.notna())
    when = pd.Series(moment, index=rows.index, dtype="str").where(probability.notna())
    return pd.DataFrame(
        {"market_probability": probability, "market_moment": when, "market_quotes": text}, index=rows.index
    )


def informed_rows(
    information: str, rows: pd.DataFrame, evening: pd.Series, informed: pd.Series, market: pd.DataFrame
) -> pd.DataFrame:
    """Put both forecasts and the line of the hour beside what happened.

    Parameters
    ----------
    information
        What the informed forecast knew.
    rows
        One row per game of the training table: the keys and ``outcome``.
    evening, informed
        Forecasts by ``game_id``.
    market
        As `line_of_the_hour` gives it for these rows.

    Returns
    -------
    pandas.DataFrame
        One row per game, in the order of the rows, columns `INFORMED_COLUMNS`.
    """
    made = rows[["season", "game_id", "game_date", "outcome"]].assign(
        information=pd.Series(information, index=rows.index, dtype="str"),
        probability_evening=rows["game_id"].map(evening).astype("float64"),
        probability_informed=rows["game_id"].map(informed).astype("float64"),
    )
    return pd.concat([made, market], axis=1)[INFORMED_COLUMNS]
