"""A polite session under a library that makes its own requests: mounted, it takes the place of the network."""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Any

import requests
from requests.adapters import BaseAdapter

from busta.datasets.polite_session import Check, PoliteSession, Reply, Settle

# The library names the host of the source, but the address may be that of a mirror; and what is packed in another
# way than these, nobody here could unpack.
_OWN_HEADERS: Mapping[str, str | None] = {"Host": None, "Accept-Encoding": "gzip, deflate"}


class PoliteAdapter(BaseAdapter):
    """Hands requests of a `requests.Session` to a polite one.

    ``session.mount("http://", adapter)`` and the same for ``https://``. The errors of `PoliteSession.send` come through
    the library.

    Parameters
    ----------
    polite
        Asks.
    check, may_be_empty, settle
        See `PoliteSession.get`.

    Attributes
    ----------
    reply
        The last answer; None before the first.
    """

    def __init__(
        self, polite: PoliteSession, check: Check, may_be_empty: bool = False, settle: Settle | None = None
    ) -> None:
        super().__init__()
        self._polite, self._check, self._may_be_empty, self._settle = polite, check, may_be_empty, settle
        self.reply: Reply | None = None

    def send(self, request: requests.PreparedRequest, *_: Any, **__: Any) -> requests.Response:
        """Ask, politely; times and addresses of proxies given by the library are not used.

        Parameters
        ----------
        request
            Ready to be sent.

        Returns
        -------
        requests.Response
            Of a usable answer, read to its end.
        """
        for name, value in _OWN_HEADERS.items():
            request.headers.pop(name, None)
            if value:
                request.headers[name] = value
        reply = self._polite.send(
            request, check=self._check, may_be_empty=self._may_be_empty, settle=self._settle
        )
        self.reply = reply
        response = requests.Response()
        response.status_code, response.url, response.request = reply.status, str(request.url), request
        response.headers.update({"Content-Type": reply.headers.get("content-type", "")})
        response.raw, response.encoding = io.BytesIO(reply.content), "utf-8"
        return response

    def close(self) -> None:
        """Do nothing: the polite session may be used further."""
