"""How alike an invented league and the real one are, moment by moment, in units of what real seasons differ by."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

ALIKE, APART, ABSENT = "alike", "apart", "not there"
KEYS = ["group", "moment", "unit"]
_MOST_CHANCE = 0.5
COLUMNS = [
    *KEYS,
    "n_real", "real", "real_low", "real_high", "seasons", "season_sd",
    "n_invented", "invented", "invented_low", "invented_high",
    "ratio", "difference", "difference_in_sd", "band", "verdict",
]  # fmt: skip


@dataclass(frozen=True)
class RealismBands:
    """How far an invented number may lie from the real one and be called alike.

    Attributes
    ----------
    season_sds : float
        In standard deviations between real seasons, above 0.
    min_seasons : int
        Real seasons from which their standard deviation is used, at least 3.
    share : float
        Of the real number: the least width of the band, above 0.
    share_of_few : float
        Of the real number, where there are fewer seasons.
    """

    season_sds: float
    min_seasons: int
    share: float
    share_of_few: float

    def __post_init__(self) -> None:
        if min(self.season_sds, self.share, self.share_of_few) <= 0 or self.min_seasons < 3:
            raise ValueError(
                "Bands of realism: expected widths above 0 and at least 3 seasons, was "
                f"{self.season_sds}, {self.share}, {self.share_of_few} and {self.min_seasons}."
            )


def compare_leagues(
    real: pd.DataFrame, seasons: pd.DataFrame, invented: pd.DataFrame, bands: RealismBands
) -> pd.DataFrame:
    """Set an invented league beside the real one.

    Parameters
    ----------
    real, invented : DataFrame
        `busta.evaluation.league_moments.league_moments` of either.
    seasons : DataFrame
        `busta.evaluation.league_moments.season_moments` of the real one.
    bands : RealismBands

    Returns
    -------
    DataFrame
        One row per moment of the real league, in its order. ``season_sd`` is the standard deviation of the single
        seasons' numbers, trend and chance included; ``band`` the largest difference that is called alike: where real
        seasons are few, no less than half the widths of both intervals together (at most half of the real number).
        ``difference_in_sd`` is null where
        seasons are few, everything of the invented league where it has no such moment (verdict ``not there``).
    """
    spread = seasons.groupby(KEYS)["value"].agg(seasons="size", season_sd="std").reset_index()
    left = real.rename(columns=_sided("real"))
    table = left.merge(spread, on=KEYS, how="left", validate="one_to_one")
    table = table.merge(
        invented.rename(columns=_sided("invented")), on=KEYS, how="left", validate="one_to_one"
    )
    table["seasons"] = table["seasons"].fillna(0).astype("int64")
    is_many = table["seasons"] >= bands.min_seasons
    table["season_sd"] = table["season_sd"].where(is_many)
    size, difference = table["real"].abs(), table["invented"] - table["real"]
    # Few seasons do not say how much they differ: then chance has to do, but so little is known of a moment that chance
    # alone could halve that it is not called alike for that.
    chance = ((_width(table, "real") + _width(table, "invented")) / 2).clip(upper=_MOST_CHANCE * size)
    few = np.maximum(bands.share_of_few * size, chance.fillna(0.0))
    many = np.maximum(bands.share * size, bands.season_sds * table["season_sd"].fillna(0.0))
    band = pd.Series(np.where(is_many, many, few), index=table.index)
    return table.assign(
        ratio=(table["invented"] / table["real"]).where(size > 0),
        difference=difference,
        difference_in_sd=difference / table["season_sd"],
        band=band,
        verdict=_verdict(table, difference.abs() <= band),
    )[COLUMNS]


def _sided(side: str) -> dict[str, str]:
    return {"n": f"n_{side}", "value": side, "low": f"{side}_low", "high": f"{side}_high"}


def _width(table: pd.DataFrame, side: str) -> pd.Series:
    return table[f"{side}_high"] - table[f"{side}_low"]


def _verdict(table: pd.DataFrame, is_inside: pd.Series) -> pd.Series:
    words = np.select([table["invented"].isna(), is_inside], [ABSENT, ALIKE], APART)
    return pd.Series(words, index=table.index, dtype="str")
