"""Two small markets, for tests of the stages that are made per market."""

from busta.markets import Roster, validate_roster

_SIDES = {
    "subject": "game",
    "quantity": "home_margin",
    "combine": "difference",
    "feature_groups": ["elo"],
    "refit": "season",
    "calibrators": ["none", "platt", "isotonic", "beta"],
}


def small_roster() -> Roster:
    """`moneyline` with two learners and `ats` with one."""
    moneyline = {"id": "moneyline", "line": {"constant": 0}, "quotes": "moneyline", "is_push_possible": False}
    ats = {"id": "ats", "line": {"market": "ats"}, "quotes": "ats", "is_push_possible": True}
    return validate_roster(
        {
            "markets": {
                "moneyline": _SIDES | moneyline | {"learners": ["ridge", "lightgbm"]},
                "ats": _SIDES | ats | {"learners": ["ridge"]},
            }
        }
    )
