"""The part of the stage `backtesting` that bets: from the bets on offer to the page."""

from kedro.pipeline import Node, Pipeline

from busta.markets import Market
from busta.pipelines.backtesting import player_nodes
from busta.pipelines.backtesting import strategy_nodes as nodes

IDENTITY = "prm_data_identity"
RULES = ["params:strategies", "params:evaluation"]
# Results of a market that something of all markets reads: they leave the namespace under a name of their own.
SHARED_OUTPUTS = ("report_backtest", "ledger", "bet_days", "report_shopping")
FIGURES = ("bankroll", "thresholds")
MEASURED = ["bets", "params:market", *RULES, "params:modeling"]


def strategy_pipeline(markets: list[Market]) -> Pipeline:
    """Build the backtests of every market, and what is asked of all of them.

    Parameters
    ----------
    markets
        Markets with a table of bets, ``bets_<market>``.

    Returns
    -------
    kedro.pipeline.Pipeline
        Ends with ``ledger``, ``report_backtest``, ``report_tries``, ``report_prop_returns`` (of players) and
        ``report_backtest_page``.
    """
    return sum((_of_market(market) for market in markets), Pipeline([])) + Pipeline(_joint(markets))


def figure_name(figure: str, market: str) -> str:
    """Name of one market's figure beside the page, e.g. ``plot_backtest_bankroll_ats``."""
    return f"plot_backtest_{figure}_{market}"


def _of_market(market: Market) -> Pipeline:
    template = Pipeline(
        [
            Node(
                nodes.run_backtest, MEASURED, ["report_backtest", "ledger", "bet_days"], name="run_backtest"
            ),
            Node(nodes.measure_thresholds, MEASURED, "report_thresholds", name="measure_thresholds"),
            Node(nodes.measure_shopping, MEASURED, "report_shopping", name="measure_shopping"),
            Node(
                nodes.follow_bankrolls,
                ["report_backtest", "bet_days", *RULES],
                "report_bankrolls",
                name="follow_bankrolls",
            ),
            Node(
                nodes.plot_bankroll,
                ["report_bankrolls", IDENTITY, "params:market", RULES[0]],
                "plot_bankroll",
                name="plot_bankroll",
            ),
            Node(
                nodes.plot_thresholds,
                ["report_thresholds", IDENTITY, "params:market", RULES[0]],
                "plot_thresholds",
                name="plot_thresholds",
            ),
        ],
        tags="backtesting",
    )
    shared = {name: name for name in (*RULES, "params:modeling")}
    shown = {f"plot_{name}": figure_name(name, market.id) for name in FIGURES}
    return Pipeline(
        template,
        namespace=market.id,
        inputs={"bets": f"bets_{market.id}", IDENTITY: IDENTITY},
        outputs={name: f"{name}_{market.id}" for name in SHARED_OUTPUTS} | shown,
        parameters={"params:market": f"params:markets.{market.id}"} | shared,
    )


def _joint(markets: list[Market]) -> list[Node]:
    ids = [market.id for market in markets]
    shown = {f"shopping_{name}": f"report_shopping_{name}" for name in ids}
    for figure in FIGURES:
        shown |= {f"figure_{figure}_{name}": figure_name(figure, name) for name in ids}
    rules = {name.removeprefix("params:"): name for name in RULES}
    players = [market.id for market in markets if market.subject == "player"]
    checked = {"returns": "report_prop_returns"} if players else {}
    return [
        *_checks(players),
        Node(
            nodes.join_placed,
            [RULES[0], *(f"ledger_{name}" for name in ids)],
            ["ledger", "report_ledger"],
            name="join_ledgers",
            tags="backtesting",
        ),
        Node(
            nodes.join_results,
            [f"report_backtest_{name}" for name in ids],
            ["report_backtest", "report_backtest_sheet"],
            name="join_results",
            tags="backtesting",
        ),
        Node(
            nodes.count_tries,
            {"results": "report_backtest"} | rules | {name: f"bet_days_{name}" for name in ids},
            "report_tries",
            name="count_tries",
            tags="backtesting",
        ),
        Node(
            nodes.write_backtest,
            {"results": "report_backtest", "tries": "report_tries", "identity": IDENTITY}
            | (rules | shown | checked),
            "report_backtest_page",
            name="write_backtest",
            tags="backtesting",
        ),
    ]


def _checks(players: list[str]) -> list[Node]:
    if not players:
        return []
    inputs = {"results": "report_backtest", "prm_prop_books": "prm_prop_books"}
    inputs |= {name: f"params:{name}" for name in ("backtesting", "props")}
    return [
        Node(
            player_nodes.check_prop_returns,
            inputs | {name: f"bets_{name}" for name in players},
            "report_prop_returns",
            name="check_prop_returns",
            tags="backtesting",
        )
    ]
