"""Several bets on players of one game: from stored forecasts and models to what is printed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from busta.evaluation.bootstrap import EvaluationError
from busta.evaluation.combination_pricer import CombinationPricer, combined_men
from busta.evaluation.priced_question import PricedQuestion, find_question
from busta.markets import Market, validate_roster
from busta.nba.player_search import find_player
from busta.nba.teams import teams
from busta.params.distributions import JointParams
from busta.probability.joint import SeasonJoint
from busta.probability.season_distributions import SeasonDistributions
from busta.reports.combination_terminal import ShownBet, ShownCombination
from busta.reports.data_line import data_line
from busta.reports.pricing import Load, asked_day, known_people, refuse_invented

LEAST = 2


@dataclass(frozen=True)
class Bet:
    """One bet of a combination.

    Attributes
    ----------
    market
        Id of a market about players.
    player
        A name, or a number.
    side
        ``over`` or ``under``.
    line
        In units of the market's quantity.
    """

    market: str
    player: str
    side: str
    line: float


@dataclass(frozen=True)
class CombinationTables:
    """Stored tables and models of all markets that are drawn together.

    Attributes
    ----------
    prm_data_identity, prm_players, prm_player_games, feat_player_questions
        As there.
    means, distributions
        Statistic to those of the market that is about it alone.
    joint
        ``prop_joint``.
    """

    prm_data_identity: Mapping[str, Any]
    prm_players: pd.DataFrame
    prm_player_games: pd.DataFrame
    feat_player_questions: pd.DataFrame
    means: Mapping[str, pd.DataFrame]
    distributions: Mapping[str, SeasonDistributions]
    joint: SeasonJoint

    @classmethod
    def names(cls, markets: Sequence[Market]) -> list[str]:
        """Name the datasets to be loaded."""
        own = [
            f"{market}.{part}" for market in _single(markets).values() for part in ("means", "distributions")
        ]
        return [
            "prm_data_identity", "prm_players", "prm_player_games", "feat_player_questions", "prop_joint", *own,
        ]  # fmt: skip

    @classmethod
    def of(cls, found: Mapping[str, Any], markets: Sequence[Market]) -> CombinationTables:
        """Make them of what was loaded by the names of `names`."""
        single = _single(markets)
        return cls(
            found["prm_data_identity"],
            found["prm_players"],
            found["prm_player_games"],
            found["feat_player_questions"],
            {statistic: found[f"{market}.means"] for statistic, market in single.items()},
            {statistic: found[f"{market}.distributions"] for statistic, market in single.items()},
            found["prop_joint"],
        )


@dataclass(frozen=True)
class CombinationSettings:
    """Numbers of the configuration.

    Attributes
    ----------
    draws, seed
        Of the simulation.
    career_margin_days
        For how long a name counts for a man.
    """

    draws: int
    seed: int
    career_margin_days: int


def combination_inputs(
    given: Mapping[str, Any], load: Load, is_demo: bool
) -> tuple[list[Market], CombinationTables, CombinationSettings]:
    """Load what a price of a combination needs.

    Parameters
    ----------
    given
        All parameters.
    load
        Loads datasets by their names.
    is_demo
        Whether an invented league may be priced.

    Returns
    -------
    tuple
        As `price_combination` takes them.

    Raises
    ------
    EvaluationError
        When the league is invented and nobody asked for that.
    """
    markets = validate_roster({"markets": given["markets"]}).of_players
    refuse_invented(load(["prm_data_identity"])["prm_data_identity"], is_demo)
    tables = CombinationTables.of(load(CombinationTables.names(markets)), markets)
    joint = JointParams(**given["distributions"]["joint"])
    margin = given["ingestion"]["career_margin_days"]
    return markets, tables, CombinationSettings(joint.priced_draws, joint.seed, margin)


def price_combination(
    bets: Sequence[Bet],
    game_id: str | None,
    markets: Sequence[Market],
    tables: CombinationTables,
    settings: CombinationSettings,
) -> ShownCombination:
    """Price bets on players of one game that must all be won.

    Parameters
    ----------
    bets
        Two or more.
    game_id
        Null for the next game of the first man, or else his latest.
    markets
        All markets about players.
    tables
        What is stored of them.
    settings
        See there.

    Returns
    -------
    ShownCombination

    Raises
    ------
    EvaluationError, PlayerNameError
        When there is nothing to price; the message says why.
    """
    parts = priced_together(markets)
    _check(bets, parts)
    people = known_people(tables.prm_players, tables.prm_player_games)
    day = asked_day(game_id, tables.feat_player_questions)
    players = [find_player(bet.player, people, day, settings.career_margin_days) for bet in bets]
    asked: list[PricedQuestion] = []
    for player in players:
        game = asked[0].game_id if asked else game_id
        asked.append(find_question(tables.feat_player_questions, tables.prm_player_games, player, game))
    pricer = CombinationPricer(tables.distributions, tables.joint, parts, settings.draws, settings.seed)
    men = combined_men(
        tables.feat_player_questions, tables.means, asked[0].game_id, list(dict.fromkeys(players))
    )
    rows = pd.DataFrame([vars(bet) for bet in bets]).assign(player_id=players)
    names = people.drop_duplicates("player_id", keep="last").set_index("player_id")["player_name"]
    price = pricer.price(men, rows)
    shown = [
        ShownBet(str(names[player]), bet.market, bet.side, bet.line, alone, question.state)
        for bet, player, question, alone in zip(bets, players, asked, price.alone, strict=True)
    ]
    abbreviations = dict(zip(teams()["team_id"], teams()["abbreviation"], strict=True))
    return ShownCombination(data_line(tables.prm_data_identity), abbreviations, asked[0], tuple(shown), price)


def priced_together(markets: Sequence[Market]) -> dict[str, tuple[str, ...]]:
    """Say which markets are drawn together: statistics that are markets of their own, and their sums.

    Returns
    -------
    dict
        Market to the statistics it adds up.
    """
    known = _single(markets)
    return {market.id: market.parts for market in markets if set(market.parts) <= set(known)}


def _single(markets: Sequence[Market]) -> dict[str, str]:
    return {market.parts[0]: market.id for market in markets if len(market.parts) == 1}


def _check(bets: Sequence[Bet], parts: Mapping[str, tuple[str, ...]]) -> None:
    if len(bets) < LEAST:
        raise EvaluationError(
            f"expected {LEAST} bets or more of one game, was {len(bets)}; `busta price` prices one line"
        )
    unknown = sorted({bet.market for bet in bets} - set(parts))
    if unknown:
        raise EvaluationError(
            f"expected markets that are drawn together ({', '.join(parts)}), was {', '.join(unknown)}"
        )
