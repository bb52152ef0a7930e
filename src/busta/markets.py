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
from busta.features.registry import FEATURE_GROUPS, feature_columns
from busta.learners.registry import LEARNERS, needs_constant_line

Moment = Literal["open", "morning", "close"]
Calibrator = Literal["none", "edge", "platt", "isotonic", "beta"]
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
        The column of the subject's primary table (`prm_games` for a game) that is Y.
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
        Names of feature groups, see `busta.features.registry`.
    learners
        Names of learners, see `busta.learners.registry`.
    refit
        How often the learners are fitted anew: before every season or before every month.
    half_life_days
        Age at which a training row counts half as much as the latest; null where all count alike.
    calibrators
        Candidates for each learner; one is chosen on earlier seasons, until then the first stands.
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
    line: LineRule
    quotes: str | None
    moment: Moment = "close"
    is_push_possible: bool
    impossible: tuple[float, ...] = ()
    combine: Literal["difference", "sum"] | None = None
    feature_groups: tuple[str, ...] = Field(min_length=1)
    learners: tuple[str, ...] = Field(min_length=1)
    refit: Literal["season", "month"]
    half_life_days: float | None = Field(default=None, gt=0)
    calibrators: tuple[Calibrator, ...] = Field(min_length=1)
    recalibrators: tuple[Calibrator, ...] = Field(default=("none",), min_length=1)
    monotone: dict[str, Literal[-1, 1]] = {}
    ablation: dict[str, tuple[str, ...]] | None = None
    informed: tuple[str, ...] = ()

    @property
    def information(self) -> Information:
        """The latest moment at which one of the feature groups is known."""
        return max((FEATURE_GROUPS[name].information for name in self.feature_groups), key=_IN_TIME.index)

    @property
    def feature_names(self) -> list[str]:
        """Columns of the training table that its learners see.

        Raises
        ------
        RosterError
            When the rows are not about games: only they are combined of two teams.
        """
        if self.combine is None:
            raise RosterError(f"market {self.id!r}: expected the subject 'game', was {self.subject!r}")
        team, game = (feature_columns(self.feature_groups, scope=scope) for scope in ("team", "game"))
        return game_row_names(team, self.combine, game)

    @field_validator("learners")
    @classmethod
    def _known_learners(cls, names: tuple[str, ...]) -> tuple[str, ...]:
        return _known(names, LEARNERS, "learners")

    @field_validator("feature_groups")
    @classmethod
    def _known_groups(cls, names: tuple[str, ...]) -> tuple[str, ...]:
        return _known(names, FEATURE_GROUPS, "feature groups")

    @field_validator("ablation")
    @classmethod
    def _known_steps(cls, steps: dict[str, tuple[str, ...]] | None) -> dict[str, tuple[str, ...]] | None:
        for names in (steps or {}).values():
            _known(names, FEATURE_GROUPS, "feature groups")
        return steps

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
        if self.combine is None:
            return self
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
