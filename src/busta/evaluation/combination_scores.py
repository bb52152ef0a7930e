"""Are two things in one game priced right together? Joint draws beside a product of single prices."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from busta.evaluation.bootstrap import (
    BootstrapRules,
    Estimate,
    Floats,
    draw_days,
    mean_estimate,
    paired_difference,
)
from busta.evaluation.joint_scores import SumCheck
from busta.evaluation.scores import brier_rows
from busta.probability.joint import SeasonJoint
from busta.probability.joint_simulation import combination_over_push, simulate_games
from busta.probability.season_distributions import SeasonDistributions

_KEYS = ["season", "game_id", "player_id"]
# Of each of two teams the two men with the highest means: places of the men in a game.
_MEN = 4
_PAIRS = {"one man": (0, 0), "team-mates": (0, 1), "opponents": (0, 2)}
_NUMBERS = ["frequency", "joint", "product", "brier_joint", "brier_product"]
COMBINATION_COLUMNS = ["pair", "first", "second", "season", "n", *_NUMBERS]
GAME_COLUMNS = ["pair", "season", "game_date", "game_id", "n", *_NUMBERS]
PAIR_COLUMNS = [
    "pair", "games", "n", "frequency", "frequency_low", "frequency_high", "joint", "product",
    "brier_joint", "brier_change", "brier_change_low", "brier_change_high",
]  # fmt: skip


def combination_scores(
    scores: Mapping[str, pd.DataFrame],
    questions: pd.DataFrame,
    distributions: Mapping[str, SeasonDistributions],
    joint: SeasonJoint,
    check: SumCheck,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Score the chance that two men, or one man twice, pass the half line at their mean forecasts.

    Parameters
    ----------
    scores : mapping of statistic to DataFrame
        `season`, `game_id`, `player_id`, `mean`, `actual`.
    questions : DataFrame
        `feat_player_questions`: `game_id`, `game_date`, `player_id`, `team_id`.
    distributions : mapping of statistic to SeasonDistributions
    joint : SeasonJoint
    check : SumCheck
        `rows` games of each season are drawn by chance.

    Returns
    -------
    tuple of DataFrame
        One row per pair (`one man`, `team-mates`, `opponents`), two statistics and season, columns
        `COMBINATION_COLUMNS`: how often both happened, the mean joint probability and the mean product of the
        single ones, and the Brier score of each. Then one row per pair and game, columns `GAME_COLUMNS`: the means
        of the same numbers over its `n` pairs of statistics, which are no independent trials.
    """
    men = _leading_men(scores, questions)
    names = list(scores)
    told = (tuple(names), {name: (name,) for name in names})
    asked = [(pair, first, second) for pair in _PAIRS for first in names for second in names]
    asked = [one for one in asked if one[1] < one[2] or (one[0] != "one man" and one[1] == one[2])]
    parts = []
    for season, rows in men.groupby("season", sort=True):
        games = pd.Series(rows["game_id"].unique())
        drawn = games.sample(min(check.rows, len(games)), random_state=check.seed)
        some = rows[rows["game_id"].isin(drawn)].reset_index(drop=True)
        known = joint.for_season(str(season))
        counts = simulate_games(some, str(season), distributions, known, check.draws, check.seed)
        single = {name: combination_over_push(counts, _alone(some, name), *told).over for name in names}
        played = some.loc[some.index[::_MEN], ["season", "game_date", "game_id"]].reset_index(drop=True)
        for pair, first, second in asked:
            bets = _bets(some, _PAIRS[pair], first, second)
            product = single[first][bets["man"].iloc[::2]] * single[second][bets["man"].iloc[1::2]]
            found = _scored(bets, combination_over_push(counts, bets, *told).over, product)
            parts.append(played.assign(pair=pair, first=first, second=second, **found))
    return _means(parts, COMBINATION_COLUMNS), _means(parts, GAME_COLUMNS)


def pairs_together(games: pd.DataFrame, first_season: str, rules: BootstrapRules) -> pd.DataFrame:
    """Put the games of `combination_scores` together.

    Parameters
    ----------
    games
        The second table of `combination_scores`; empty where it was not measured.
    first_season
        Earlier seasons are left out.
    rules
        Days are drawn.

    Returns
    -------
    DataFrame
        One row per pair of men, columns `PAIR_COLUMNS`: how often both happened with its interval, what was said,
        and the Brier score of the joint draws minus that of the product, paired.
    """
    rows = games[games["season"].astype("str") >= first_season]
    told = [_together(str(pair), own, rules) for pair, own in rows.groupby("pair", sort=False)]
    return pd.DataFrame(told, columns=PAIR_COLUMNS)


def _together(pair: str, games: pd.DataFrame, rules: BootstrapRules) -> dict[str, object]:
    days = draw_days(pd.to_datetime(games["game_date"]), rules)
    change = paired_difference(games["brier_joint"], games["brier_product"], days)
    return {
        "pair": pair,
        "games": len(games),
        "n": int(games["n"].sum()),
        **{name: float(games[name].mean()) for name in ("joint", "product", "brier_joint")},
        **_named("frequency", mean_estimate(games["frequency"], days)),
        **_named("brier_change", change),
    }


def _named(name: str, found: Estimate) -> dict[str, float]:
    return {name: found.value, f"{name}_low": found.low, f"{name}_high": found.high}


def _means(parts: list[pd.DataFrame], columns: list[str]) -> pd.DataFrame:
    if not parts:
        return pd.DataFrame(columns=columns)
    keys = columns[: columns.index("n")]
    groups = pd.concat(parts, ignore_index=True).groupby(keys, sort=False, observed=True)
    return groups[_NUMBERS].mean().assign(n=groups.size()).reset_index()[columns]


def _leading_men(scores: Mapping[str, pd.DataFrame], questions: pd.DataFrame) -> pd.DataFrame:
    indexed = {name: table.set_index(_KEYS) for name, table in scores.items()}
    means = pd.concat({name: table["mean"] for name, table in indexed.items()}, axis=1, join="inner")
    actuals = pd.concat({f"actual_{name}": table["actual"] for name, table in indexed.items()}, axis=1)
    table = means.assign(level=means.sum(axis=1)).join(actuals).dropna().reset_index()
    known = questions[["game_id", "game_date", "player_id", "team_id"]]
    table = table.merge(known, on=["game_id", "player_id"])
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


def _scored(bets: pd.DataFrame, joint: Floats, product: Floats) -> dict[str, Floats]:
    outcome: Floats = bets["outcome"].to_numpy(dtype=np.float64).reshape(-1, 2).min(axis=1)
    return {
        "frequency": outcome,
        "joint": joint,
        "product": product,
        "brier_joint": brier_rows(joint, outcome),
        "brier_product": brier_rows(product, outcome),
    }
