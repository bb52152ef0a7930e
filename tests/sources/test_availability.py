"""Pages meet games and players; nothing from after tip-off."""

from __future__ import annotations

import pandas as pd
import pytest

from busta.nba.players import careers
from busta.sources.availability import Availability, People, build_availability

ATL, BOS, CHI, DET = 1610612737, 1610612738, 1610612741, 1610612765
GAMES = pd.DataFrame(
    {
        "season": "2023-24", "game_id": ["g1", "g2", "g3"],
        "game_date": pd.to_datetime(["2024-02-14", "2024-02-15", "2024-02-20"]).astype("datetime64[us]"),
        "home_team_id": [ATL, BOS, ATL], "away_team_id": [BOS, CHI, DET],
        "tip_off_utc": pd.to_datetime(["2024-02-15T00:30Z", None, "2024-02-21T00:30Z"]),
    }
)  # fmt: skip
SEEN = pd.DataFrame(
    {
        "player_id": [1, 2, 3], "player_name": ["Trae Young", "Jaylen Brown", "Zach LaVine"],
        "team_id": [ATL, BOS, CHI],
        "game_date": pd.to_datetime(["2024-01-01"] * 3),
    }
)  # fmt: skip
PEOPLE = People(careers(SEEN), SEEN, 365)


def _page(seen: str, name: str = "Trae Young", team: int = ATL, **more: object) -> pd.DataFrame:
    row = {"seen_at_utc": pd.Timestamp(seen), "team_id": team, "player_name": name, "status": "out", **more}
    page = pd.DataFrame([row])
    if "game_date" in more:
        page["game_date"] = pd.to_datetime(page["game_date"]).astype("datetime64[us]")
    return page.astype({"seen_at_utc": "datetime64[us, UTC]"})


def _build(*pages: pd.DataFrame, source: str = "injury_snapshots") -> Availability:
    return build_availability({source: pd.concat(pages, ignore_index=True)}, GAMES, PEOPLE, 1)


def _reason(built: Availability) -> str:
    assert built.rows.empty
    return built.coverage["reason"].iloc[0].rsplit(":", 1)[0]


def test_a_page_without_a_game_speaks_of_the_next_one() -> None:
    row = _build(_page("2024-02-14T20:30Z")).rows.iloc[0]
    assert (row["game_id"], row["player_id"], row["source"]) == ("g1", 1, "injury_snapshots")
    assert row["minutes_to_tip_off"] == 240
    assert pd.isna(row["chance_of_playing"])


def test_a_game_that_has_begun_is_not_the_next_one() -> None:
    # At tip-off itself it is too late; the game after that is too far away.
    assert _reason(_build(_page("2024-02-15T00:30Z"))) == "no game of that team on the day of the page"


@pytest.mark.parametrize(("seen", "found"), [("2024-02-19T20:00Z", True), ("2024-02-18T20:00Z", False)])
def test_a_page_speaks_of_today_and_tomorrow_only(seen: str, found: bool) -> None:
    assert (len(_build(_page(seen)).rows) == 1) is found


def test_a_game_without_known_start_keeps_its_pages_without_minutes() -> None:
    row = _build(_page("2024-02-15T20:00Z", "Jaylen Brown", BOS)).rows.iloc[0]
    assert row["game_id"] == "g2"
    assert pd.isna(row["minutes_to_tip_off"])


def test_a_page_with_a_date_belongs_to_the_game_of_that_date() -> None:
    built = _build(_page("2024-02-14T20:30Z", game_date="2024-02-14"), source="underdog_statuses")
    assert built.rows["game_id"].tolist() == ["g1"]
    late = _build(_page("2024-02-15T00:30Z", game_date="2024-02-14"), source="underdog_statuses")
    assert _reason(late) == "at or after tip-off"


def test_a_page_that_names_its_game_keeps_it_and_its_chance() -> None:
    page = _page(
        "2024-02-14T20:30Z", game_id="g1", game_date="2024-02-14", chance_of_playing=0.5, tip_off_utc=pd.NaT
    )
    row = _build(page, source="rotowire_lineups").rows.iloc[0]
    assert (row["game_id"], row["chance_of_playing"]) == ("g1", 0.5)
    other = _page("2024-02-14T20:30Z", team=CHI, game_id="g1", game_date="2024-02-14")
    assert _reason(_build(other, source="rotowire_lineups")) == "no game of that team on the day of the page"


def test_a_name_that_nobody_has_is_counted() -> None:
    assert (
        _reason(_build(_page("2024-02-14T20:30Z", "Magic Man")))
        == "no player, or more than one, of that name"
    )


def test_a_player_under_both_teams_counts_for_his_own() -> None:
    both = [_page("2024-02-14T20:30Z", team=team, game_date="2024-02-14") for team in (BOS, ATL)]
    built = _build(*both, source="underdog_statuses")
    assert built.rows["team_id"].tolist() == [ATL]
    assert built.coverage["reason"].tolist() == ["stands under both teams of the game: 1"]


def test_two_spellings_of_one_player_are_one_row() -> None:
    built = _build(_page("2024-02-14T20:30Z"), _page("2024-02-14T20:30Z", "Trae Young Jr."))
    assert len(built.rows) == 1
    assert built.coverage["reason"].tolist() == ["two spellings of one player on a page: 1"]


def test_no_pages_give_an_empty_table() -> None:
    built = _build(_page("2024-02-14T20:30Z").head(0))
    assert built.rows.empty
    assert built.coverage.empty
