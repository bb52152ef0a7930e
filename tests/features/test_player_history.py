import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from busta.features.player_history import History, Past

FIRST = pd.Timestamp("2020-11-01")


def _rows(players: list[int], days: list[int], x: list[float]) -> pd.DataFrame:
    dates = FIRST + pd.to_timedelta(days, unit="D")
    year = dates.year - (dates.month < 7)
    return pd.DataFrame(
        {
            "season": [f"{y}-{(y + 1) % 100:02d}" for y in year],
            "game_id": [f"{day:010d}" for day in days],
            "game_date": dates.astype("datetime64[us]"),
            "player_id": players,
            "x": x,
        }
    )


@pytest.fixture(scope="module")
def rows() -> pd.DataFrame:
    rng = np.random.default_rng(3)
    n = 400
    table = _rows(
        rng.integers(1, 9, n).tolist(), rng.integers(0, 900, n).tolist(), rng.normal(size=n).tolist()
    )
    table = table.drop_duplicates(["player_id", "game_date"]).reset_index(drop=True)
    table.loc[rng.random(len(table)) < 0.1, "x"] = np.nan
    return table


@pytest.fixture(scope="module")
def past(rows) -> Past:
    return History(rows, ["player_id"]).before(rows)


def _by_hand(rows: pd.DataFrame, function) -> np.ndarray:
    def of(row) -> float:
        earlier = rows[(rows["player_id"] == row["player_id"]) & (rows["game_date"] < row["game_date"])]
        return function(earlier.sort_values("game_date")["x"].to_numpy(), row)

    return np.array([of(row) for _, row in rows.iterrows()], dtype=float)


def _known(function, least: int = 1):
    def of(x, row) -> float:
        x = x[np.isfinite(x)]
        return function(x) if len(x) >= least else np.nan

    return of


def _slope(x, row) -> float:
    x, time = x[-10:], np.arange(10.0)[10 - len(x[-10:]) :]
    known = np.isfinite(x)
    return np.polyfit(time[known], x[known], 1)[0] if known.sum() > 1 else np.nan


def _weighted(x, row) -> float:
    x = x[-5:]
    known, weight = np.isfinite(x), np.arange(1.0, 6.0)[5 - len(x[-5:]) :]
    return np.average(x[known], weights=weight[known]) if known.any() else np.nan


@pytest.mark.parametrize(
    ("made", "hand"),
    [
        (lambda p, x: p.mean(x), _known(np.mean)),
        (lambda p, x: p.mean(x, p.from_last(5)), lambda x, r: _known(np.mean)(x[-5:], r)),
        (lambda p, x: p.std(x, 10), lambda x, r: _known(lambda v: np.std(v, ddof=1), 2)(x[-10:], r)),
        (lambda p, x: p.median(x, 20), lambda x, r: _known(np.median)(x[-20:], r)),
        (lambda p, x: p.minimum(x, 5), lambda x, r: _known(np.min)(x[-5:], r)),
        (lambda p, x: p.maximum(x, 5), lambda x, r: _known(np.max)(x[-5:], r)),
        (lambda p, x: p.slope(x, 10), _slope),
        (lambda p, x: p.weighted_mean(x, 5), _weighted),
        (lambda p, x: p.count, lambda x, r: len(x)),
        (lambda p, x: p.last(x), lambda x, r: x[-1] if x.size else np.nan),
        (lambda p, x: p.faded_total(x, 0.9), lambda x, r: np.nansum(x[::-1] * 0.9 ** np.arange(len(x)))),
    ],
)
def test_every_summary_is_that_of_the_earlier_rows_by_hand(rows, past, made, hand) -> None:
    found = made(past, past.history.values("x"))
    assert found == pytest.approx(_by_hand(rows, hand), nan_ok=True, abs=1e-9)


@pytest.mark.parametrize("alpha", [0.3, 0.03])
def test_a_moving_mean_is_that_of_pandas(rows, past, alpha) -> None:
    ordered = rows.sort_values(["player_id", "game_date"])
    mean = ordered.groupby("player_id")["x"].transform(
        lambda x: x.ewm(alpha=alpha, ignore_na=False).mean().shift()
    )
    found = past.ema(past.history.values("x"), alpha)
    assert found == pytest.approx(mean.sort_index().to_numpy(), nan_ok=True)


def test_seasons_begin_anew_and_the_one_before_is_kept(rows, past) -> None:
    x = past.history.values("x")
    seen = {(player, season): table["x"] for (player, season), table in rows.groupby(["player_id", "season"])}
    before = {"2020-21": "2019-20", "2021-22": "2020-21", "2022-23": "2021-22"}
    expected = [
        seen.get((player, before[season]), pd.Series(dtype=float)).mean()
        for player, season in zip(rows["player_id"], rows["season"], strict=True)
    ]
    assert past.previous_season_mean(x) == pytest.approx(expected, nan_ok=True)
    games = rows.sort_values("game_date").groupby(["player_id", "season"]).cumcount().sort_index()
    assert (past.end - past.season == games).all()


def test_a_missed_season_leaves_no_previous_season() -> None:
    table = _rows([1, 1], [0, 800], [3.0, 5.0])
    past = History(table, ["player_id"]).before(table)
    x = past.history.values("x")
    assert np.isnan(past.previous_season_mean(x)).all()
    assert past.mean(x).tolist()[1] == 3.0
    assert np.isnan(past.mean(x, past.season)).all()


def test_rows_of_the_same_day_are_not_the_past() -> None:
    table = _rows([1, 1, 1], [0, 1, 1], [3.0, 5.0, 7.0]).assign(game_id=["a", "b", "c"])
    past = History(table, ["player_id"]).before(table)
    assert past.count.tolist() == [0, 1, 1]
    assert past.days_since_last(table["game_date"]) == pytest.approx([np.nan, 1, 1], nan_ok=True)


def test_somebody_nobody_has_seen_has_no_past(rows) -> None:
    asked = _rows([77, 1], [950, 950], [0.0, 0.0])
    past = History(rows, ["player_id"]).before(asked)
    x = past.history.values("x")
    assert past.count[0] == 0 < past.count[1]
    summaries = [past.mean(x), past.ema(x, 0.3), past.std(x, 5), past.median(x, 5), past.minimum(x, 5)]
    summaries += [past.maximum(x, 5), past.slope(x, 5), past.weighted_mean(x, 5), past.last(x)]
    assert np.isnan([summary[0] for summary in summaries]).all()
    assert np.isfinite([summary[1] for summary in summaries]).all()
    assert past.total(x)[0] == past.faded_total(x, 0.5)[0] == past.faded_weight(x, 0.5)[0] == 0.0


def test_a_league_without_rows_has_no_past(rows) -> None:
    past = History(rows.iloc[:0], ["player_id"]).before(rows)
    x = past.history.values("x")
    assert (past.count == 0).all()
    assert np.isnan(past.mean(x)).all()
    assert np.isnan(past.median(x, 5)).all()
    nothing_asked = History(rows, ["player_id"]).before(rows.iloc[:0])
    assert len(nothing_asked.ema(nothing_asked.history.values("x"), 0.1)) == 0


def test_the_owner_may_be_called_otherwise_in_the_questions() -> None:
    table = _rows([1, 2, 1], [0, 0, 1], [3.0, 5.0, 7.0]).assign(team=[8, 9, 9])
    asked = _rows([2, 1], [5, 5], [0.0, 0.0]).assign(opponent=[9, 9])
    past = History(table, ["team", "player_id"]).before(asked, ["opponent", "player_id"])
    assert past.mean(past.history.values("x")).tolist() == [5.0, 7.0]


@settings(max_examples=25, deadline=None)
@given(day=st.integers(1, 900), seed=st.integers(0, 99))
def test_later_rows_of_anybody_change_no_bit_of_an_earlier_answer(day: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    table = _rows([1] * 30 + [2] * 9 + [3] * 5, rng.choice(900, 44).tolist(), rng.normal(size=44).tolist())
    table = table.drop_duplicates(["player_id", "game_date"]).reset_index(drop=True)
    asked = table.assign(game_date=FIRST + pd.Timedelta(days=day))
    early = table[table["game_date"] < asked["game_date"]]
    other = pd.concat([early, _rows([0, 1, 2], [day] * 3, [0.1, 0.2, 0.3])], ignore_index=True)

    def answers(rows: pd.DataFrame) -> list[bytes]:
        past = History(rows, ["player_id"]).before(asked)
        x = past.history.values("x")
        summaries = [past.mean(x, past.from_last(3)), past.ema(x, 0.1), past.std(x, 10), past.median(x, 4)]
        summaries += [past.previous_season_mean(x), past.weighted_mean(x, 5), past.slope(x, 10)]
        return [summary.tobytes() for summary in summaries]

    assert answers(table) == answers(other) == answers(early)
