"""Pages that are files on the web: injury reports, line-ups of the day, the injury feed, feeds of news."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, ClassVar, cast
from zoneinfo import ZoneInfo

from busta.datasets.answer_store import AnswerStore
from busta.datasets.polite_session import Check, PoliteSession, Reply
from busta.datasets.reader import BaseReader, SourceDataset, clock_of, open_store
from busta.fetching.calls import Call, Format
from busta.fetching.errors import FetchError, GarbledError, NothingThereError
from busta.params.fetching import FetchingParams

# The league's servers answer browsers only.
_LEAGUE = {
    "User-Agent": "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0",
    "Referer": "https://www.nba.com/",
    "Accept-Language": "en-US,en;q=0.9",
}
_ZONE = ZoneInfo("America/New_York")
_ABSENT = (403, 404)
# A report that is not there days after its time will never be.
_SETTLED = timedelta(days=3)
_PDF_END = 2048
_ITEM = re.compile(rb"<(?:item|entry)[\s>]")
_FEED = re.compile(rb"<(?:rss|feed|rdf:RDF)[\s>]")
_FEED_ENDS = (b"</rss>", b"</feed>", b"</rdf:RDF>")
_FEED_TAIL = 2**16
_DENIED_PAGE = re.compile(rb"^\s*<(?:!doctype html|html).*access denied", re.IGNORECASE | re.DOTALL)


class WebFilesDataset(SourceDataset):
    """One source of pages.

    Parameters
    ----------
    path
        Folder of the answers: ``<raw root>/answers/<source>``. The name of the folder tells the source.
    metadata
        Not used here; read by Kedro-Viz.
    """

    SOURCES: ClassVar[tuple[str, ...]] = ("injury_report", "daily_lineups", "injury_feed", "news_feed")

    def load(self) -> WebFilesSource:
        """Give the source; `open` makes a reader of it.

        Returns
        -------
        WebFilesSource
            Asks nobody yet.
        """
        return WebFilesSource(self._path)


class WebFilesSource:
    """A source of pages, unopened.

    Parameters
    ----------
    path
        Folder of the answers.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    def open(self, params: object) -> WebFilesReader:
        """Make a reader.

        Parameters
        ----------
        params
            The typed parameters of the stage.

        Returns
        -------
        WebFilesReader
            Behind the store of the source.

        Raises
        ------
        DatasetError
            If the raw root bears the mark of an invented league.
        """
        fetching = cast(FetchingParams, params)
        return WebFilesReader(open_store(self._path), fetching)


class WebFilesReader(BaseReader):
    """Reads pages behind their store.

    Parameters
    ----------
    store
        Where answers are kept.
    fetching
        Addresses, politeness.
    """

    def __init__(self, store: AnswerStore, fetching: FetchingParams) -> None:
        super().__init__(store, clock_of(fetching))
        self._fetching = fetching
        self._polite = PoliteSession(fetching.politeness, self.source)

    def ask(self, call: Call) -> Reply:
        """Ask for a page.

        A report that is not there (403 or 404) was not published: that is no failure. Days later it is remembered as
        absent, and is not asked for again.

        Parameters
        ----------
        call
            The question.

        Returns
        -------
        Reply
            The page, with its rows.

        Raises
        ------
        FetchError
            If there is none; `NothingThereError` where it is not there yet.
        """
        return self._polite.get(
            self.address(call),
            check=self._check(call),
            headers=_LEAGUE if self.source in ("injury_report", "daily_lineups") else {},
            may_be_empty=call.may_be_empty,
            settle=lambda reply: self._absent(call, reply),
        )

    def address(self, call: Call) -> str:
        """Say where a page is.

        Parameters
        ----------
        call
            The question.

        Returns
        -------
        str
            Its address.

        Raises
        ------
        FetchError
            Where the parameters name no feed of that name any more.
        """
        if self.source == "news_feed":
            return self._feed_address(call)
        if self.source == "injury_report":
            return self._report_address(call)
        page = self._fetching.daily_lineups if self.source == "daily_lineups" else self._fetching.injury_feed
        return page.base_url + page.path.format(date=call.parameters.get("date", "").replace("-", ""))

    def _report_address(self, call: Call) -> str:
        rules, moment = self._fetching.injury_report, _moment(call)
        path = rules.hourly_path if moment.date() <= rules.hourly_until else rules.path
        named = {"date": f"{moment:%Y-%m-%d}", "hour": f"{moment:%I%p}", "time": f"{moment:%I_%M%p}"}
        return rules.base_url + path.format(**named)

    def _feed_address(self, call: Call) -> str:
        addresses = {feed.name: feed.url for feed in self._fetching.news_feed.feeds}
        name = call.parameters["feed"]
        if name not in addresses:
            known = ", ".join(addresses) or "none"
            raise FetchError(f"expected one of the feeds in fetching.news_feed.feeds ({known}), was {name!r}")
        return addresses[name]

    def _check(self, call: Call) -> Check:
        checks: Mapping[Format, Check] = {Format.PDF: _pages, Format.XML: _feed_items}
        return checks.get(call.format) or _JSON[self.source]

    def _absent(self, call: Call, reply: Reply) -> int | None:
        is_page_for_people = _DENIED_PAGE.match(reply.content[:4096])
        if self.source not in ("injury_report", "daily_lineups") or reply.status not in _ABSENT:
            return None
        if is_page_for_people:
            return None
        if self.source == "injury_report" and self._clock() - _moment(call).astimezone(UTC) > _SETTLED:
            return 0
        what = "report" if self.source == "injury_report" else "list of line-ups"
        when = " ".join(call.parameters.values())
        raise NothingThereError(
            f"{self.source}: there is no {what} of {when} ({reply.status}); the next run asks for it again"
        )


def _moment(call: Call) -> datetime:
    stamp = f"{call.parameters['date']} {call.parameters['time']}"
    return datetime.strptime(stamp, "%Y-%m-%d %H:%M").replace(tzinfo=_ZONE)


def _pages(content: bytes) -> int:
    if not content.startswith(b"%PDF-") or b"%%EOF" not in content[-_PDF_END:]:
        raise GarbledError("expected a whole PDF")
    return 1


def _feed_items(content: bytes) -> int:
    if not _FEED.search(content) or not _without_comments(content[-_FEED_TAIL:]).endswith(_FEED_ENDS):
        raise GarbledError("expected a whole feed (RSS or Atom)")
    return len(_ITEM.findall(content))


def _without_comments(tail: bytes) -> bytes:
    # Step by step from the end: a pattern for it could be made to run for ever.
    rest = tail.rstrip()
    while rest.endswith(b"-->") and (begin := rest.rfind(b"<!--")) >= 0:
        rest = rest[:begin].rstrip()
    return rest


def _lineup_players(content: bytes) -> int:
    games = json.loads(content)["games"]
    return sum(len(game[side]["players"]) for game in games for side in ("homeTeam", "awayTeam"))


def _injuries(content: bytes) -> int:
    return sum(len(team["injuries"]) for team in json.loads(content)["injuries"])


def _json_items(content: bytes) -> int:
    items: list[Any] = json.loads(content)["items"]
    return len(items)


_JSON: Mapping[str, Callable[[bytes], int]] = {
    "daily_lineups": _lineup_players,
    "injury_feed": _injuries,
    "news_feed": _json_items,
}
