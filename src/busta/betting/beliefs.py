"""What is believed of a game at the moment of a bet: the market's view, and a share of the model's disagreement."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.special import expit, ndtri

from busta.betting.value import BettingError
from busta.probability.distributions import normal_location, normal_over_push
from busta.probability.logits import Floats, clip_probability, logit
from busta.probability.shrinkage import Link, shrink_by_season

OPEN = "open"
EVENING, DAY_BEFORE = "evening", "day_before"
KEYS = ["season", "game_id", "game_date", "player_id"]
BELIEF_COLUMNS = [
    *KEYS,
    "moment",
    "information",
    "line",
    "market_probability",
    "mean_model",
    "sd_model",
    "probability_model",
    "mean_market",
    "shrink",
    "shrink_se",
    "shrink_rows",
    "mean_shrunk",
    "probability_shrunk",
    "book_confirmed",
    "actual",
]
# A market that is certain has no log-odds.
_CERTAIN = 1e-6


@dataclass(frozen=True)
class Question:
    """How a market's quantity meets its line.

    Attributes
    ----------
    link
        ``probit`` where the line moves: beliefs are shrunk in points; ``logit`` where it is a constant: in log-odds.
    is_push_possible
        Whether the quantity can equal a line.
    impossible
        Values that the quantity cannot take.
    has_favourite
        Whether above 0 means that the home team is ahead: one of the two selections is then the favourite.
    """

    link: Link
    is_push_possible: bool
    impossible: tuple[float, ...] = ()
    has_favourite: bool = False

    def location(self, over: Floats, sd: Floats, line: Floats) -> Floats:
        """Mean of the normal that gives a probability of over; null where there is no spread."""
        known = np.isfinite(sd)
        found = np.full(len(over), np.nan)
        found[known] = normal_location(
            over[known], sd[known], line[known], self.is_push_possible, self.impossible
        )
        return found

    def chances(self, mean: Floats, sd: Floats, line: Floats) -> tuple[Floats, Floats]:
        """Probability of over among over and under, and of a push."""
        found = normal_over_push(mean, sd, line, self.is_push_possible, self.impossible)
        return found.over, found.push


def form_beliefs(
    forecasts: Mapping[str, pd.DataFrame],
    lines: pd.DataFrame,
    question: Question,
    least_rows: int,
) -> pd.DataFrame:
    """Shrink the forecasts of a market to its lines, at every moment that has one.

    Parameters
    ----------
    forecasts
        Information (``evening``, ``day_before``) to out-of-fold forecasts, columns
        `busta.evaluation.out_of_fold.OUT_OF_FOLD_COLUMNS`. Those of the day before are held against openings only.
    lines
        Rows of ``prm_market_lines`` of this market, ``market_probability`` as good as the prices allow.
    question
        How the quantity meets the line.
    least_rows
        Fewest decided games of earlier seasons from which a factor is fitted.

    Returns
    -------
    pandas.DataFrame
        `{market}.beliefs`: one row per game (and player), moment and information by date, columns
        `BELIEF_COLUMNS`; probabilities are those of over among over and under at ``line``. The factor of a season
        knows the seasons before it; everything else is as of the information and the moment, but for ``actual``.

    Raises
    ------
    BettingError
        If a market with a moving line has no forecast of a distribution.
    """
    parts = []
    for information, forecast in forecasts.items():
        for moment in [OPEN] if information == DAY_BEFORE else sorted({OPEN, *lines["moment"]}):
            rows = _beside(forecast, lines[lines["moment"] == moment])
            rows = rows.assign(information=pd.Series(information, index=rows.index, dtype="str"))
            parts.append(_shrunk(rows, question, least_rows))
    order = ["game_date", "game_id", "player_id", "moment", "information"]
    return pd.concat(parts)[BELIEF_COLUMNS].sort_values(order, ignore_index=True)


def _beside(forecast: pd.DataFrame, quoted: pd.DataFrame) -> pd.DataFrame:
    own = forecast[[*KEYS, "actual", "mean", "sd", "probability_over"]]
    told = quoted.drop(columns=["season", "game_date"], errors="ignore")
    return own.merge(told, on=["game_id", "player_id"], how="inner", validate="one_to_one")


def _shrunk(rows: pd.DataFrame, question: Question, least_rows: int) -> pd.DataFrame:
    line, sd, mean = (rows[name].to_numpy(np.float64) for name in ("line", "sd", "mean"))
    market = clip_probability(rows["market_probability"], _CERTAIN)
    centre = question.location(market, sd, line)
    if question.link == "logit":
        model = rows["probability_over"].to_numpy(np.float64)
        offset = logit(market)
        distance = logit(model) - offset
    else:
        _demand_distribution(mean, sd)
        model = question.chances(mean, sd, line)[0]
        offset, distance = ndtri(market), (mean - centre) / sd
    known = pd.DataFrame({"season": rows["season"], "offset": offset, "distance": distance}).assign(
        outcome=_outcome(rows["actual"].to_numpy(np.float64), line)
    )
    factors = shrink_by_season(known, rows["season"].unique(), question.link, least_rows)
    made = rows.merge(factors, on="season", how="left", validate="many_to_one")
    factor = made["shrink"].to_numpy()
    if question.link == "logit":
        believed = expit(offset + factor * distance)
        shrunk = question.location(believed, sd, line)
    else:
        shrunk = centre + factor * (mean - centre)
        believed = question.chances(shrunk, sd, line)[0]
    return made.assign(
        mean_model=mean,
        sd_model=sd,
        probability_model=model,
        mean_market=centre,
        mean_shrunk=shrunk,
        probability_shrunk=believed,
    )


def _outcome(actual: Floats, line: Floats) -> Floats:
    return np.where(np.isnan(actual) | (actual == line), np.nan, (actual > line).astype(np.float64))


def _demand_distribution(*numbers: Floats) -> None:
    missing = max(int(np.isnan(values).sum()) for values in numbers)
    if missing:
        raise BettingError(
            f"Expected a forecast mean and standard deviation in every row of a market whose line moves, "
            f"was missing in {missing} rows."
        )
