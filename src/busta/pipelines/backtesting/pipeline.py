"""The stage `backtesting`: what was believed, what was on offer, and what became of it."""

from kedro.pipeline import Pipeline, node

from busta.markets import Market, Roster
from busta.pipelines.backtesting import nodes, player_nodes
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
    """List the markets that somebody quotes: on the others nobody can bet."""
    return [market for market in roster if market.quotes is not None]


def market_bets(market: Market) -> Pipeline:
    """Build the beliefs and the bets of one market.

    Parameters
    ----------
    market
        Its block of the roster.

    Returns
    -------
    kedro.pipeline.Pipeline
        `{market}.beliefs` (games only) and `bets_{market}`.
    """
    template = _of_games(market) if market.subject == "game" else _of_players()
    shared = {name: name for name in template.inputs() if name.startswith("params:")}
    return Pipeline(
        template,
        namespace=market.id,
        inputs=set(template.inputs() & SHARED_INPUTS),
        outputs={"bets": f"bets_{market.id}"},
        parameters=shared | {"params:market": f"params:markets.{market.id}"},
    )


def _of_games(market: Market) -> Pipeline:
    oof = [f"oof_{learner}" for learner in market.learners]
    rules = ["params:market", "params:backtesting", "params:odds"]
    return Pipeline(
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


def _of_players() -> Pipeline:
    tables = ["at_lines", "distributions", "prm_prop_lines", "prm_prop_quotes"]
    rules = ["params:market", "params:backtesting", "params:odds", "params:props"]
    return Pipeline([node(player_nodes.make_player_bets, [*tables, *rules], "bets", name="make_bets")])
