"""Invented counts with known distributions, for tests of distributions and of what is made of them."""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy.special import ndtr
from scipy.stats import nbinom

SEASONS = ("2019-20", "2020-21", "2021-22", "2022-23")
SIZE = {"points": 4.0, "rebounds": 6.0}
_MEN = 10


def counted(
    seasons: tuple[str, ...] = SEASONS, games: int = 120, correlation: float = 0.4, seed: int = 5
) -> dict[str, pd.DataFrame]:
    """Out-of-fold means and what happened, of `points`, `rebounds` and their sum `points_rebounds`.

    Every game has two teams of five; counts are negative binomial with the sizes `SIZE` around honest means; the
    normals behind a man's two counts have the stated correlation.
    """
    generator = np.random.default_rng(seed)
    rows = len(seasons) * games * _MEN
    normals = generator.multivariate_normal(np.zeros(2), [[1, correlation], [correlation, 1]], rows)
    level = generator.normal(0.0, 0.5, rows)
    means = {"points": 9.0 * np.exp(level), "rebounds": 4.0 * np.exp(0.8 * level)}
    game = np.repeat(np.arange(len(seasons) * games), _MEN)
    start = np.array([np.datetime64(f"{season[:4]}-11-01") for season in seasons])[game // games]
    keys = pd.DataFrame(
        {
            "season": pd.Series(np.array(seasons)[game // games], dtype="str"),
            "game_id": pd.Series([f"{one:010d}" for one in game], dtype="str"),
            "game_date": pd.Series(start + (game % games // 4).astype("timedelta64[D]")).astype(
                "datetime64[us]"
            ),
            "player_id": np.tile(np.arange(_MEN), len(seasons) * games),
            "team_id": np.tile(np.repeat([1, 2], _MEN // 2), len(seasons) * games),
        }
    )
    counts = {
        name: nbinom.ppf(ndtr(normals[:, place]), SIZE[name], SIZE[name] / (SIZE[name] + mean))
        for place, (name, mean) in enumerate(means.items())
    }
    means["points_rebounds"] = means["points"] + means["rebounds"]
    counts["points_rebounds"] = counts["points"] + counts["rebounds"]
    return {
        name: keys.assign(fold=keys["season"], mean=mean, actual=counts[name]) for name, mean in means.items()
    }
