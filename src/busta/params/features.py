"""Typed parameters of the stage `feature_engineering`."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

from busta.features.four_factors import FourFactorsSettings
from busta.features.schedule import ScheduleSettings
from busta.ratings.efficiency import EfficiencySettings
from busta.ratings.elo import EloSettings


class FeatureParams(BaseModel):
    """All settings of the features, one block per group of the registry.

    Attributes
    ----------
    elo, efficiency, schedule, four_factors
        Settings of the group of that name.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    elo: EloSettings
    efficiency: EfficiencySettings
    schedule: ScheduleSettings
    four_factors: FourFactorsSettings
