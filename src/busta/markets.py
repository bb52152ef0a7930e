"""The roster of markets, typed: the only reader of `parameters_markets.yml`.

Every market asks one question: will the quantity Y of a subject exceed a line L? A market is therefore
data: which quantity, which line, which features and which learners. A new one is a new block of YAML.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal, Self

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from busta.features.game_rows import game_row_names
from busta.features.groups import Information
from busta.features.informed import LATER_GROUPS, informed_columns
from busta.features.player_registry import player_feature_columns, player_groups
from busta.features.registry import FEATURE_GROUPS, feature_columns
from busta.learners.registry import LEARNERS, needs_constant_line
from busta.nba.player_statistics import quantity_name

Moment = Literal["open", "morning", "close"]
Calibrator = Literal["none", "edge", "platt", "isotonic", "beta"]
Family = Literal["poisson", "negative_binomial", "normal", "empirical"]
# Shares written with few digits may miss 1 by so much.
_ROUNDING = 1e-6
_IN_TIME: tuple[Information, ...] = ("evening", "morning", "tip_off")


class RosterError(ValueError):
    """The roster of markets is not as expected; the message names market, key and expectation."""


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class LineRule(_Strict):
    """Where a market's line comes from: a constant, or the line of a quoted market.

    Attributes
    ----------
    constant
        The same line for every row, in units of the quantity; excludes `market`.
    market, moment
        Market and moment of `prm_market_lines` whose line is taken.
    scale
        Factor on the taken line, e.g. one half for a first half.
    round_to
        The scaled line is rounded to the nearest multiple of this, e.g. .5; null for no rounding.
    """

    constant: float | None = None
    market: str | None = None
    moment: Moment = "close"
    scale: float = 1.0
    round_to: float | None = Field(default=None, gt=0)

    @model_validator(mode="after")
    def _constant_or_taken(self) -> Self:
        if (self.constant is None) == (self.market is None):
            raise ValueError("expected exactly one of 'constant' and 'market'")
        return self


class Market(_Strict):
    """One market: the question, and how it is modelled.

    Attributes
    ----------
    id
        The market's name; the key of its block.
    subject
        Whose quantity is asked for: a `game` or a `player`.
    quantity
        What Y is: a column of `prm_games` for a game; for a player the name of the sum of `parts`.
    parts
        Statistics of a player whose sum is Y, see `busta.nba.player_statistics`; player markets only.
    line
        The rule that gives L, in units of Y.
    quotes, moment
        Market id in `prm_market_lines`, and the moment there, of the probability to compare with; null
        where nobody quotes this market.
    is_push_possible
        Whether Y can equal L.
    impossible
        Values that Y cannot take (no game of basketball ends with a margin of 0): a line there is not pushed.
    combine
        How the two team rows of the feature store become one game row; game markets only.
    feature_groups
        Names of feature groups, see `busta.features.registry`; for a player market themes of
        `busta.features.player_registry`.
    learners
        Names of learners, see `busta.learners.registry`.
    weights
        Learner to its share of the mean forecast, summing to 1; player markets only.
    family
        Family of distributions around the mean until earlier seasons can judge; player markets only.
    refit
        How often the learners are fitted anew: before every season or before every month.
    half_life_days
        Age at which a training row counts half as much as the latest; null where all count alike.
    calibrators
        Candidates for each learner; one is chosen on earlier seasons, until then the first stands. The
        probabilities of a player market come from a fitted distribution instead.
    recalibrators
        The same for the mean of the learners.
    monotone
        Feature column to 1 (more of it means more of Y) or -1; trees may not contradict it.
    ablation
        Ordered mapping of step to the feature groups it uses; null for none.
    informed
        Feature groups of later information (`morning`, `tip_off`) whose worth is measured: on the games that have
        it, the fitted models are asked again. They are not learned from.
    """

    id: str
    subject: Literal["game", "player"]
    quantity: str
    parts: tuple[str, ...] = ()
    line: LineRule
    quotes: str | None
    moment: Moment = "close"
    is_push_possible: bool
    impossible: tuple[float, ...] = ()
    combine: Literal["difference", "sum"] | None = None
    feature_groups: tuple[str, ...] = Field(min_length=1)
    learners: tuple[str, ...] = Field(min_length=1)
    weights: dict[str, float] = {}
    family: Family = "negative_binomial"
    refit: Literal["season", "month"]
    half_life_days: float | None = Field(default=None, gt=0)
    calibrators: tuple[Calibrator, ...] = Field(default=("none",), min_length=1)
    recalibrators: tuple[Calibrator, ...] = Field(default=("none",), min_length=1)
    monotone: dict[str, Literal[-1, 1]] = {}
    ablation: dict[str, tuple[str, ...]] | None = None
    informed: tuple[str, ...] = ()

    @property
    def information(self) -> Information:
        """The latest moment at which one of the feature groups is known."""
        groups = (
            player_groups(self.feature_groups, self.parts)
            if self.subject == "player"
            else [FEATURE_GROUPS[name] for name in self.feature_groups]
        )
        return max((group.information for group in groups), key=_IN_TIME.index)

    @property
    def feature_names(self) -> list[str]:
        """Columns of the training table that its learners see."""
        if self.combine is None:
            return player_feature_columns(self.feature_groups, self.parts)
        team, game = (feature_columns(self.feature_groups, scope=scope) for scope in ("team", "game"))
        return game_row_names(team, self.combine, game)

    @field_validator("learners")
    @classmethod
    def _known_learners(cls, names: tuple[str, ...]) -> tuple[str, ...]:
        return _known(names, LEARNERS, "learners")

    @field_validator("feature_groups")
    @classmethod
    def _named_once(cls, names: tuple[str, ...]) -> tuple[str, ...]:
        return _once(names, "feature groups")

    @model_validator(mode="after")
    def _known_groups(self) -> Self:
        steps = [("ablation", names) for names in (self.ablation or {}).values()]
        for key, names in [("feature_groups", self.feature_groups), *steps]:
            try:
                if self.subject == "player":
                    player_groups(_once(names, "feature groups"), self.parts)
                else:
                    _known(names, FEATURE_GROUPS, "feature groups")
            except ValueError as error:
                raise ValueError(f"key {key!r}: {error}") from error
        return self

    @model_validator(mode="after")
    def _is_a_sum(self) -> Self:
        is_player = self.subject == "player"
        if is_player != bool(self.parts) or is_player != bool(self.weights):
            raise ValueError(
                f"expected 'parts' and 'weights' for the subject 'player' and for no other, was {list(self.parts)} "
                f"and {self.weights} for the subject {self.subject!r}"
            )
        if not is_player:
            return self
        if self.quantity != quantity_name(self.parts):
            raise ValueError(
                f"expected the quantity {quantity_name(self.parts)!r} of its parts, was {self.quantity!r}"
            )
        total = sum(self.weights.values())
        if sorted(self.weights) != sorted(self.learners) or min(self.weights.values()) < 0:
            raise ValueError(
                f"expected in 'weights' a number from 0 up for each of {', '.join(self.learners)}, was {self.weights}"
            )
        if abs(total - 1) > _ROUNDING:
            raise ValueError(f"expected 'weights' that sum to 1, was {total:g}")
        return self

    @field_validator("informed")
    @classmethod
    def _known_later_groups(cls, names: tuple[str, ...]) -> tuple[str, ...]:
        return _known(names, LATER_GROUPS, "feature groups of later information")

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        if (self.subject == "game") != (self.combine is not None):
            raise ValueError(
                f"expected 'combine' for the subject 'game' and for no other, was {self.combine!r} "
                f"for the subject {self.subject!r}"
            )
        tied = [name for name in self.learners if needs_constant_line(name)]
        if self.line.constant is None and tied:
            raise ValueError(
                f"expected a constant line, was a line of the market {self.line.market!r}: the learner "
                f"{tied[0]!r} answers for one line only"
            )
        return self

    @model_validator(mode="after")
    def _can_be_pushed(self) -> Self:
        if self.impossible and not self.is_push_possible:
            raise ValueError(
                f"expected 'impossible' only where a push is possible, was {list(self.impossible)} "
                "beside 'is_push_possible: false'"
            )
        return self

    @model_validator(mode="after")
    def _can_be_informed(self) -> Self:
        # A line that moves is another question in the morning than at tip-off.
        if self.informed and (self.subject != "game" or self.line.constant is None):
            raise ValueError(
                "expected 'informed' for the subject 'game' and a constant line, "
                f"was the subject {self.subject!r} and a line of the market {self.line.market!r}"
            )
        for name in self.informed:
            if not informed_columns(self.feature_groups, name):
                raise ValueError(
                    f"expected feature groups that {name!r} holds anew, was {', '.join(self.feature_groups)}"
                )
        return self

    @model_validator(mode="after")
    def _knows_its_features(self) -> Self:
        last = list(self.ablation.values())[-1] if self.ablation else self.feature_groups
        if set(last) != set(self.feature_groups):
            raise ValueError(
                f"expected the last step of 'ablation' with the market's own feature groups "
                f"{', '.join(self.feature_groups)}, was {', '.join(last)}"
            )
        names = self.feature_names
        unknown = [name for name in self.monotone if name not in names]
        if unknown:
            raise ValueError(
                f"expected in 'monotone' features of its groups such as {names[0]}, was {', '.join(unknown)}"
            )
        return self


class Roster(_Strict):
    """All markets, by id, in the order of the file."""

    markets: dict[str, Market] = Field(min_length=1)

    @model_validator(mode="after")
    def _ids_are_keys(self) -> Self:
        for key, market in self.markets.items():
            if market.id != key:
                raise ValueError(f"market {key!r}, key 'id': expected {key!r}, was {market.id!r}")
        return self

    def __iter__(self) -> Iterator[Market]:  # type: ignore[override]
        return iter(self.markets.values())

    def __getitem__(self, market_id: str) -> Market:
        return self.markets[market_id]

    @property
    def of_games(self) -> list[Market]:
        """The markets that ask about games."""
        return [market for market in self if market.subject == "game"]

    @property
    def of_players(self) -> list[Market]:
        """The markets that ask about players."""
        return [market for market in self if market.subject == "player"]


def load_roster(path: Path) -> Roster:
    """Read and validate the roster.

    Parameters
    ----------
    path
        A YAML file with the one key `markets`.

    Returns
    -------
    Roster
        Every market typed.

    Raises
    ------
    RosterError
        When the file is absent, is not YAML, or a market is not as expected. One sentence for each
        defect, naming market, key, what was expected and what was found.
    """
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise RosterError(f"{path}: expected the roster of markets, was no such file") from error
    except yaml.YAMLError as error:
        raise RosterError(f"{path}: expected YAML, was {error}") from error
    return validate_roster(content, source=str(path))


def validate_roster(content: Any, source: str = "roster") -> Roster:
    """Validate a roster already read.

    Parameters
    ----------
    content
        What the YAML holds: `{"markets": {id: block}}`.
    source
        Name of the file, for messages.

    Raises
    ------
    RosterError
        See `load_roster`.
    """
    try:
        return Roster.model_validate(content)
    except ValidationError as error:
        sentences = [_sentence(dict(detail)) for detail in error.errors()]
        raise RosterError("\n".join(f"{source}: {sentence}" for sentence in sentences)) from error


def _known(names: tuple[str, ...], known: Any, what: str) -> tuple[str, ...]:
    for name in names:
        if name not in known:
            raise ValueError(f"expected {what} among {', '.join(sorted(known))}, was {name!r}")
    return _once(names, what)


def _once(names: tuple[str, ...], what: str) -> tuple[str, ...]:
    if len(set(names)) < len(names):
        raise ValueError(f"expected each of the {what} once, was {', '.join(names)}")
    return names


def _sentence(detail: dict[str, Any]) -> str:
    where, found = [str(part) for part in detail["loc"]], detail["input"]
    place = f"market {where[1]!r}" if len(where) > 1 else "roster"
    key = ".".join(where[2:])
    if key:
        place += f", key {key!r}"
    expected = _expectation(detail, where)
    # Our own sentences say already what was found.
    return f"{place}: {expected}" + ("" if detail["type"] == "value_error" else f", was {found!r}")


def _expectation(detail: dict[str, Any], where: list[str]) -> str:
    if detail["type"] == "value_error":
        return str(detail["ctx"]["error"])
    if detail["type"] == "missing":
        return "expected a value"
    if detail["type"] == "extra_forbidden":
        model = LineRule if "line" in where[2:3] else Market if len(where) > 2 else Roster
        return f"expected one of the keys {', '.join(model.model_fields)}"
    return "expected " + detail["msg"].removeprefix("Input should be ")
