"""Reading anyone's predictions."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from busta.datasets.raw_formats import READERS, read_csv, read_parquet
from busta.sources.picks import COLUMNS, PickFile, PicksError, read_picks, refusal_sentences
from tests.picks_world import MARKETS
from tests.project import REPOSITORY

NUGGETS, LAKERS, SUNS = 1610612743, 1610612747, 1610612756
GAMES = pd.DataFrame(
    {
        "season": pd.Series(["2023-24", "2023-24"], dtype="str"),
        "game_id": pd.Series(["0022300061", "0022300062"], dtype="str"),
        "game_date": pd.to_datetime(["2023-10-24", "2023-10-24"]).astype("datetime64[us]"),
        "home_team_id": [NUGGETS, 1610612744],
        "away_team_id": [LAKERS, SUNS],
    }
)
GOOD = "0022300062,moneyline,.5"


def _read(folder: Path, text: str, market: str | None = None) -> PickFile:
    path = folder / "picks.csv"
    path.write_text(text, encoding="utf-8")
    return read_picks(read_csv(path), GAMES, MARKETS, market)


def _one(folder: Path, header: str, row: str) -> pd.Series:
    found = _read(folder, f"{header}\n{row}\n")
    assert len(found.refused) == 0
    return found.rows.iloc[0]


@pytest.mark.parametrize("written", ["0022300061", "22300061", "022300061"])
def test_a_game_is_found_by_its_id_even_where_a_spreadsheet_took_the_zeros(
    tmp_path: Path, written: str
) -> None:
    row = _one(tmp_path, "game_id,market,probability", f"{written},moneyline,0.6")
    assert (row["game_id"], row["season"], row["home_team_id"]) == ("0022300061", "2023-24", NUGGETS)


@pytest.mark.parametrize(
    ("home", "away"), [("Denver Nuggets", "Los Angeles Lakers"), ("DEN", "LAL"), ("nuggets", "L.A. Lakers")]
)
def test_a_game_is_found_by_day_and_teams_in_any_spelling(tmp_path: Path, home: str, away: str) -> None:
    row = _one(tmp_path, "date,home_team,visitor,market,probability", f"2023-10-24,{home},{away},total,.5")
    assert row["game_id"] == "0022300061"


def test_a_game_that_is_not_there_is_refused_and_never_guessed(tmp_path: Path) -> None:
    text = "game_id,game_date,home,away,market,probability\n"
    text += "0022300062,,,,moneyline,.5\n"
    text += ",2023-10-25,DEN,LAL,moneyline,.5\n,2023-10-24,LAL,DEN,moneyline,.5\n"
    text += "0022399999,,,,moneyline,.5\n0022300061,,PHX,,moneyline,.5\n,2023-10-24,DEN,,moneyline,.5\n"
    found = _read(tmp_path, text)
    assert list(found.rows["row"]) == [2]
    assert list(found.refused["row"]) == [3, 4, 5, 6, 7]
    assert list(found.refused["column"]) == ["home", "home", "game_id", "home", "game_id"]
    assert "here they were the visitors" in found.refused["expected"].iloc[1]


@pytest.mark.parametrize(
    ("column", "value", "expected"),
    [
        ("probability", "1.2", "a probability from 0 to 1"),
        ("probability", "-0.1", "a probability from 0 to 1"),
        ("probability", "55%", "a probability from 0 to 1"),
        ("probability", "nan", "a probability from 0 to 1"),
        ("probability", "", "a probability, a selection, or both"),
        ("market", "points", "one of moneyline, ats, total"),
        ("selection", "Lakers", "one of the two teams"),
        ("line", "4.5", "no line, or 0"),
        ("line", "inf", "a line in points"),
        ("home_spread", "-4.5", "only ats has a spread"),
        ("price", "-110", "the selection that the price belongs to"),
        ("price", "50x", "American odds (-110, +145) or decimal"),
        ("price", "-50", "American odds (-110, +145) or decimal"),
        ("stake", "0", "a stake above 0"),
        ("stake", "1e99", "a stake above 0"),
        ("made_at", "yesterday", "a UTC time stamp"),
        ("made_at", "2023-13-24T01:00:00Z", "a UTC time stamp"),
        ("moment", "noon", "one of open, morning, close"),
        ("player", "Nikola Jokic", "markets on players are not graded"),
        ("game_date", "24.10.2023", "the US Eastern day of the game such as"),
        ("home", "Sharks", "the name of an NBA team"),
        ("game_id", "abc", "ten digits"),
    ],
)
def test_a_bad_cell_is_refused_by_file_row_and_column_and_the_good_rows_stay(
    tmp_path: Path, column: str, value: str, expected: str
) -> None:
    cells = {"game_id": "0022300062", "market": "moneyline", "probability": ".5"} | {column: value}
    good = {"game_id": "0022300061", "market": "moneyline", "probability": ".4"}
    pd.DataFrame([good, cells]).to_csv(tmp_path / "picks.csv", index=False)
    found = read_picks(read_csv(tmp_path / "picks.csv"), GAMES, MARKETS)
    assert list(found.rows["game_id"]) == ["0022300061"]
    told = [sentence for sentence in refusal_sentences(found.refused) if expected in sentence]
    where = "selection" if "selection that" in expected else column
    assert told[0].startswith(f"picks.csv, row 3, column {where}: expected ")
    assert found.read == 2


@pytest.mark.parametrize(
    ("prices", "decimal"),
    [
        (["-110", "+150"], [1 + 100 / 110, 2.5]),
        (["-110", "150"], [1 + 100 / 110, 2.5]),
        (["−110", "2.5"], [1 + 100 / 110, 2.5]),
        (["1.91", "2"], [1.91, 2.0]),
        (["+100", "-100"], [2.0, 2.0]),
    ],
)
def test_a_price_is_read_as_what_it_can_only_be(
    tmp_path: Path, prices: list[str], decimal: list[float]
) -> None:
    text = "game_id,market,selection,price\n"
    text += f"0022300061,ml,home,{prices[0]}\n0022300062,ml,away,{prices[1]}\n"
    assert list(_read(tmp_path, text).rows["price"]) == pytest.approx(decimal)


@pytest.mark.parametrize(
    ("other", "price", "expected"),
    [
        ("1.9", "150", "either American or decimal"),
        ("", "150", "either American or decimal"),
        ("-110", "+50", "American odds (-110, +145) or decimal"),
        ("1.9", "0.9", "American odds (-110, +145) or decimal"),
        ("1.9", "1e9", "American odds (-110, +145) or decimal"),
    ],
)
def test_a_price_that_is_none_or_may_be_either_is_an_error(
    tmp_path: Path, other: str, price: str, expected: str
) -> None:
    text = f"game_id,market,selection,price\n0022300061,ml,home,{other}\n0022300062,ml,away,{price}\n"
    refused = _read(tmp_path, text).refused
    assert (list(refused["row"]), list(refused["column"])) == ([3], ["price"])
    assert expected in refused["expected"].iloc[0]


def test_the_home_spread_is_minus_the_line(tmp_path: Path) -> None:
    header = "game_id,market,selection,home_spread,line"
    assert _one(tmp_path, header, "0022300061,spread,Denver,-4.5,")["line"] == 4.5
    assert _one(tmp_path, header, "0022300061,spread,Denver,-4.5,4.5")["line"] == 4.5
    with pytest.raises(PicksError, match="minus the line, or one of the two alone"):
        _read(tmp_path, f"{header}\n0022300061,spread,Denver,-4.5,-4.5\n")


@pytest.mark.parametrize(
    ("market", "written", "side"),
    [
        ("ats", "home", "over"),
        ("ats", "Lakers", "under"),
        ("ml", "DEN", "over"),
        ("total", "Under", "under"),
        ("over/under", "over", "over"),
    ],
)
def test_a_side_may_be_named_by_its_team(tmp_path: Path, market: str, written: str, side: str) -> None:
    assert _one(tmp_path, "game_id,market,pick", f"0022300061,{market},{written}")["selection"] == side


def test_a_total_has_no_home_side(tmp_path: Path) -> None:
    with pytest.raises(PicksError, match="expected over or under, was 'home'"):
        _read(tmp_path, "game_id,market,selection\n0022300061,total,home\n")


def test_a_second_pick_of_the_same_line_is_refused(tmp_path: Path) -> None:
    found = _read(tmp_path, "game_id,market,probability\n22300061,ats,.5\n0022300061,ats,.6\n")
    assert list(found.rows["probability"]) == [0.5]
    assert "the first is line 2 of picks.csv" in found.refused["expected"].iloc[0]


def test_times_are_utc_and_offsets_are_counted(tmp_path: Path) -> None:
    header = "game_id,market,probability,made_at"
    for written in ("2023-10-24T17:30:00Z", "2023-10-24 17:30", "2023-10-24T13:30:00-04:00"):
        row = _one(tmp_path, header, f"0022300061,ats,.5,{written}")
        assert row["made_at"] == pd.Timestamp("2023-10-24 17:30", tz="UTC")


def test_a_probability_keeps_every_digit_on_its_way_through_text(tmp_path: Path) -> None:
    exact = 0.1 + 0.2
    assert _one(tmp_path, "game_id,market,probability", f"0022300061,ats,{exact!r}")["probability"] == exact


def test_our_own_file_is_read_as_it_is_once_its_market_is_named(tmp_path: Path) -> None:
    own = pd.DataFrame(
        {"game_id": ["0022300061"], "game_date": [GAMES["game_date"].iloc[0]], "player_id": pd.array([pd.NA], "Int64"),
         "line": [4.5], "probability_over": [0.25], "probability_model": [0.5]}
    )  # fmt: skip
    own.to_parquet(tmp_path / "own.parquet")
    found = read_picks(read_parquet(tmp_path / "own.parquet"), GAMES, MARKETS, "ats")
    assert found.rows[["market", "probability", "line"]].iloc[0].tolist() == ["ats", 0.25, 4.5]
    assert found.ignored == ("player_id", "probability_model")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "expected a header and rows, was an empty file"),
        ("game_id,market\n1,ats\n", "expected a column probability .* was game_id, market"),
        ("game_id,probability\n1,.5\n", "expected a column market"),
        (
            "market,probability\nats,.5\n",
            "expected a column game_id, or the columns game_date, home and away",
        ),
        ("game_id,market,probability\n", "expected at least one good row, was none: no row at all"),
        ("date,game_date,home,away,market,p\n", "expected one column game_date, was more than one"),
        ("game_id,market,p\nx,y,z\na,b,c\n", "expected at least one good row, was none: .* and 3 more"),
    ],
)
def test_a_file_without_any_good_row_fails_in_one_sentence(tmp_path: Path, text: str, sentence: str) -> None:
    with pytest.raises(PicksError, match=sentence):
        _read(tmp_path, text)


def test_a_line_of_another_length_is_refused_and_counted(tmp_path: Path) -> None:
    found = _read(tmp_path, f"game_id,market,probability\n{GOOD}\n0022300061,ats\n")
    assert (found.read, len(found.rows)) == (2, 1)
    assert refusal_sentences(found.refused)[0].startswith("picks.csv, row 3: expected 3 fields, was")


def test_the_example_of_the_recipe_is_read_whole() -> None:
    example = REPOSITORY / "docs" / "recipes" / "picks-example.csv"
    found = read_picks(read_csv(example), GAMES, MARKETS)
    assert (found.read, len(found.rows), len(found.refused), found.ignored) == (3, 3, 0, ())
    assert set(pd.read_csv(example).columns) <= set(COLUMNS)


CELLS = st.one_of(
    st.text(max_size=8),
    st.sampled_from(
        ["", "0022300061", "22300062", "2023-10-24", "DEN", "LAL", "ats", "total", ".5", "1", "-110", "150", "1e99",
         "over", "home", "open", "2023-10-24T17:30:00Z", "9999-99-99T99:99:99Z", "=1+1", "\x00", "٣", "-", "4.5", "nan"]
    ),
)  # fmt: skip
TABLES = st.lists(st.lists(CELLS, min_size=len(COLUMNS), max_size=len(COLUMNS)), max_size=4)


def _says_a_sentence(path: Path) -> None:
    try:
        found = read_picks(READERS[path.suffix[1:]](path), GAMES, MARKETS)
    except PicksError as error:
        sentences = [str(error)]
    else:
        assert len(found.rows)
        assert found.rows["probability"].dropna().between(0, 1).all()
        assert found.rows["price"].dropna().gt(1).all()
        assert found.rows["game_id"].isin(GAMES["game_id"]).all()
        sentences = refusal_sentences(found.refused)
    assert all("expected" in sentence for sentence in sentences)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(table=TABLES)
def test_whatever_stands_in_the_cells_there_is_a_sentence_and_no_traceback(
    tmp_path: Path, table: list[list[str]]
) -> None:
    path = tmp_path / "fuzz.csv"
    frame = pd.DataFrame(table, columns=list(COLUMNS), dtype="object")
    path.write_bytes(frame.to_csv(index=False).encode("utf-8", "surrogatepass"))
    _says_a_sentence(path)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=st.binary(max_size=80), head=st.booleans(), suffix=st.sampled_from(["csv", "parquet", "xlsx"]))
def test_whatever_the_bytes_are_there_is_a_sentence_and_no_traceback(
    tmp_path: Path, content: bytes, head: bool, suffix: str
) -> None:
    path = tmp_path / f"fuzz.{suffix}"
    path.write_bytes((b"game_id,market,probability\n" if head else b"") + content)
    _says_a_sentence(path)


def test_a_parquet_file_of_odd_types_is_refused_cell_by_cell(tmp_path: Path) -> None:
    odd = pd.DataFrame(
        {"game_id": [22300061, 22300062], "market": ["ats", "ats"], "probability": [0.5, 0.6], "line": [[1.0], [2.0]],
         "selection": [b"over", b"under"], "made_at": pd.to_datetime(["2023-10-24", None])}
    )  # fmt: skip
    odd.to_parquet(tmp_path / "odd.parquet")
    with pytest.raises(PicksError, match="column line: expected a line in points"):
        read_picks(read_parquet(tmp_path / "odd.parquet"), GAMES, MARKETS)
