from __future__ import annotations

import pytest

from busta.evaluation.moments.rules import MomentRules


@pytest.mark.parametrize(("minutes", "games", "books"), [(0.0, 3, 3), (15.0, 1, 3), (15.0, 3, 1)])
def test_rules_that_count_nobody_are_refused(minutes: float, games: int, books: int) -> None:
    with pytest.raises(ValueError, match="expected"):
        MomentRules(rotation_minutes=minutes, rotation_games=games, min_books=books)
