"""Nodes of what is believed and what was on offer, for one market."""

import pandas as pd

from busta.betting.beliefs import DAY_BEFORE, EVENING, Question, form_beliefs
from busta.betting.offers import list_bets
from busta.betting.prices import PRICE_COLUMNS, main_line_prices
from busta.evaluation.averages import average_out_of_fold
from busta.markets import Market
from busta.params.backtesting import BacktestingParams
from busta.params.odds import OddsParams

# The quantity of which above 0 means that the home team won.
MARGIN = "home_margin"


def make_beliefs(
    prm_market_lines: pd.DataFrame,
    prm_quotes: pd.DataFrame,
    oof_day_before: pd.DataFrame,
    market: Market,
    backtesting: BacktestingParams,
    odds: OddsParams,
    *oof: pd.DataFrame,
) -> pd.DataFrame:
    """Make `beliefs`, see `busta.betting.beliefs.form_beliefs`.

    Parameters
    ----------
    prm_market_lines, prm_quotes
        Lines and quotes of all markets.
    oof_day_before
        What the learners say without the day before the game.
    market
        Its block of the roster.
    backtesting
        Fewest games to learn from.
    odds
        How margin is removed.
    oof
        `oof_<learner>`, in the order of the market's learners.

    Returns
    -------
    pandas.DataFrame
        One row per game, moment and information.
    """
    forecasts = {EVENING: average_out_of_fold(oof), DAY_BEFORE: oof_day_before}
    lines = _priced(prm_market_lines, prm_quotes, market, odds, forecasts[EVENING]["game_id"])
    return form_beliefs(forecasts, lines, _question(market), backtesting.least_rows)


def make_bets(
    beliefs: pd.DataFrame,
    prm_market_lines: pd.DataFrame,
    prm_quotes: pd.DataFrame,
    market: Market,
    backtesting: BacktestingParams,
    odds: OddsParams,
) -> pd.DataFrame:
    """Make `bets_{market}`, see `busta.betting.offers.list_bets`.

    Parameters
    ----------
    beliefs
        `{market}.beliefs`.
    prm_market_lines, prm_quotes
        Lines and quotes of all markets.
    market
        Its block of the roster.
    backtesting
        Which offers count.
    odds
        How margin is removed.

    Returns
    -------
    pandas.DataFrame
        One row per game, moment, information, books and selection.
    """
    prices = _priced(prm_market_lines, prm_quotes, market, odds, beliefs["game_id"])
    quotes = _own(prm_quotes, market, beliefs["game_id"])
    return list_bets(beliefs, prices, quotes, _question(market), backtesting.offers)


def _own(table: pd.DataFrame, market: Market, games: pd.Series) -> pd.DataFrame:
    return table[(table["market"] == market.quotes) & table["game_id"].isin(games)]


def _priced(
    lines: pd.DataFrame, quotes: pd.DataFrame, market: Market, odds: OddsParams, games: pd.Series
) -> pd.DataFrame:
    own = _own(lines, market, games)
    prices = main_line_prices(own, _own(quotes, market, games), odds.margin_removal)
    return own.drop(columns="market_probability").join(prices[PRICE_COLUMNS])


def _question(market: Market) -> Question:
    return Question(
        link="probit" if market.line.constant is None else "logit",
        is_push_possible=market.is_push_possible,
        impossible=market.impossible,
        has_favourite=market.quantity == MARGIN,
    )
