"""Are two things in one game priced right together? Joint draws beside a product of single prices."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from busta.evaluation.bootstrap import Floats
from busta.evaluation.joint_scores import SumCheck, weighted_means
from busta.evaluation.scores import brier_rows
from busta.probability.joint import SeasonJoint
from busta.probability.joint_simulation import combination_over_push, simulate_games
from busta.probability.season_distributions import SeasonDistributions

_KEYS = ["season", "game_id", "player_id"]
# Of each of two teams the two men with the highest means: places of the men in a game.
_MEN = 4
_PAIRS = {"one man": (0, 0), "team-mates": (0, 1), "opponents": (0, 2)}
COMBINATION_COLUMNS = [
    "pair", "first", "second", "season", "n", "frequency", "joint", "product", "brier_joint", "brier_product",
]  # fmt: skip


def combination_scores(
    scores: Mapping[str, pd.DataFrame],
    questions: pd.DataFrame,
    distributions: Mapping[str, SeasonDistributions],
    joint: SeasonJoint,
    check: SumCheck,
) -> pd.DataFrame:
    """Score the chance that two men, or one man twice, pass the half line at their mean forecasts.

    Parameters
    ----------
    scores : mapping of statistic to DataFrame
        `season`, `game_id`, `player_id`, `mean`, `actual`.
    questions : DataFrame
        `feat_player_questions`: `game_id`, `player_id`, `team_id`.
    distributions : mapping of statistic to SeasonDistributions
    joint : SeasonJoint
    check : SumCheck
        `rows` games of each season are drawn by chance.

    Returns
    -------
    DataFrame
        One row per pair (`one man`, `team-mates`, `opponents`), two statistics and season, columns
        `COMBINATION_COLUMNS`: how often both happened, the mean joint probability and the mean product of the
        single ones, and the Brier score of each.
    """
    men = _leading_men(scores, questions)
    names = list(scores)
    told = (tuple(names), {name: (name,) for name in names})
    asked = [(pair, first, second) for pair in _PAIRS for first in names for second in names]
    asked = [one for one in asked if one[1] < one[2] or (one[0] != "one man" and one[1] == one[2])]
    records = []
    for season, rows in men.groupby("season", sort=True):
        games = pd.Series(rows["game_id"].unique())
        drawn = games.sample(min(check.rows, len(games)), random_state=check.seed)
        some = rows[rows["game_id"].isin(drawn)].reset_index(drop=True)
        known = joint.for_season(str(season))
        counts = simulate_games(some, str(season), distributions, known, check.draws, check.seed)
        single = {name: combination_over_push(counts, _alone(some, name), *told).over for name in names}
        for pair, first, second in asked:
            bets = _bets(some, _PAIRS[pair], first, second)
            product = single[first][bets["man"].iloc[::2]] * single[second][bets["man"].iloc[1::2]]
            found = _scored(bets, combination_over_push(counts, bets, *told).over, product)
            records.append({"pair": pair, "first": first, "second": second, "season": season} | found)
    return pd.DataFrame(records, columns=COMBINATION_COLUMNS)


def pairs_together(scores: pd.DataFrame, first_season: str) -> pd.DataFrame:
    """Put the statistics and seasons of `combination_scores` together.

    Parameters
    ----------
    scores
        From `combination_scores`; empty where it was not measured.
    first_season
        Earlier seasons are left out.

    Returns
    -------
    DataFrame
        One row per pair of men: `pair`, `n` and the means of the numbers over all combinations.
    """
    return weighted_means(scores, ["pair"], COMBINATION_COLUMNS, first_season)


def _leading_men(scores: Mapping[str, pd.DataFrame], questions: pd.DataFrame) -> pd.DataFrame:
    indexed = {name: table.set_index(_KEYS) for name, table in scores.items()}
    means = pd.concat({name: table["mean"] for name, table in indexed.items()}, axis=1, join="inner")
    actuals = pd.concat({f"actual_{name}": table["actual"] for name, table in indexed.items()}, axis=1)
    table = means.assign(level=means.sum(axis=1)).join(actuals).dropna().reset_index()
    table = table.merge(questions[["game_id", "player_id", "team_id"]], on=["game_id", "player_id"])
    table = table.sort_values(
        ["season", "game_id", "team_id", "level"], ascending=[True, True, True, False], ignore_index=True
    )
    leading = table[table.groupby(["game_id", "team_id"]).cumcount() < _MEN // 2]
    whole = leading.groupby("game_id")["player_id"].transform("size") == _MEN
    return leading[whole].reset_index(drop=True)


def _alone(men: pd.DataFrame, name: str) -> pd.DataFrame:
    man = np.arange(len(men))
    line = np.floor(men[name].to_numpy()) + 0.5
    return pd.DataFrame(
        {"combination": man, "man": man, "market": name, "line": line, "side": "over"}
    ).assign(outcome=men[f"actual_{name}"].to_numpy() > line)


def _bets(men: pd.DataFrame, places: tuple[int, int], first: str, second: str) -> pd.DataFrame:
    # Games follow each other, each with its men in the same order.
    bets = [_alone(men, name).iloc[place::_MEN] for name, place in zip((first, second), places, strict=True)]
    numbered = [one.assign(combination=np.arange(len(one))) for one in bets]
    return pd.concat(numbered).sort_values("combination", kind="stable", ignore_index=True)


def _scored(bets: pd.DataFrame, joint: Floats, product: Floats) -> dict[str, float]:
    outcome: Floats = bets["outcome"].to_numpy(dtype=np.float64).reshape(-1, 2).min(axis=1)
    return {
        "n": outcome.size,
        "frequency": outcome.mean(),
        "joint": joint.mean(),
        "product": product.mean(),
        "brier_joint": brier_rows(joint, outcome).mean(),
        "brier_product": brier_rows(product, outcome).mean(),
    }
