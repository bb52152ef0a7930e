"""What the moments of a league count as a rotation man, a board of books, and how their intervals are made."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class MomentRules:
    """Thresholds of the moments.

    Attributes
    ----------
    rotation_minutes : float
        Minutes per game played from which a man belongs to the rotation of a team in a season, above 0.
    rotation_games : int
        Games played for that team in that season, at least 2.
    min_books : int
        Books that have to quote a game before their spread is measured, at least 2.
    """

    rotation_minutes: float
    rotation_games: int
    min_books: int

    def __post_init__(self) -> None:
        if not self.rotation_minutes > 0:
            raise ValueError(f"Rotation minutes: expected more than 0, was {self.rotation_minutes}.")
        if self.rotation_games < 2 or self.min_books < 2:
            raise ValueError(
                "Rotation games and fewest books: expected at least 2 of each, was "
                f"{self.rotation_games} and {self.min_books}."
            )
