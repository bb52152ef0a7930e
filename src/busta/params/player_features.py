"""Typed parameters of the features of players."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel, ConfigDict, model_validator

from busta.features.availability import AvailabilitySettings
from busta.features.player_advanced import AdvancedSettings
from busta.features.player_bio import BioSettings
from busta.features.player_context import ContextSettings
from busta.features.player_extras import ExtrasSettings
from busta.features.player_form import FormSettings
from busta.features.player_matchups import MatchupsSettings
from busta.features.player_minutes import MinutesSettings
from busta.features.player_opponent import OpponentSettings
from busta.features.player_pace import PaceSettings
from busta.features.player_schedule import PlayerScheduleSettings
from busta.features.player_usage import UsageSettings
from busta.params.features import AvailabilityParams
from busta.ratings.lineups import LineupSettings


class FormParams(BaseModel):
    """How the rate of a player is shrunk, see `busta.features.player_form.FormSettings`.

    Attributes
    ----------
    rate_decay, prior_minutes, other_prior_minutes, league_decay
        As there.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    rate_decay: float
    prior_minutes: Mapping[str, float]
    other_prior_minutes: float
    league_decay: float


class PlayerFeatureParams(BaseModel):
    """All settings of the features of players, one block per theme that has any.

    Attributes
    ----------
    minutes, usage, schedule, pace, opponent, extras, advanced, context, bio
        Settings of the theme of that name.
    form
        Settings of the themes ``form`` and ``teammates``.
    matchups
        Settings of the themes ``matchups`` and ``opponent_ranks``.
    availability, team_lineup
        Settings of the themes ``lineup_morning`` and ``lineup_tip_off``.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    form: FormParams
    minutes: MinutesSettings
    usage: UsageSettings
    schedule: PlayerScheduleSettings
    pace: PaceSettings
    opponent: OpponentSettings
    extras: ExtrasSettings
    advanced: AdvancedSettings
    matchups: MatchupsSettings
    context: ContextSettings
    bio: BioSettings
    availability: AvailabilityParams
    team_lineup: LineupSettings

    @model_validator(mode="after")
    def _settings_are_in_range(self) -> PlayerFeatureParams:
        self.settings_of("form")
        self.settings_of("lineup_morning")
        return self

    def settings_of(self, theme: str) -> Any:
        """Settings that the groups of a theme want.

        Parameters
        ----------
        theme
            Name of a theme, see `busta.features.player_registry`.

        Returns
        -------
        object
            The settings for ``PlayerFeatureGroup.build``; null for a theme that needs none.
        """
        if theme in ("form", "teammates"):
            return FormSettings(**self.form.model_dump(), minutes=self.minutes)
        if theme in ("lineup_morning", "lineup_tip_off"):
            return AvailabilitySettings(**self.availability.model_dump(), lineup=self.team_lineup)
        if theme == "opponent_ranks":
            return self.matchups
        return getattr(self, theme, None)
