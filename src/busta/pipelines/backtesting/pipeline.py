"""The stage `backtesting`: what was believed, what was on offer, and what became of it."""

from kedro.pipeline import Pipeline, node

from busta.markets import Market, Roster
from busta.pipelines.backtesting import nodes
from busta.pipelines.backtesting.strategy_pipeline import strategy_pipeline
from busta.pipelines.per_market import SHARED_INPUTS


def create_pipeline(roster: Roster) -> Pipeline:
    """Build the stage for every market that is quoted.

    Parameters
    ----------
    roster
        The markets.

    Returns
    -------
    kedro.pipeline.Pipeline
        Beliefs and bets of every market, what strategies would have bet, and the page that says what they won.
    """
    markets = quoted(roster)
    return sum((market_bets(market) for market in markets), Pipeline([])) + strategy_pipeline(markets)


def quoted(roster: Roster) -> list[Market]:
    """List the markets on games that somebody quotes: on the others nobody can bet."""
    return [market for market in roster if market.quotes is not None and market.subject == "game"]


def market_bets(market: Market) -> Pipeline:
    """Build the beliefs and the bets of one market.

    Parameters
    ----------
    market
        Its block of the roster.

    Returns
    -------
    kedro.pipeline.Pipeline
        `{market}.beliefs` and `bets_{market}`.
    """
    oof = [f"oof_{learner}" for learner in market.learners]
    rules = ["params:market", "params:backtesting", "params:odds"]
    template = Pipeline(
        [
            node(
                nodes.make_beliefs,
                ["prm_market_lines", "prm_quotes", "oof_day_before", *rules, *oof],
                "beliefs",
                name="make_beliefs",
            ),
            node(
                nodes.make_bets,
                ["beliefs", "prm_market_lines", "prm_quotes", *rules],
                "bets",
                name="make_bets",
            ),
        ]
    )
    parameters = {"params:market": f"params:markets.{market.id}"} | {name: name for name in rules[1:]}
    return Pipeline(
        template,
        namespace=market.id,
        inputs=set(template.inputs() & SHARED_INPUTS),
        outputs={"bets": f"bets_{market.id}"},
        parameters=parameters,
    )
