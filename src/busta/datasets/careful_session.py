"""A session that follows a server elsewhere only where nothing can be lost by it."""

from __future__ import annotations

from urllib.parse import urljoin, urlsplit

import requests

from busta.fetching.errors import StopSourceError

_LONGEST_CHAIN = 5


class CarefulSession(requests.Session):
    """Follows redirects, but never from https to http, and with a key never to another server.

    Parameters
    ----------
    source
        Named in sentences.
    stays
        Whether the questions hold a secret: they go to the server that was named, and to no other.
    """

    def __init__(self, source: str, stays: bool) -> None:
        super().__init__()
        self.max_redirects = _LONGEST_CHAIN
        self._source, self._stays = source, stays

    def get_redirect_target(self, resp: requests.Response) -> str | None:
        """Say where a server sends on to.

        Parameters
        ----------
        resp
            Its answer.

        Returns
        -------
        str or None
            The address; None where the answer is no redirect.

        Raises
        ------
        StopSourceError
            If it is not followed there.
        """
        target = super().get_redirect_target(resp)
        if target is None:
            return None
        # Nobody reads the page around it, however long it is.
        resp.close()
        resp._content = b""
        here, there = urlsplit(str(resp.url)), urlsplit(urljoin(str(resp.url), target))
        is_elsewhere = (here.hostname, here.port) != (there.hostname, there.port)
        is_opened = here.scheme == "https" and there.scheme != "https"
        if is_opened or (self._stays and is_elsewhere):
            raise StopSourceError(
                f"{self._source}: {here.hostname} sends on to {there.scheme}://{there.hostname}, where it is not "
                "followed: what goes there could be read by others. If that is the right address, name it as base_url "
                "in conf/"
            )
        return target
