"""Typed parameters of the stage `feature_engineering`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel, ConfigDict, model_validator

from busta.features.availability import AvailabilitySettings
from busta.features.four_factors import FourFactorsSettings
from busta.features.outlook import OutlookSettings
from busta.features.past_lines import PastLinesSettings
from busta.features.schedule import ScheduleSettings
from busta.ratings.efficiency import EfficiencySettings
from busta.ratings.elo import EloSettings


class AvailabilityParams(BaseModel):
    """How a status becomes a probability to play, see `busta.features.availability.AvailabilitySettings`.

    Attributes
    ----------
    morning_hour, status_prior, prior_weight, likely_from, unlikely_below
        As there.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    morning_hour: int
    status_prior: Mapping[str, float]
    prior_weight: float
    likely_from: float
    unlikely_below: float


class FeatureParams(BaseModel):
    """All settings of the features, one block per group of the registry.

    Attributes
    ----------
    elo, efficiency, schedule, four_factors, past_lines
        Settings of the group of that name.
    players
        Settings of the outlook on every man, and of the line-ups that are made of it.
    availability
        Settings of the groups ``morning`` and ``tip_off``.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    elo: EloSettings
    efficiency: EfficiencySettings
    schedule: ScheduleSettings
    four_factors: FourFactorsSettings
    players: OutlookSettings
    past_lines: PastLinesSettings
    availability: AvailabilityParams

    @model_validator(mode="after")
    def _availability_is_in_range(self) -> FeatureParams:
        self.settings_of("morning")
        return self

    def settings_of(self, group: str) -> Any:
        """Settings that a group of the registry wants.

        Parameters
        ----------
        group
            Name of a group.

        Returns
        -------
        object
            The settings for ``FeatureGroup.build``.

        Raises
        ------
        ValueError
            If no block belongs to the group.
        """
        lineup = self.players.lineup
        if group in ("morning", "tip_off"):
            return AvailabilitySettings(**self.availability.model_dump(), lineup=lineup)
        if group == "players":
            return lineup
        if group not in type(self).model_fields:
            raise ValueError(f"Feature group: expected one with settings in features:, was {group!r}.")
        return getattr(self, group)
