"""The sources of pages on one server: reports by name, line-ups by day, an injury feed, a feed of news."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from tests.servers.loopback import Reply, Request, json_reply

# As the store behind the league's reports says that there is no such file.
ABSENT = Reply(
    b'<?xml version="1.0" encoding="UTF-8"?><Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>',
    403,
    {"Content-Type": "application/xml"},
)
BLOCKED = Reply(
    b"<HTML><HEAD><TITLE>Access Denied</TITLE></HEAD><BODY><H1>Access Denied</H1>Reference #18.1</BODY></HTML>",
    403,
)
REPORTS, LINEUPS = "/referee/injury/Injury-Report_", "/js/data/leaders/00_daily_lineups_"
INJURIES, NEWS = "/apis/site/v2/sports/basketball/nba/injuries", "/espn/rss/nba/news"


class PagesServer:
    """Answers as the sources do; what is not there is answered as by the league's store.

    Parameters
    ----------
    reports
        What stands between ``Injury-Report_`` and ``.pdf``, to the PDF.
    lineups
        Day as ``20241105`` to the document.
    injuries, news
        The pages as they are now.
    """

    def __init__(
        self,
        reports: Mapping[str, bytes] | None = None,
        lineups: Mapping[str, Any] | None = None,
        injuries: Any = None,
        news: bytes = b"",
    ) -> None:
        self.reports, self.lineups = dict(reports or {}), dict(lineups or {})
        self.injuries, self.news = injuries or {"injuries": []}, news

    def __call__(self, request: Request) -> Reply:
        path = request.path
        if path.startswith(REPORTS):
            content = self.reports.get(path.removeprefix(REPORTS).removesuffix(".pdf"))
            return Reply(content, headers={"Content-Type": "application/pdf"}) if content else ABSENT
        if path.startswith(LINEUPS):
            day = path.removeprefix(LINEUPS).removesuffix(".json")
            return json_reply(self.lineups[day]) if day in self.lineups else ABSENT
        if path == INJURIES:
            return json_reply(self.injuries)
        return Reply(self.news, headers={"Content-Type": "text/xml"}) if path == NEWS else Reply(b"", 404)


def addresses(url: str) -> dict[str, Any]:
    """Parameters of the stage with all sources of pages at one address."""
    base = {name: {"base_url": url} for name in ("injury_report", "daily_lineups", "injury_feed")}
    feeds = [{"name": "espn_nba", "url": f"{url}{NEWS}", "format": "rss"}]
    others = {name: {"enabled": False} for name in ("stats_nba", "odds_api")}
    return {**base, **others, "news_feed": {"feeds": feeds}}


def lineup_page(*games: Mapping[str, Any]) -> dict[str, Any]:
    """A page of line-ups of these games."""
    return {"games": list(games)}


def lineup_game(
    game_id: str, away: Sequence[Any], home: Sequence[Any], text: str = "7:30 pm ET", status: int = 1
) -> dict[str, Any]:
    """A game with its teams: abbreviation, and then the men from `man`."""
    sides = {
        f"{side}Team": {"teamId": 1, "teamAbbreviation": team[0], "players": list(team[1:])}
        for side, team in (("away", away), ("home", home))
    }
    return {"gameId": game_id, "gameStatus": status, "gameStatusText": text, **sides}


def man(name: str, position: str = "", lineup: str = "Expected", roster: str = "Active") -> dict[str, Any]:
    """A man of a line-up; one without a position sits on the bench."""
    first, _, last = name.partition(" ")
    names = {"firstName": first, "lastName": last, "playerName": name}
    told = {"lineupStatus": lineup, "position": position, "rosterStatus": roster}
    return {"personId": 7, "teamId": 1, **names, **told, "timestamp": "2024-11-05T18:43:00"}


def injury_page(teams: Mapping[str, Sequence[tuple[str, str]]], timestamp: str = "") -> dict[str, Any]:
    """A page of the injury feed: team to players and their statuses."""
    return {
        "timestamp": timestamp,
        "status": "success",
        "injuries": [
            {"id": "1", "displayName": team, "injuries": [_injury(name, status) for name, status in men]}
            for team, men in teams.items()
        ],
    }


def _injury(name: str, status: str) -> dict[str, Any]:
    return {
        "id": "514486",
        "status": status,
        "date": "2024-11-05T15:38Z",
        "shortComment": f"{name} (knee)\nis {status.lower()}.",
        "longComment": "",
        "athlete": {"displayName": name, "team": {"abbreviation": "XX"}},
        "details": {"type": "Knee", "side": "Left", "returnDate": "2024-11-26"},
        "type": {"name": "INJURY_STATUS", "abbreviation": "O"},
    }


def rss(*items: Mapping[str, str]) -> bytes:
    """A feed of news with these items: tags to texts, which are escaped."""
    inner = "".join(
        f"<item>{''.join(f'<{tag}>{_escaped(text)}</{tag}>' for tag, text in item.items())}</item>"
        for item in items
    )
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>News</title>{inner}</channel></rss>'.encode()


def json_feed(*items: Mapping[str, Any]) -> bytes:
    """A JSON Feed 1.1 of these items."""
    return json.dumps({"version": "https://jsonfeed.org/version/1.1", "items": list(items)}).encode()


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
