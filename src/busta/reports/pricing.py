"""One line on one player: from stored tables and models to what is printed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

import numpy as np
import pandas as pd

from busta.evaluation.bootstrap import EvaluationError
from busta.evaluation.player_pricer import PlayerPricer, priced_day
from busta.evaluation.priced_question import find_question
from busta.learners.fold_models import FoldModels
from busta.markets import Market, validate_roster
from busta.nba.player_search import find_player
from busta.nba.teams import teams
from busta.odds.margin import remove_margin
from busta.probability.prop_blend import PropStack
from busta.probability.season_distributions import SeasonDistributions
from busta.reports.data_line import data_line, is_fabricated
from busta.reports.price_terminal import ShownPrice

# Names of datasets to what is stored under them.
Load = Callable[[Sequence[str]], Mapping[str, Any]]


@dataclass(frozen=True)
class PriceTables:
    """Stored tables; each bears the name of its dataset, but for the market before it.

    Attributes
    ----------
    prm_data_identity, prm_players, prm_player_games, feat_player_questions
        As there.
    training_table, means
        Of the market.
    """

    prm_data_identity: Mapping[str, Any]
    prm_players: pd.DataFrame
    prm_player_games: pd.DataFrame
    feat_player_questions: pd.DataFrame
    training_table: pd.DataFrame
    means: pd.DataFrame

    @classmethod
    def names(cls, market: str) -> dict[str, str]:
        """Field to the dataset it is loaded from."""
        own = ("training_table", "means")
        return {one.name: f"{market}.{one.name}" if one.name in own else one.name for one in fields(cls)}


@dataclass(frozen=True)
class PriceModels:
    """Stored models of a market.

    Attributes
    ----------
    learners
        Learner to its fitted folds.
    distributions
        ``{market}.distributions``.
    stack
        ``{market}.stack``; null for a market that nobody quotes.
    """

    learners: Mapping[str, FoldModels]
    distributions: SeasonDistributions
    stack: PropStack | None


@dataclass(frozen=True)
class PriceSettings:
    """Numbers of the configuration.

    Attributes
    ----------
    clip
        The model's probability is moved into ``[clip, 1 - clip]``.
    margin_removal
        How the prices of both sides become a probability.
    career_margin_days
        For how long a name counts for a man.
    """

    clip: float
    margin_removal: str
    career_margin_days: int


@dataclass(frozen=True)
class PriceRequest:
    """What was asked.

    Attributes
    ----------
    player
        A name, or a number.
    line
        In units of the market's quantity.
    game_id
        Null for his next game, or else his latest.
    price_over, price_under
        Decimal prices, both or neither.
    """

    player: str
    line: float
    game_id: str | None = None
    price_over: float | None = None
    price_under: float | None = None


def price_inputs(
    given: Mapping[str, Any], load: Load, market_id: str, is_demo: bool
) -> tuple[Market, PriceTables, PriceModels, PriceSettings]:
    """Load what a price of one market needs.

    Parameters
    ----------
    given
        All parameters.
    load
        Loads datasets by their names.
    market_id
        A market about players.
    is_demo
        Whether an invented league may be priced.

    Returns
    -------
    tuple
        As `price_request` takes them.

    Raises
    ------
    EvaluationError
        When there is no such market, or the league is invented and nobody asked for that.
    """
    known = {market.id: market for market in validate_roster({"markets": given["markets"]}).of_players}
    if market_id not in known:
        raise EvaluationError(f"expected a market about players ({', '.join(known)}), was {market_id}")
    market = known[market_id]
    refuse_invented(load(["prm_data_identity"])["prm_data_identity"], is_demo)
    names = PriceTables.names(market_id)
    learners = {f"{market_id}.model_{name}": name for name in market.learners}
    fitted = [f"{market_id}.distributions", *([f"{market_id}.stack"] if market.quotes else [])]
    found = load([*names.values(), *learners, *fitted])
    tables = PriceTables(**{field: found[name] for field, name in names.items()})
    stack = found[fitted[1]] if market.quotes else None
    models = PriceModels(
        {learner: found[name] for name, learner in learners.items()}, found[fitted[0]], stack
    )
    settings = PriceSettings(
        given["prop_blend"]["clip"],
        given["odds"]["margin_removal"],
        given["ingestion"]["career_margin_days"],
    )
    return market, tables, models, settings


def refuse_invented(identity: Mapping[str, Any], is_demo: bool) -> None:
    """Refuse to price an invented league that nobody asked for, by an `EvaluationError`."""
    if is_fabricated(identity) and not is_demo:
        raise EvaluationError("expected real data, was an invented league: its prices mean nothing (--demo)")


def price_request(
    request: PriceRequest, market: Market, tables: PriceTables, models: PriceModels, settings: PriceSettings
) -> ShownPrice:
    """Price one line on one player.

    Parameters
    ----------
    request
        The question.
    market
        A market about players.
    tables, models
        What is stored of it.
    settings
        See there.

    Returns
    -------
    ShownPrice

    Raises
    ------
    EvaluationError, PlayerNameError
        When there is nothing to price; the message says why.
    """
    seen = tables.prm_player_games
    people = known_people(tables.prm_players, seen)
    day_asked = asked_day(request.game_id, tables.feat_player_questions)
    player = find_player(request.player, people, day_asked, settings.career_margin_days)
    asked = find_question(tables.feat_player_questions, seen, player, request.game_id)
    day = priced_day(tables.means, asked.game_id)
    own = tables.training_table[
        (tables.training_table["game_id"] == asked.game_id) & (tables.training_table["player_id"] == player)
    ]
    pricer = PlayerPricer(
        models.learners, market.weights, models.distributions, models.stack, market.moment, settings.clip
    )
    quoted = _market_probability(request, own.iloc[0], settings.margin_removal)
    names = people.loc[people["player_id"] == player, "player_name"]
    return ShownPrice(
        data_line(tables.prm_data_identity),
        market.id,
        str(names.iloc[-1]),
        dict(zip(teams()["team_id"], teams()["abbreviation"], strict=True)),
        asked,
        pricer.price(own, request.line, day, quoted).iloc[0],
        models.distributions.level,
        float(own["actual"].iloc[0]),
    )


def known_people(players: pd.DataFrame, player_games: pd.DataFrame) -> pd.DataFrame:
    """List everybody who can be asked about by name.

    Parameters
    ----------
    players, player_games
        ``prm_players`` and ``prm_player_games``.

    Returns
    -------
    pandas.DataFrame
        ``player_id, player_name, team_id, game_date``: a row per game, one without team and day of those without any.
    """
    seen = player_games[["player_id", "player_name", "team_id", "game_date"]]
    others = players.loc[~players["player_id"].isin(seen["player_id"])]
    known = others[["player_id", "player_name"]].assign(
        team_id=pd.array([pd.NA] * len(others), "Int64"),
        game_date=pd.Series(pd.NaT, index=others.index, dtype=seen["game_date"].dtype),
    )
    return pd.concat([known, seen.astype({"team_id": "Int64"})], ignore_index=True)


def asked_day(game_id: str | None, questions: pd.DataFrame) -> pd.Timestamp:
    """Find the day of a game (an `EvaluationError` where there is no such game), or the last that anybody asks about.

    Parameters
    ----------
    game_id
        Null where none was named.
    questions
        ``feat_player_questions``.
    """
    own = questions.loc[questions["game_id"] == game_id, "game_date"]
    if game_id and own.empty:
        raise EvaluationError(f"expected the number of a game, e.g. 0022300061, was {game_id}")
    return pd.Timestamp(own.iloc[0] if game_id else questions["game_date"].max())


def _market_probability(request: PriceRequest, row: pd.Series, margin_removal: str) -> float:
    if request.price_over is not None and request.price_under is not None:
        over, under = np.array([request.price_over]), np.array([request.price_under])
        return float(remove_margin(over, under, margin_removal)[0])
    return float(row["market_probability"]) if row["line"] == request.line else float("nan")
