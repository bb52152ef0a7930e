import pandas as pd
import pytest

from busta.features.player_bio import BIO_COLUMNS, GROUP, BioSettings
from tests.player_tables import FIRST, questions

SETTINGS = BioSettings(undrafted_number=61, draft_age=19)


def _row(**changes: object) -> pd.Series:
    man = {
        "player_id": 1, "birth_date": pd.Timestamp("1995-11-01"), "height_cm": 201.0, "weight_kg": 102.0,
        "position": "Forward-Center", "draft_year": 2015, "draft_number": 7,
    }  # fmt: skip
    players = pd.DataFrame([man | changes]).astype(
        {"draft_year": "Int64", "draft_number": "Int64", "position": "str", "birth_date": "datetime64[us]"}
    )
    tables = {"feat_player_questions": questions([0]), "prm_players": players}
    return GROUP.build(tables, SETTINGS).iloc[0]


def test_age_is_that_of_the_day() -> None:
    assert pd.Timestamp("2020-11-01") == FIRST
    assert _row()["bio_age"] == pytest.approx(25, abs=0.01)


def test_size_is_that_of_the_list() -> None:
    assert _row()[["bio_height", "bio_weight"]].tolist() == [201, 102]


@pytest.mark.parametrize(
    ("position", "flags"),
    [
        ("Guard", [1, 0, 0]),
        ("Guard-Forward", [1, 1, 0]),
        ("Forward-Center", [0, 1, 1]),
        ("Center", [0, 0, 1]),
    ],
)
def test_a_man_can_have_two_positions(position, flags) -> None:
    assert _row(position=position)[["bio_guard", "bio_forward", "bio_center"]].tolist() == flags


def test_experience_counts_from_the_draft() -> None:
    row = _row()
    assert row[["bio_experience", "bio_draft_number"]].tolist() == [5, 7]


def test_a_man_not_drafted_comes_after_the_last_and_from_the_year_he_could_have_been() -> None:
    row = _row(draft_year=None, draft_number=None)
    assert row[["bio_experience", "bio_draft_number"]].tolist() == [6, 61]


def test_a_man_of_no_list_is_not_taken_for_undrafted() -> None:
    nothing = dict.fromkeys(
        ["birth_date", "height_cm", "weight_kg", "position", "draft_year", "draft_number"]
    )
    assert _row(**nothing)[list(BIO_COLUMNS)].isna().all()
    assert _row(player_id=2)[list(BIO_COLUMNS)].isna().all()


def test_settings_out_of_range_are_refused() -> None:
    with pytest.raises(ValueError, match="draft_age"):
        BioSettings(undrafted_number=61, draft_age=0)
