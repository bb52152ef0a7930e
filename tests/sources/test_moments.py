"""The morning of a game by the clock on the wall, and the last snapshot."""

import pandas as pd
import pytest

from busta.sources.moments import is_after_morning, is_morning, last_of_game


def _seen(moment: str) -> pd.DataFrame:
    seen = pd.Series(pd.to_datetime([moment], utc=True)).astype("datetime64[us, UTC]")
    return pd.DataFrame({"quoted_at_utc": seen, "game_date": pd.to_datetime(["2022-03-13"])})


# The clocks went forward in the night to 13 March 2022: noon is 16:00 UTC, the day before it was 17:00.
@pytest.mark.parametrize(
    ("moment", "morning", "after"),
    [
        ("2022-03-12T16:59:00Z", False, False),
        ("2022-03-13T04:59:59Z", False, False),
        ("2022-03-13T05:00:00Z", True, False),
        ("2022-03-13T16:00:00Z", True, False),
        ("2022-03-13T16:00:01Z", False, True),
    ],
)
def test_the_morning_ends_by_the_clock_on_the_wall(moment: str, morning: bool, after: bool) -> None:
    assert is_morning(_seen(moment), "12:00").tolist() == [morning]
    assert is_after_morning(_seen(moment), "12:00").tolist() == [after]


def test_of_every_game_the_last_moment_stays_with_all_its_books() -> None:
    times = pd.to_datetime(["2022-01-01", "2022-01-02", "2022-01-02", "2022-01-01"], utc=True)
    rows = pd.DataFrame({"game_id": ["a", "a", "a", "b"], "quoted_at_utc": times, "book": list("wxyz")})
    assert last_of_game(rows)["book"].tolist() == ["x", "y", "z"]
