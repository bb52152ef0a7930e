"""Who a player is: age, size, position, years in the league, how he came into it."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from busta.features.groups import FeatureColumn
from busta.features.player_groups import QUESTIONS, PlayerFeatureGroup, player_table
from busta.ratings.ranges import check_above_zero

POSITIONS = ("guard", "forward", "center")
_DAYS_OF_A_YEAR = 365.25
BIO_COLUMNS = (
    {
        "bio_age": FeatureColumn("Age on the day of the game.", "years", "league_mean", prior=26.0),
        "bio_height": FeatureColumn("Height, as listed.", "centimetres", "league_mean", prior=199.0),
        "bio_weight": FeatureColumn("Weight, as listed.", "kilograms", "league_mean", prior=98.0),
    }
    | {
        f"bio_{name}": FeatureColumn(f"Whether he is listed as a {name}.", "0 or 1", "league_mean", prior=0.4)
        for name in POSITIONS
    }
    | {
        "bio_experience": FeatureColumn(
            "Seasons since the draft he came from, or could first have come from.", "years", "league_mean"
        ),
        "bio_draft_number": FeatureColumn(
            "Place in the draft; behind the last for a man who was not chosen.", "place", "league_mean"
        ),
    }
)


@dataclass(frozen=True)
class BioSettings:
    """What stands where a man was not chosen in a draft.

    Attributes
    ----------
    undrafted_number
        Place in the draft of a man who was not chosen.
    draft_age
        Age in the year in which a man who was not chosen could first have played.
    """

    undrafted_number: float
    draft_age: float

    def __post_init__(self) -> None:
        check_above_zero("Bio", self, "undrafted_number", "draft_age")


def bio_features(questions: pd.DataFrame, players: pd.DataFrame, settings: BioSettings) -> pd.DataFrame:
    """Look up who every player asked about is.

    Parameters
    ----------
    questions, players
        ``feat_player_questions``, ``prm_players``.
    settings
        What stands for men who were not chosen in a draft.

    Returns
    -------
    pandas.DataFrame
        One row per question: the keys and `BIO_COLUMNS`; null where no list names him. Birth and draft were always
        known; height, weight and position are those of the newest list, also in earlier seasons.
    """
    men = questions[["season", "game_date", "player_id"]].merge(
        players, how="left", on="player_id", validate="many_to_one"
    )
    # Who has a size is on the list: without a draft he was not chosen in one.
    is_listed = men["height_cm"].notna() | men["draft_year"].notna()
    positions = men["position"].str.casefold()
    columns = {
        "bio_age": (men["game_date"] - men["birth_date"]).dt.days / _DAYS_OF_A_YEAR,
        "bio_height": men["height_cm"],
        "bio_weight": men["weight_kg"],
        **{f"bio_{name}": _is_in(positions, name) for name in POSITIONS},
        "bio_experience": _experience(men, settings).where(is_listed),
        "bio_draft_number": _floats(men["draft_number"]).fillna(settings.undrafted_number).where(is_listed),
    }
    return player_table(questions, {name: columns[name].to_numpy() for name in BIO_COLUMNS})


def _is_in(positions: pd.Series, name: str) -> pd.Series:
    return positions.str.contains(name).fillna(False).astype(float).where(positions.notna())


def _experience(men: pd.DataFrame, settings: BioSettings) -> pd.Series:
    first = _floats(men["draft_year"]).fillna(men["birth_date"].dt.year + settings.draft_age)
    return (men["season"].str[:4].astype(float) - first).clip(lower=0.0)


def _floats(column: pd.Series) -> pd.Series:
    return column.astype("Float64").astype(float)


GROUP = PlayerFeatureGroup(
    name="bio",
    function=bio_features,
    inputs=(QUESTIONS, "prm_players"),
    columns=BIO_COLUMNS,
    theme="bio",
)
