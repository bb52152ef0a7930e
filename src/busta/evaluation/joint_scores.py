"""Does the distribution of a sum agree with the joint simulation of its parts?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from busta.evaluation.bootstrap import Floats
from busta.probability.joint import JointCorrelations, SeasonJoint
from busta.probability.joint_simulation import simulate_men, simulated_pmf
from busta.probability.season_distributions import SeasonDistributions

_KEYS = ["season", "game_id", "player_id"]
AGREEMENT_COLUMNS = [
    "market", "season", "n", "mean_own", "mean_parts", "sd_own", "sd_joint", "sd_independent",
    "gap_joint", "gap_independent", "crps_own", "crps_joint", "crps_independent",
]  # fmt: skip


@dataclass(frozen=True)
class SumCheck:
    """How much is simulated.

    Attributes
    ----------
    rows : int
        Men of each season, drawn by chance.
    draws, seed : int
    """

    rows: int
    draws: int
    seed: int


def sum_agreement(
    means: Mapping[str, pd.DataFrame],
    distributions: Mapping[str, SeasonDistributions],
    joint: SeasonJoint,
    parts: Mapping[str, tuple[str, ...]],
    check: SumCheck,
) -> pd.DataFrame:
    """Set the distribution of every sum beside the simulation of its parts, season by season.

    Parameters
    ----------
    means : mapping of market to DataFrame
        `season`, `game_id`, `player_id`, `mean`, `actual`; of the sums and of all statistics that `joint` knows.
    distributions : mapping of market to SeasonDistributions
    joint : SeasonJoint
    parts : mapping of market to statistics
        Markets with one part are no sums.
    check : SumCheck

    Returns
    -------
    DataFrame
        One row per sum and season, columns `AGREEMENT_COLUMNS`. All three distributions have the same mean, the sum
        of the parts' (`mean_parts`; `mean_own` is the sum's own forecast): its own family, the joint simulation, and
        one that takes the parts for independent. `gap`: mean over men of the largest distance between the cumulated
        probabilities of the simulation and of the own family.
    """
    names = joint.latest.statistics
    together = [means[name].set_index(_KEYS)["mean"].rename(name) for name in names]
    table = pd.concat(together, axis=1, join="inner")
    records = []
    for season, men in table.groupby("season", sort=True):
        drawn = men.sample(min(check.rows, len(men)), random_state=check.seed).sort_index()
        simulated = _simulations(drawn, str(season), distributions, joint.for_season(str(season)), check)
        for market, members in parts.items():
            if len(members) > 1:
                own = means[market].set_index(_KEYS)[["mean", "actual"]].reindex(drawn.index)
                place = [names.index(name) for name in members]
                masses = [simulated_pmf(counts[:, :, place]) for counts in simulated]
                found = _agreement(
                    own, drawn[list(members)].sum(axis=1), masses, distributions[market], str(season)
                )
                records.append({"market": market, "season": season} | found)
    return pd.DataFrame(records, columns=AGREEMENT_COLUMNS)


def sums_together(agreement: pd.DataFrame, first_season: str) -> pd.DataFrame:
    """Put the seasons of `sum_agreement` together.

    Parameters
    ----------
    agreement
        From `sum_agreement`; empty where it was not measured.
    first_season
        Earlier seasons are left out.

    Returns
    -------
    DataFrame
        One row per market in their order: `market`, `n` and the means of the numbers over the men of all seasons;
        without rows where nothing was measured.
    """
    numbers = [name for name in AGREEMENT_COLUMNS if name not in ("market", "season", "n")]
    if agreement.empty:
        return pd.DataFrame(columns=["market", "n", *numbers])
    # What a season does not have counts for nothing.
    rows = agreement[agreement["season"].astype("str") >= first_season].dropna(subset=numbers)
    weighed = rows[numbers].mul(rows["n"], axis=0).assign(n=rows["n"], market=rows["market"])
    sums = weighed.groupby("market", sort=False).sum()
    return sums[numbers].div(sums["n"], axis=0).assign(n=sums["n"]).reset_index()[["market", "n", *numbers]]


def _simulations(
    men: pd.DataFrame,
    season: str,
    distributions: Mapping[str, SeasonDistributions],
    correlations: JointCorrelations,
    check: SumCheck,
) -> list[np.ndarray]:
    apart = JointCorrelations.independent(correlations.statistics)
    return [
        simulate_men(men, season, distributions, one, check.draws, check.seed)
        for one in (correlations, apart)
    ]


def _agreement(
    own: pd.DataFrame, mean: pd.Series, masses: list[Floats], distributions: SeasonDistributions, season: str
) -> dict[str, float]:
    known = own["actual"].notna().to_numpy()
    width = max(mass.shape[1] for mass in masses)
    width = max(width, int(own["actual"].max()) + 1 if known.any() else 0)
    family = distributions.pmf(season, mean.to_numpy(), width - 1)
    cumulated = [
        np.cumsum(np.pad(mass, ((0, 0), (0, width - mass.shape[1]))), axis=1) for mass in (family, *masses)
    ]
    is_reached = own["actual"].to_numpy(dtype=np.float64)[known, None] <= np.arange(width)
    # Of a season that nobody has played yet the mean is null, and no warning.
    crps = [float(pd.Series(((one[known] - is_reached) ** 2).sum(axis=1)).mean()) for one in cumulated]
    sd = [float(np.sqrt(_variance(np.diff(one, axis=1, prepend=0.0)).mean())) for one in cumulated]
    gap = [float(np.abs(one - cumulated[0]).max(axis=1).mean()) for one in cumulated[1:]]
    names = ("own", "joint", "independent")
    return {
        "n": len(own),
        "mean_own": own["mean"].mean(),
        "mean_parts": mean.mean(),
        **{f"sd_{name}": value for name, value in zip(names, sd, strict=True)},
        **{f"gap_{name}": value for name, value in zip(names[1:], gap, strict=True)},
        **{f"crps_{name}": value for name, value in zip(names, crps, strict=True)},
    }


def _variance(mass: Floats) -> Floats:
    k = np.arange(mass.shape[1], dtype=np.float64)
    found: Floats = mass @ k**2 - (mass @ k) ** 2
    return found
