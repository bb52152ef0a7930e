"""The odds part of ingestion, whole: with no file at all, and on the real data."""

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
import yaml

from busta.datasets import RawFilesDataset
from busta.nba.games import build_games
from busta.odds.margin import remove_margin
from busta.params.odds import OddsParams
from busta.pipelines.ingestion import odds_nodes as nodes
from busta.pipelines.ingestion.odds_pipeline import create_odds_pipeline
from busta.schemas.market import MarketLines, Quotes
from busta.sources.fanduel import SOURCE as FANDUEL
from busta.sources.parsed import RawFile
from busta.sources.team_logs import parse_team_logs
from tests.sources.raw_texts import BOS, NYK, games, raw

QUOTED = [
    "sbr_odds",
    "closing_lines",
    "oddsportal_moneylines",
    "book_lines",
    "api_spreads",
    "api_totals",
    "api_moneylines",
    "fanduel_odds",
    "rotowire_odds",
]
SNAPSHOTS = ["spreads", "totals", "moneylines"]
SCHEDULE = ["season", "game_id", "game_date", "season_type", "home_team_id", "away_team_id"]


def _parameters(repository: Path) -> OddsParams:
    return OddsParams.model_validate(
        yaml.safe_load((repository / "conf/base/parameters_odds.yml").read_text())["odds"]
    )


def _ingested(raw: dict[str, dict[str, RawFile]], known: pd.DataFrame, odds: OddsParams) -> dict[str, Any]:
    done: dict[str, Any] = {
        source: ingest(raw[source], known, odds) for source, ingest in nodes.ADAPTERS.items()
    }
    average, closing = done["oddsportal_moneylines"][0], done["closing_lines"][0]
    done[FANDUEL] = nodes.ingest_fanduel_odds(raw[FANDUEL], known, average, closing, odds)
    return done


@pytest.fixture(scope="session")
def real_odds(raw_root: Path, repository: Path) -> dict[str, Any]:
    """Everything the odds part makes of the real data."""
    catalog = yaml.safe_load((repository / "conf/base/catalog_odds.yml").read_text())
    raw = {}
    for source in QUOTED:
        entry = catalog[f"raw_{source}"]
        folder = raw_root / Path(entry["path"]).name
        raw[source] = RawFilesDataset(
            path=str(folder), pattern=entry["pattern"], format=entry["format"]
        ).load()
    logs = RawFilesDataset(path=str(raw_root / "team_logs"), pattern="nba_games_*.csv", format="csv").load()
    known = build_games(
        parse_team_logs(logs).rows, pd.DataFrame(columns=SCHEDULE).astype({"game_date": "datetime64[us]"})
    )
    odds = _parameters(repository)
    done = _ingested(raw, known, odds)
    quotes = nodes.build_quotes(*[done[source][0] for source in QUOTED], odds)
    return {"done": done, "games": known, "quotes": quotes, "lines": nodes.choose_market_lines(quotes, odds)}


def _joined(real_odds: dict[str, Any], source: str) -> pd.Series:
    coverage = real_odds["done"][source][3]
    return coverage[coverage["what"].eq("league games")].set_index("season")["joined"].loc[:"2023-24"]


def test_without_any_odds_file_all_tables_are_empty_and_valid(repository: Path) -> None:
    odds = _parameters(repository)
    known = games(("0021600001", "2016-11-01", BOS, NYK, 107, 87))
    done = _ingested({source: {} for source in QUOTED}, known, odds)
    quotes = nodes.build_quotes(*[done[source][0] for source in QUOTED], odds)
    lines = nodes.choose_market_lines(quotes, odds)
    assert Quotes.validate(quotes).empty
    assert MarketLines.validate(lines).empty
    assert nodes.join_coverage(*[tables[3] for tables in done.values()]).empty
    assert nodes.find_neutral_games(done["sbr_odds"][0], done["oddsportal_moneylines"][0]).empty
    assert nodes.find_first_half_scores(done["closing_lines"][0]).empty
    assert nodes.find_tip_offs(*[done[f"api_{name}"][0] for name in SNAPSHOTS]).empty


def test_a_floor_is_neutral_where_either_archive_says_so() -> None:
    one = pd.DataFrame({"game_id": ["a", "b", "c"], "is_neutral": [True, False, True]})
    other = pd.DataFrame({"game_id": ["a", "b", "d"], "is_neutral": [True, True, False]})
    assert nodes.find_neutral_games(one, other)["game_id"].tolist() == ["a", "c", "b"]


def test_a_snapshot_after_the_morning_is_kept_for_the_start_and_counted_as_of_no_use(
    repository: Path,
) -> None:
    start, prices = "2016-11-02T00:30:00Z", "-3.0,1.91,3.0,1.91"
    rows = [
        f"{seen},{start},Boston Celtics,New York Knicks,betmgm,{prices}"
        for seen in ("2016-11-01T15:55:00Z", "2016-11-01T22:00:00Z")
    ]
    header = (
        "timestamp,commence_time,home_team,away_team,bookmaker,home_point,home_price,away_point,away_price"
    )
    known = games(("0021600001", "2016-11-01", BOS, NYK, 107, 87))
    kept, refused, _, coverage = nodes.ingest_api_spreads(
        raw("spreads.parquet", header, *rows), known, _parameters(repository)
    )
    assert (len(kept), len(refused)) == (2, 0)
    counted = coverage.set_index("what")[["read", "joined", "refused", "reason"]]
    assert counted.loc["rows"].tolist() == [2, 1, 1, "after the morning and not the close: 1"]
    assert counted.loc["league games"].tolist() == [1, 1, 0, ""]


def test_an_event_that_matches_no_game_is_named_in_the_coverage_and_what_to_do(repository: Path) -> None:
    header = "timestamp,commence_time,home_team,away_team,bookmaker,home_price,away_price"
    known = games(("0021600001", "2016-11-01", BOS, NYK, 107, 87))
    rows = [
        f"2016-11-01T15:55:00Z,{start},{teams},betmgm,1.91,1.91"
        for start, teams in (
            ("2016-11-02T00:30:00Z", "Boston Celtics,New York Knicks"),
            ("2016-11-04T00:30:00Z", "New York Knicks,Boston Celtics"),
        )
    ]
    kept, refused, _, coverage = nodes.ingest_api_moneylines(
        raw("moneylines.parquet", header, *rows), known, _parameters(repository)
    )
    assert (len(kept), len(refused)) == (1, 1)
    counted = coverage.set_index("what")["reason"]
    assert counted["rows"] == (
        "no league game of that day between these teams: 1; no game is known for the events Boston Celtics at New York "
        "Knicks of 2016-11-03: if they are games to come, fetch the schedule and run ingestion again; their quotes are "
        "kept"
    )
    assert counted["league games"] == ""


def test_totals_and_moneylines_of_a_snapshot_reach_the_lines_of_their_markets(repository: Path) -> None:
    odds = _parameters(repository)
    known = games(("0021600001", "2016-11-01", BOS, NYK, 107, 87))
    about = "2016-11-02T00:30:00Z,Boston Celtics,New York Knicks,betmgm"
    seen = ("2016-11-01T15:55:00Z", "2016-11-01T23:45:00Z")
    done = _ingested({source: {} for source in QUOTED}, known, odds)
    for name, columns, values in (
        (
            "totals",
            "over_point,over_price,under_point,under_price",
            ["210.5,1.91,210.5,1.91", "212.5,1.91,212.5,1.91"],
        ),
        ("moneylines", "home_price,away_price", ["1.5,2.7", "1.6,2.5"]),
    ):
        header = f"timestamp,commence_time,home_team,away_team,bookmaker,{columns}"
        rows = [f"{moment},{about},{value}" for moment, value in zip(seen, values, strict=True)]
        ingest = nodes.ADAPTERS[f"api_{name}"]
        done[f"api_{name}"] = ingest(raw(f"{name}.parquet", header, *rows), known, odds)
    quotes = nodes.build_quotes(*[done[source][0] for source in QUOTED], odds)
    lines = nodes.choose_market_lines(quotes, odds)
    Quotes.validate(quotes)
    found = lines.set_index(["market", "moment"])[["line", "source"]]
    assert found.loc[("total", "morning")].tolist() == [210.5, "api_totals"]
    assert found.loc[("total", "close")].tolist() == [212.5, "api_totals"]
    assert found.loc[("moneyline", "close")].tolist() == [0.0, "api_moneylines"]
    assert quotes["quoted_at_utc"].notna().all()
    assert len(nodes.find_tip_offs(*[done[f"api_{name}"][0] for name in SNAPSHOTS])) == 1


def test_every_node_has_a_name_and_every_source_its_four_tables() -> None:
    pipeline = create_odds_pipeline()
    assert len({node.name for node in pipeline.nodes}) == len(pipeline.nodes)
    assert pipeline.inputs() == {f"raw_{source}" for source in QUOTED} | {"int_games", "params:odds"}
    for source in QUOTED:
        made = {f"int_{source}", f"int_{source}_refused", f"int_{source}_files", f"int_{source}_coverage"}
        assert made <= pipeline.all_outputs()


def test_the_spreadsheets_meet_10438_games_of_the_day_and_six_one_day_off(real_odds: dict[str, Any]) -> None:
    assert _joined(real_odds, "sbr_odds").loc[:"2022-23"].sum() == 10_444
    coverage = real_odds["done"]["sbr_odds"][3]
    misdated = coverage["reason"].str.extract(r"date one day off: (\d+)")[0].dropna().astype(int)
    assert misdated.sum() == 6
    differs = coverage["reason"].str.extract(r"final score differs: (\d+)")[0].dropna().astype(int)
    assert differs.sum() == 4


def test_the_closing_lines_meet_every_league_game(real_odds: dict[str, Any]) -> None:
    assert _joined(real_odds, "closing_lines").sum() == 12_836


def test_the_average_moneylines_miss_seven_games(real_odds: dict[str, Any]) -> None:
    assert _joined(real_odds, "oddsportal_moneylines").sum() == 12_829


def test_each_archive_misses_neutral_floors_of_the_other(
    real_odds: dict[str, Any],
) -> None:
    told = [
        set(rows.loc[rows["is_neutral"], "game_id"])
        for rows in (real_odds["done"][source][0] for source in ("sbr_odds", "oddsportal_moneylines"))
    ]
    assert [len(ids) for ids in told] == [177, 7]
    # London, Mexico City twice, Mexico City again, Paris.
    assert {"0021600589", "0021600591", "0021600605", "0022300172", "0022300527"} <= told[1]
    assert told[0] & told[1] == {"0021400117"}


def test_the_restart_was_played_on_a_neutral_floor(real_odds: dict[str, Any]) -> None:
    rows = real_odds["done"]["sbr_odds"][0]
    assert rows.loc[rows["season"].eq("2019-20"), "is_neutral"].sum() == 172


def test_the_real_quotes_and_lines_keep_their_contracts(real_odds: dict[str, Any]) -> None:
    Quotes.validate(real_odds["quotes"])
    MarketLines.validate(real_odds["lines"])


def test_the_mistyped_opening_total_of_1955_5_is_refused_and_named(real_odds: dict[str, Any]) -> None:
    refused = real_odds["done"]["sbr_odds"][1]
    found = refused[refused["value"].eq("1955.5")]
    assert found[["file", "column"]].to_numpy().tolist() == [["nba odds 2016-17.xlsx", "Open"]]


def test_the_closing_moneyline_forecasts_as_well_as_it_did_in_the_trial(real_odds: dict[str, Any]) -> None:
    prices = real_odds["done"]["oddsportal_moneylines"][0].dropna(subset=["home_price", "away_price"])
    prices = prices[prices["season"].between("2018-19", "2023-24")].merge(
        real_odds["games"][["game_id", "home_points", "away_points"]], on="game_id"
    )
    is_won = prices["home_points"].gt(prices["away_points"])
    brier = {
        method: float(
            np.square(remove_margin(prices["home_price"], prices["away_price"], method) - is_won).mean()
        )
        for method in ("multiplicative", "additive", "shin", "power")
    }
    assert brier["multiplicative"] == pytest.approx(0.2094, abs=0.0001)
    assert brier["multiplicative"] < brier["additive"] < brier["power"]
    assert brier["shin"] == pytest.approx(brier["additive"], abs=1e-9)


def test_no_quote_of_fanduel_is_far_from_the_close(real_odds: dict[str, Any]) -> None:
    lines = real_odds["lines"]
    closing = lines[lines["moment"].eq("close") & lines["market"].eq("total")].set_index("game_id")["line"]
    rows = real_odds["done"][FANDUEL][0]
    assert (rows["total"] - rows["game_id"].map(closing)).abs().max() <= 2
    assert len(rows) > 2_300
