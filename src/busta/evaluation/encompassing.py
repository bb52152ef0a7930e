"""Does the model know anything that the line does not?

An encompassing regression sets the line and the model side by side to explain what happened: a forecast that is
worth nothing beside the other has weight 0. The regression of Mincer and Zarnowitz (1969), The evaluation of
economic forecasts, asks whether a forecast is right on its own: intercept 0 and slope 1.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
import pandas as pd

from busta.evaluation.clustered import Fit, Tested, least_squares, logistic
from busta.probability.logits import logit

ROW_COLUMNS = [
    "season",
    "game_id",
    "game_date",
    "moment",
    "information",
    "line",
    "market_probability",
    "is_confirmed",
    "actual",
    "mean_model",
    "sd_model",
    "probability_model",
]
ENCOMPASSING, EFFICIENT = "encompassing", "mincer_zarnowitz"
TEST_COLUMNS = ["family", "test", "market", "moment", "information", "group", *Tested.__dataclass_fields__]
_ONE_LINE = 1e-9  # variance below which a line is a constant


def forecasts_beside_lines(published: pd.DataFrame, beliefs: pd.DataFrame) -> pd.DataFrame:
    """Take what the model said beside every line of the published and played games.

    Parameters
    ----------
    published
        ``{market}.probabilities``; its seasons are taken.
    beliefs
        ``{market}.beliefs``: one row per game, moment and information.

    Returns
    -------
    pandas.DataFrame
        The rows of these seasons with a result, columns `ROW_COLUMNS`. The model is that of the beliefs, before it is
        shrunk to the market; it knows nothing of its own season's results.
    """
    rows = beliefs[beliefs["season"].isin(published["season"].unique()) & beliefs["actual"].notna()]
    rows = rows.assign(
        is_confirmed=rows["book_confirmed"].fillna(value=False).astype(bool),
        moment=rows["moment"].astype("str"),
        information=rows["information"].astype("str"),
    )
    order = ["moment", "information", "game_date", "game_id"]
    return rows.sort_values(order)[ROW_COLUMNS].reset_index(drop=True)


def encompassing_tests(rows: pd.DataFrame, market: str, min_rows: int, level: float) -> pd.DataFrame:
    """Run the regressions of a market at every moment.

    Parameters
    ----------
    rows
        From `forecasts_beside_lines`.
    market
        Named in the table.
    min_rows
        Moments with fewer games are passed over.
    level
        Coverage of the intervals.

    Returns
    -------
    pandas.DataFrame
        One row per test, columns `TEST_COLUMNS`. Where the line is a constant (moneyline) the forecasts are
        probabilities: log-odds side by side for ``encompassing``, a line through the probabilities for
        ``mincer_zarnowitz``. Elsewhere the outcome is explained by the standardised edge ``(mean_model - line) /
        sd_model`` (log-odds, pushes left out), and the quantity by line and forecast (least squares).
        Openings stand twice: all, and those that a second archive confirms; and again without the day before
        (information ``day_before``), since an opening has no time stamp.
    """
    found = []
    for (moment, information), part in rows.groupby(["moment", "information"], sort=True):
        groups = {"all": part}
        if part["is_confirmed"].any():
            groups["confirmed"] = part[part["is_confirmed"]]
        for group, games in groups.items():
            if len(games) < min_rows:
                continue
            place = {"market": market, "moment": moment, "information": information, "group": group}
            found += [{**named, **place, **vars(tested)} for named, tested in _tests(games, level)]
    return pd.DataFrame(found, columns=TEST_COLUMNS)


def _tests(games: pd.DataFrame, level: float) -> Iterator[tuple[dict[str, str], Tested]]:
    is_constant = games["line"].var() < _ONE_LINE
    fits = _of_probabilities(games) if is_constant else _of_quantities(games)
    for family, name, fit, hypotheses in fits:
        for regressor, expected in hypotheses.items():
            yield {"family": family, "test": f"{name}: {regressor}"}, fit.test(regressor, level, expected)
        if family == EFFICIENT:
            yield {"family": family, "test": f"{name}: both"}, fit.joint_test(hypotheses)


_Fits = Iterator[tuple[str, str, Fit, Mapping[str, float]]]
_UNBIASED: Mapping[str, float] = {"intercept": 0.0, "slope": 1.0}


def _of_probabilities(games: pd.DataFrame) -> _Fits:
    outcome, day = (games["actual"] > games["line"]).astype(float), games["game_date"]
    line, model = games["market_probability"], games["probability_model"]
    one = np.ones(len(games))
    both = {"intercept": one, "line": logit(line), "model": logit(model)}
    yield (
        ENCOMPASSING,
        "log-odds on line and model",
        logistic(outcome, both, day),
        {"model": 0.0, "line": 1.0},
    )
    for name, forecast in (("line", line), ("model", model)):
        alone = {"intercept": one, "slope": forecast.to_numpy()}
        yield EFFICIENT, f"{name} alone", least_squares(outcome, alone, day), _UNBIASED


def _of_quantities(games: pd.DataFrame) -> _Fits:
    decided = games[games["actual"] != games["line"]]
    edge = (decided["mean_model"] - decided["line"]) / decided["sd_model"]
    side = {"intercept": np.ones(len(decided)), "edge": edge.to_numpy()}
    outcome = (decided["actual"] > decided["line"]).astype(float)
    yield ENCOMPASSING, "log-odds on the edge", logistic(outcome, side, decided["game_date"]), {"edge": 0.0}
    one, day, actual = np.ones(len(games)), games["game_date"], games["actual"]
    both = {"intercept": one, "line": games["line"].to_numpy(), "model": games["mean_model"].to_numpy()}
    fit = least_squares(actual, both, day)
    yield ENCOMPASSING, "quantity on line and model", fit, {"model": 0.0, "line": 1.0}
    for name, column in (("line", "line"), ("model", "mean_model")):
        alone = {"intercept": one, "slope": games[column].to_numpy()}
        yield EFFICIENT, f"{name} alone", least_squares(actual, alone, day), _UNBIASED
