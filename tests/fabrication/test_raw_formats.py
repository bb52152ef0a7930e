"""The invented files are read by the project's own adapters, to the last row."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

import pytest
import yaml

from busta.datasets.mark import MARK, marked_name
from busta.fabrication import RAW_DATASETS
from busta.params.odds import PlausibleParams
from busta.params.props import PropsParams
from busta.sources import (
    api_spreads,
    awards,
    book_lines,
    boxscores_traditional,
    closing_lines,
    fanduel,
    injury_notes,
    injury_snapshots,
    news_articles,
    news_tweets,
    oddsportal,
    officials,
    player_logs,
    players,
    playoff_comments,
    props_api,
    props_pra,
    props_prizepicks,
    props_rotowire,
    rotowire_lineups,
    rotowire_odds,
    salaries,
    sbr,
    schedules,
    team_logs,
    tracking,
    underdog,
)
from busta.sources.parsed import Parsed, RawFile
from tests.league import REPOSITORY, raw_dataset, raw_entries, tiny_league

Parse = Callable[[Mapping[str, RawFile]], Parsed]
# What the real file is refused for, the invented one has in a small dose.
DEFECTS = {"raw_props_api": 0.05}


def _adapters() -> dict[str, Parse]:
    odds = yaml.safe_load((REPOSITORY / "conf/base/parameters_odds.yml").read_text(encoding="utf-8"))["odds"]
    plausible = PlausibleParams.model_validate(odds["plausible"])
    text = (REPOSITORY / "conf/base/parameters_props.yml").read_text(encoding="utf-8")
    props = PropsParams.model_validate(yaml.safe_load(text)["props"])
    return {
        "raw_team_logs": team_logs.parse_team_logs,
        "raw_player_logs": partial(player_logs.parse_player_logs, source="player_logs"),
        "raw_player_logs_playoffs": partial(player_logs.parse_player_logs, source="player_logs_playoffs"),
        "raw_boxscores_traditional": boxscores_traditional.parse_boxscores_traditional,
        "raw_players": partial(players.parse_players, source="players"),
        "raw_player_newcomers": partial(players.parse_players, source="player_newcomers"),
        "raw_playoff_comments": playoff_comments.parse_playoff_comments,
        "raw_injury_notes": injury_notes.parse_injury_notes,
        "raw_schedules": schedules.parse_schedules,
        "raw_rotowire_lineups": rotowire_lineups.parse_rotowire_lineups,
        "raw_rotowire_odds": partial(rotowire_odds.parse_rotowire_odds, plausible=plausible, not_books=[]),
        "raw_underdog_statuses": underdog.parse_underdog_statuses,
        "raw_underdog_lineups": underdog.parse_underdog_lineups,
        "raw_injury_snapshots": injury_snapshots.parse_injury_snapshots,
        "raw_sbr_odds": partial(sbr.parse_sbr, plausible=plausible),
        "raw_closing_lines": partial(closing_lines.parse_closing_lines, plausible=plausible),
        "raw_oddsportal_moneylines": partial(oddsportal.parse_oddsportal, plausible=plausible),
        "raw_book_lines": partial(book_lines.parse_book_lines, plausible=plausible),
        "raw_api_spreads": partial(api_spreads.parse_api_spreads, plausible=plausible),
        "raw_fanduel_odds": partial(fanduel.parse_fanduel, plausible=plausible),
        "raw_news_articles": partial(
            news_articles.parse_news_articles, longest_title=200, longest_text=40_000
        ),
        "raw_news_tweets": partial(news_tweets.parse_news_tweets, longest_text=140),
        "raw_officials": officials.parse_officials,
        "raw_tracking": tracking.parse_tracking,
        "raw_salaries": salaries.parse_salaries,
        "raw_awards": awards.parse_awards,
        "raw_props_api": partial(props_api.parse_props_api, plausible=props.plausible),
        "raw_props_pra": partial(props_pra.parse_props_pra, plausible=props.plausible),
        "raw_props_rotowire": partial(props_rotowire.parse_props_rotowire, settings=props),
        "raw_prizepicks": partial(props_prizepicks.parse_prizepicks, settings=props),
    }


# Sources without an archive: only fetching writes them, and every stage does without.
ONLY_FETCHED = {
    "raw_api_totals", "raw_api_moneylines", "raw_official_report", "raw_nba_lineups", "raw_injury_feed",
    "raw_news_feed", "raw_boxscores_advanced",
}  # fmt: skip


def test_every_raw_dataset_of_the_catalog_is_invented_or_only_fetched() -> None:
    ingested = {name for name in raw_entries() if name.startswith("raw_")}
    assert set(RAW_DATASETS) | ONLY_FETCHED == ingested
    assert not set(RAW_DATASETS) & ONLY_FETCHED


@pytest.mark.parametrize("name", RAW_DATASETS)
def test_the_adapter_refuses_no_row_but_meant_defects(name: str, fabricated_raw_root: Path) -> None:
    files = raw_dataset(name, fabricated_raw_root).load()
    expected = {marked_name(file): len(table) for file, table in tiny_league()[name].items()}
    assert set(files) == set(expected)
    parsed = _adapters()[name](files)
    most = DEFECTS.get(name, 0.0) * sum(parsed.read.values())
    assert len(parsed.refused) <= most, parsed.refused.head().to_string()
    assert len(parsed.rows)
    assert dict(parsed.read) == expected


def test_the_raw_root_bears_the_mark(fabricated_raw_root: Path) -> None:
    assert (fabricated_raw_root / MARK).is_file()
