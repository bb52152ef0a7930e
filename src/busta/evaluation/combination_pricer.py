"""The price of several bets on men of one game that must all be won, from draws of all their statistics together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from busta.evaluation.bootstrap import EvaluationError
from busta.probability.joint import SeasonJoint
from busta.probability.joint_simulation import combination_over_push, simulate_games
from busta.probability.season_distributions import SeasonDistributions

_ASKED = ["game_id", "player_id"]


@dataclass(frozen=True)
class CombinationPrice:
    """What a combination is worth.

    Attributes
    ----------
    together
        Probability that all bets are won, where none is pushed.
    push
        Probability that one bet or more is pushed.
    alone
        The same of every bet by itself, in their order.
    product
        What their product says, as if they had nothing to do with each other.
    standard_error
        Of `together`, from the number of draws.
    """

    together: float
    push: float
    alone: tuple[float, ...]
    product: float
    standard_error: float


@dataclass(frozen=True)
class CombinationPricer:
    """All that a price of a combination needs, loaded once.

    Attributes
    ----------
    distributions
        Statistic to ``{market}.distributions`` of the market that is about it alone.
    joint
        ``prop_joint``.
    parts
        Market to the statistics it adds up.
    draws, seed
        Of the simulation; the same seed gives the same price.
    """

    distributions: Mapping[str, SeasonDistributions]
    joint: SeasonJoint
    parts: Mapping[str, tuple[str, ...]]
    draws: int
    seed: int

    def price(self, men: pd.DataFrame, bets: pd.DataFrame) -> CombinationPrice:
        """Price one combination.

        Parameters
        ----------
        men
            As from `combined_men`: the men of one game.
        bets
            One row per bet: ``player_id, market, line, side`` (``over`` or ``under``).

        Returns
        -------
        CombinationPrice

        Raises
        ------
        DistributionError
            When a side is neither, or the season lies before the first that was judged.
        """
        season = str(men["season"].iloc[0])
        known = self.joint.for_season(season)
        counts = simulate_games(men, season, self.distributions, known, self.draws, self.seed)
        place = pd.Series(np.arange(len(men)), index=men["player_id"])
        asked = bets.assign(man=bets["player_id"].map(place), combination=0)
        single = asked.assign(combination=np.arange(len(asked)))
        alone = combination_over_push(counts, single, known.statistics, self.parts).over
        found = combination_over_push(counts, asked, known.statistics, self.parts)
        together, push = float(found.over[0]), float(found.push[0])
        decided = max(self.draws * (1 - push), 1.0)
        error = float(np.sqrt(together * (1 - together) / decided))
        return CombinationPrice(together, push, tuple(map(float, alone)), float(alone.prod()), error)


def combined_men(
    questions: pd.DataFrame, means: Mapping[str, pd.DataFrame], game_id: str, players: list[int]
) -> pd.DataFrame:
    """Gather what is forecast of the men of a game.

    Parameters
    ----------
    questions
        ``feat_player_questions``.
    means
        Statistic to ``{market}.means``, as of the day before every game.
    game_id
        The game.
    players
        The men, each once.

    Returns
    -------
    pandas.DataFrame
        One row per man, in their order: ``season, game_id, team_id, player_id`` and the mean of every statistic.

    Raises
    ------
    EvaluationError
        When no fold tests the game: nothing was forecast of it.
    """
    asked = questions[(questions["game_id"] == game_id) & questions["player_id"].isin(players)]
    men = asked[["season", *_ASKED, "team_id"]]
    for statistic, table in means.items():
        own = table.loc[table["game_id"] == game_id, [*_ASKED, "mean"]].rename(columns={"mean": statistic})
        men = men.merge(own, on=_ASKED, how="left", validate="one_to_one")
    unknown = [name for name in means if men[name].isna().any()]
    if unknown:
        first = min(table["season"].min() for table in means.values())
        raise EvaluationError(
            f"expected a game from {first} on, the first season that models were fitted before, was {game_id}: "
            f"no forecast of {', '.join(unknown)}"
        )
    return men.set_index("player_id").loc[players].reset_index()
