import pandas as pd
import pytest

from busta.features.standings import standings
from tests.features.test_team_ranks import game

BOS, PHI, ATL, LAL = 1610612738, 1610612755, 1610612737, 1610612747


def _league() -> pd.DataFrame:
    games = [
        game(0, BOS, PHI, (100, 90), 100),
        game(1, BOS, ATL, (100, 90), 100),
        game(2, PHI, ATL, (100, 90), 100),
        game(3, LAL, ATL, (float("nan"), float("nan")), 0),
    ]
    return pd.concat(games, ignore_index=True).assign(season_type="regular")


def _on(day: int, table: pd.DataFrame) -> pd.DataFrame:
    return table[table["game_date"] == pd.Timestamp("2020-11-01") + pd.Timedelta(days=day)].set_index(
        "team_id"
    )


def test_records_are_those_of_the_evening_before() -> None:
    table = standings(_league(), places=2)
    assert _on(0, table)["win_share"].tolist() == [0.5] * 4
    assert _on(3, table)["win_share"].to_dict() == {BOS: 1, PHI: 0.5, ATL: 0, LAL: 0.5}
    assert _on(3, table)["games"].to_dict() == {BOS: 2, PHI: 2, ATL: 2, LAL: 0}


def test_the_lead_is_over_the_last_place_of_the_own_conference() -> None:
    # The second of the East has won one of two; alone in the West one leads oneself by nothing.
    lead = _on(3, standings(_league(), places=2))["lead_games"]
    assert lead.to_dict() == pytest.approx({BOS: 1, PHI: 0, ATL: -1, LAL: 0})


def test_play_offs_are_no_part_of_the_record() -> None:
    league = _league()
    league.loc[league["game_date"] > pd.Timestamp("2020-11-01"), "season_type"] = "playoffs"
    assert _on(3, standings(league, places=2))["games"].to_dict() == {BOS: 1, PHI: 1, ATL: 0, LAL: 0}
