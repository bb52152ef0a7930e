"""Nodes of what was on offer on players, and of whether its prices can be believed."""

import pandas as pd

from busta.betting.prop_offers import list_prop_bets
from busta.betting.prop_returns import ReturnLimit, prop_returns
from busta.markets import Market
from busta.odds.prop_lines import LineRules, book_quotes
from busta.params.backtesting import BacktestingParams
from busta.params.odds import OddsParams
from busta.params.props import PropsParams
from busta.probability.season_distributions import SeasonDistributions


def make_player_bets(
    at_lines: pd.DataFrame,
    distributions: SeasonDistributions,
    prm_prop_lines: pd.DataFrame,
    prm_prop_quotes: pd.DataFrame,
    market: Market,
    backtesting: BacktestingParams,
    odds: OddsParams,
    props: PropsParams,
) -> pd.DataFrame:
    """Make `bets_{market}`, see `busta.betting.prop_offers.list_prop_bets`.

    Parameters
    ----------
    at_lines, distributions
        `{market}.at_lines` and `{market}.distributions`.
    prm_prop_lines, prm_prop_quotes
        Lines and quotes of all markets.
    market
        Its block of the roster.
    backtesting
        Which offers count.
    odds, props
        How margin is removed, and which quotes are believed.

    Returns
    -------
    pandas.DataFrame
        One row per question, moment, books and selection.
    """
    rules = LineRules(odds.margin_removal, props.off_others, props.fresh_minutes)
    books = book_quotes(prm_prop_quotes[prm_prop_quotes["market"] == market.quotes], rules)
    lines = prm_prop_lines[prm_prop_lines["market"] == market.quotes]
    return list_prop_bets(at_lines, lines, books, distributions, market.information, backtesting.offers)


def check_prop_returns(
    results: pd.DataFrame,
    prm_prop_books: pd.DataFrame,
    backtesting: BacktestingParams,
    props: PropsParams,
    **bets: pd.DataFrame,
) -> pd.DataFrame:
    """Make `report_prop_returns`, see `busta.betting.prop_returns.prop_returns`.

    Parameters
    ----------
    results, prm_prop_books
        `report_backtest`, and the books held against each other.
    backtesting, props
        Which returns need checked prices, and how many quotes judge a book.
    bets
        `bets_<market>` by market.

    Returns
    -------
    pandas.DataFrame
        One row per strategy, stakes and place of the markets on players.
    """
    refused = backtesting.refused_returns
    limit = ReturnLimit(refused.roi, refused.n_bets, props.book_check.least_quotes)
    return prop_returns(results, bets, prm_prop_books, limit)
