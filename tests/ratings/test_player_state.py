from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from busta.ratings.player_state import RATE_STATISTICS, Candidates, PlayerStateSettings, walk_player_states

SETTINGS = PlayerStateSettings(
    rate_half_life=1,
    plus_minus_half_life=2,
    rate_prior_minutes=10,
    plus_minus_prior_minutes=20,
    minutes_decay=0.9,
    minutes_season_carry=0.4,
    minutes_prior=8,
    share_decay=0.9,
    newcomer_share=0.5,
    roster_days=330,
    rest_days_cap=10,
    low_minutes=15,
)
ANNA, BERT, CARL = 11, 12, 21
NO_NOTES = pd.DataFrame(
    {
        "note_date": pd.Series([], dtype="datetime64[us]"),
        "player_id": pd.Series([], dtype="Int64"),
        "state": pd.Series([], dtype="str"),
        "is_day_to_day": pd.Series([], dtype=bool),
        "is_season_ending": pd.Series([], dtype=bool),
    }
)


def _day(text: str) -> pd.Timestamp:
    return pd.Timestamp(text).as_unit("us")


def _schedule(*rows: tuple[str, str], unplayed: int = 0) -> pd.DataFrame:
    """Games of teams 1 and 2, one per (season, date); the last ``unplayed`` have no result."""
    games = [
        (season, f"{number:010d}", _day(date), team, 100.0 if number < len(rows) - unplayed else np.nan)
        for number, (season, date) in enumerate(rows)
        for team in (1, 2)
    ]
    return pd.DataFrame(games, columns=["season", "game_id", "game_date", "team_id", "points"])


def _box(schedule: pd.DataFrame, *rows: tuple[int, int, int, float, dict[str, float]]) -> pd.DataFrame:
    """Box score from (number of the game, team, player, minutes, statistics)."""
    dates = schedule.drop_duplicates("game_id").set_index("game_id")["game_date"]
    lines = [
        dict.fromkeys(RATE_STATISTICS, 0.0)
        | {"game_id": f"{number:010d}", "team_id": team, "player_id": player, "minutes": minutes}
        | statistics
        for number, team, player, minutes, statistics in rows
    ]
    box = pd.DataFrame(lines)
    return box.assign(game_date=box["game_id"].map(dates))


def _notes(*rows: tuple[str, int, str]) -> pd.DataFrame:
    notes = pd.DataFrame(rows, columns=["note_date", "player_id", "state"])
    return notes.assign(
        note_date=pd.to_datetime(notes["note_date"]).astype("datetime64[us]"),
        player_id=notes["player_id"].astype("Int64"),
        is_day_to_day=True,
        is_season_ending=False,
    )


def _walk(schedule: pd.DataFrame, box: pd.DataFrame, notes: pd.DataFrame = NO_NOTES) -> Candidates:
    return walk_player_states(schedule, box, notes, SETTINGS)


def _of(candidates: Candidates, player: int, column: str) -> list[float]:
    table = candidates.table
    return table.loc[table["player_id"] == player, column].tolist()


def _rate(candidates: Candidates, player: int, statistic: str) -> list[float]:
    rows = (candidates.table["player_id"] == player).to_numpy()
    return candidates.rates[rows, RATE_STATISTICS.index(statistic)].tolist()


@pytest.fixture
def schedule() -> pd.DataFrame:
    dates = ("2021-01-01", "2021-01-03", "2021-01-05")
    return _schedule(
        *(("2020-21", date) for date in dates), ("2021-22", "2021-10-20"), ("2021-22", "2021-10-22")
    )


def test_expected_minutes_by_hand_over_three_games_and_a_new_season(schedule) -> None:
    box = _box(schedule, (0, 1, ANNA, 30, {}), (1, 1, ANNA, 20, {}), (3, 1, ANNA, 10, {}))
    found = _of(_walk(schedule, box), ANNA, "expected_minutes")
    total, games = 30 * 0.9 + 20, 1.9
    by_hand = [(30 + 8) / 2, (total + 8) / (games + 1)]
    total, games = total * 0.4, games * 0.4
    by_hand.append((total + 8) / (games + 1))
    by_hand.append((total * 0.9 + 10 + 8) / (games * 0.9 + 1 + 1))
    assert found == pytest.approx(by_hand, abs=1e-12)


def test_rates_shrink_to_the_men_of_few_minutes(schedule) -> None:
    box = _box(
        schedule,
        (0, 1, ANNA, 30, {"fga": 12.0}),
        (0, 1, BERT, 10, {"fga": 2.0}),
        (1, 1, ANNA, 20, {"fga": 4.0}),
        (1, 1, BERT, 10, {"fga": 0.0}),
    )
    candidates = _walk(schedule, box)
    # On the first evening all men count as men of few minutes; after it Anna is expected to play 19.
    first, second = 14 / 40, 14 / 50
    assert _rate(candidates, ANNA, "fga")[:2] == pytest.approx(
        [(12 + 10 * first) / (30 + 10), (12 / 2 + 4 + 10 * second) / (30 / 2 + 20 + 10)]
    )
    assert _rate(candidates, BERT, "fga")[:2] == pytest.approx(
        [(2 + 10 * first) / (10 + 10), (2 / 2 + 0 + 10 * second) / (10 / 2 + 10 + 10)]
    )


def test_plus_minus_has_a_half_life_and_a_prior_of_its_own(schedule) -> None:
    box = _box(schedule, (0, 1, ANNA, 30, {"plus_minus": 6.0}), (1, 1, ANNA, 20, {"plus_minus": -3.0}))
    low, keep = 6 / 30, 0.5**0.5
    assert _rate(_walk(schedule, box), ANNA, "plus_minus")[:2] == pytest.approx(
        [(6 + 20 * low) / (30 + 20), (6 * keep - 3 + 20 * low) / (30 * keep + 20 + 20)]
    )


def test_a_statistic_nobody_counted_changes_neither_sum_nor_minutes(schedule) -> None:
    box = _box(schedule, (0, 1, ANNA, 30, {"fga": 12.0}), (1, 1, ANNA, 20, {"fga": np.nan}))
    low = 12 / 30
    candidates = _walk(schedule, box)
    assert _rate(candidates, ANNA, "fga")[1] == pytest.approx((12 / 2 + 10 * low) / (30 / 2 + 10))
    assert np.isfinite(candidates.rates).all()


def test_a_note_of_the_day_before_is_seen_and_one_of_the_game_day_is_not(schedule) -> None:
    box = _box(schedule, (0, 1, ANNA, 30, {}))
    of_the_day = _walk(schedule, box, _notes(("2021-01-03", ANNA, "out")))
    day_before = _walk(schedule, box, _notes(("2021-01-02", ANNA, "out")))
    assert np.isnan(_of(of_the_day, ANNA, "note_out")[0])
    assert _of(of_the_day, ANNA, "note_out")[1] == 1.0
    assert _of(of_the_day, ANNA, "note_age")[1] == 2.0
    assert _of(day_before, ANNA, "note_out")[0] == 1.0
    assert _of(day_before, ANNA, "note_age")[0] == 1.0
    assert _of(day_before, ANNA, "note_day_to_day")[0] == 1.0
    assert _of(day_before, ANNA, "note_season_ending")[0] == 0.0


def test_an_appearance_closes_a_note_but_not_one_of_the_same_day(schedule) -> None:
    box = _box(schedule, (0, 1, ANNA, 30, {}), (1, 1, ANNA, 30, {}))
    earlier = _walk(schedule, box, _notes(("2021-01-02", ANNA, "out")))
    assert _of(earlier, ANNA, "note_out")[0] == 1.0
    assert np.isnan(_of(earlier, ANNA, "note_out")[1])
    # Hurt in the game itself: the note is as young as the appearance.
    same_day = _walk(schedule, box, _notes(("2021-01-03", ANNA, "out")))
    assert _of(same_day, ANNA, "note_out")[1] == 1.0
    assert _of(same_day, ANNA, "note_after_last_game")[1] == 0.0


def test_the_last_of_two_notes_of_a_day_stands_and_unknown_men_are_left_out(schedule) -> None:
    box = _box(schedule, (0, 1, ANNA, 30, {}))
    notes = _notes(("2021-01-02", ANNA, "out"), ("2021-01-02", ANNA, "back"), ("2021-01-02", 999, "out"))
    notes.loc[3] = notes.loc[0]
    notes.loc[3, "player_id"] = pd.NA
    assert _of(_walk(schedule, box, notes), ANNA, "note_out")[0] == 0.0


def test_the_share_of_games_played_and_the_games_missed_by_hand(schedule) -> None:
    box = _box(schedule, (0, 1, ANNA, 30, {}), (1, 1, BERT, 30, {}), (2, 1, ANNA, 30, {}))
    candidates = _walk(schedule, box)
    newcomer = 0.5 * 0.9 + 0.1
    missed = newcomer * 0.9
    assert _of(candidates, ANNA, "share_played")[:3] == pytest.approx([newcomer, missed, missed * 0.9 + 0.1])
    assert _of(candidates, ANNA, "games_missed")[:3] == [0, 1, 0]
    assert _of(candidates, ANNA, "days_since_played")[:2] == [2, 4]
    assert _of(candidates, ANNA, "last_minutes")[:2] == [30, 30]


def test_a_game_without_a_box_score_is_no_game_missed_but_it_is_no_rest_either(schedule) -> None:
    box = _box(schedule, (0, 1, ANNA, 30, {}), (0, 2, CARL, 30, {}), (1, 2, CARL, 30, {}))
    candidates = _walk(schedule, box)
    assert _of(candidates, ANNA, "games_missed")[:2] == [0, 0]
    assert _of(candidates, ANNA, "team_rest")[:2] == [2, 2]
    table = candidates.table
    second = table[(table["game_id"] == "0000000001") & (table["player_id"] == ANNA)]
    assert second["played"].isna().all()
    assert second["minutes"].isna().all()


def test_games_of_a_team_are_counted_from_the_start_of_the_season(schedule) -> None:
    rows = [(number, 1, ANNA, 30.0, {}) for number in range(5)]
    assert _of(_walk(schedule, _box(schedule, *rows)), ANNA, "team_games") == [1, 2, 0, 1]


def test_what_then_happened_stands_beside_every_man(schedule) -> None:
    box = _box(schedule, (0, 1, ANNA, 30, {}), (0, 1, BERT, 0, {}), (1, 1, BERT, 0, {}))
    candidates = _walk(schedule, box)
    assert _of(candidates, ANNA, "played")[0] == 0.0
    assert _of(candidates, ANNA, "minutes")[0] == 0.0
    assert _of(candidates, BERT, "played")[0] == 1.0
    assert np.isnan(_of(candidates, BERT, "played")[1])


def test_a_man_is_on_the_books_of_the_team_of_his_last_appearance_for_a_time(schedule) -> None:
    box = _box(schedule, (0, 1, ANNA, 30, {}), (1, 2, ANNA, 30, {}), (0, 1, BERT, 30, {}))
    table = _walk(schedule, box).table
    assert table.loc[table["player_id"] == ANNA, "team_id"].tolist() == [1, 2, 2, 2]
    short = walk_player_states(schedule, box, NO_NOTES, replace(SETTINGS, roster_days=3)).table
    assert short.loc[short["player_id"] == ANNA, "game_id"].tolist() == ["0000000001", "0000000002"]
    assert short.loc[short["player_id"] == BERT, "game_id"].tolist() == ["0000000001"]


def test_a_man_on_two_box_scores_of_a_day_is_on_one_teams_books(schedule) -> None:
    box = _box(schedule, (0, 1, ANNA, 10, {}), (0, 2, ANNA, 20, {}))
    table = _walk(schedule, box).table
    assert table.groupby(["game_id", "player_id"]).size().max() == 1
    assert set(table["team_id"]) == {2}


def test_both_games_of_a_team_on_one_day_have_its_men() -> None:
    schedule = _schedule(("2020-21", "2021-01-01"), ("2020-21", "2021-01-03"), ("2020-21", "2021-01-03"))
    table = _walk(schedule, _box(schedule, (0, 1, ANNA, 30, {}))).table
    assert table["game_id"].tolist() == ["0000000001", "0000000002"]


def test_rows_stand_in_the_order_of_date_game_team_and_player_whatever_the_order_of_the_tables() -> None:
    schedule = _schedule(*(("2020-21", f"2021-01-0{day}") for day in (1, 3, 5)), unplayed=1)
    rows = [(n, team, 10 * team + man, 20.0, {}) for n in (0, 1) for team in (1, 2) for man in (1, 2, 3)]
    box = _box(schedule, *rows)
    candidates = _walk(schedule, box)
    keys = ["game_date", "game_id", "team_id", "player_id"]
    assert candidates.table[keys].equals(candidates.table[keys].sort_values(keys, ignore_index=True))
    shuffled = _walk(schedule.sample(frac=1, random_state=1), box.sample(frac=1, random_state=2))
    pd.testing.assert_frame_equal(candidates.table, shuffled.table)
    assert len(candidates.table) == len(candidates.rates) == 2 * 2 * 3


def test_the_box_score_of_an_unknown_team_is_refused(schedule) -> None:
    box = _box(schedule, (0, 3, ANNA, 30, {}))
    with pytest.raises(ValueError, match=r"game 0000000000: expected a team of the team games, was 3 \(1"):
        _walk(schedule, box)


@pytest.mark.parametrize(
    ("setting", "value", "message"),
    [
        ("rate_half_life", 0, "Player state rate_half_life: expected more than 0, was 0"),
        ("minutes_decay", 1.2, r"Player state minutes_decay: expected 0 to 1, was 1\.2"),
        ("roster_days", -1, "Player state roster_days: expected more than 0, was -1"),
    ],
)
def test_settings_out_of_range_are_refused(setting, value, message) -> None:
    with pytest.raises(ValueError, match=message):
        replace(SETTINGS, **{setting: value})
