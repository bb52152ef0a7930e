"""What may be spent on The Odds API: asked before every call, learned from every answer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from busta.fetching.errors import StopSourceError
from busta.params.fetching import OddsApiParams

LEFT, LAST = "x-requests-remaining", "x-requests-last"
# The source may have counted an answer that was lost on its way.
_LOST = {"timeout", "connection", "garbled", "html"}


class Credits:
    """The credits of one run.

    Parameters
    ----------
    params
        ``credits_per_run`` and ``credits_to_keep``.
    """

    def __init__(self, params: OddsApiParams) -> None:
        self._per_run, self._to_keep = params.credits_per_run, params.credits_to_keep
        self.spent = 0
        self.left: int | None = None

    def must_be_learned(self, price: int) -> bool:
        """Tell whether the credits left have to be known before a call, and are not.

        Parameters
        ----------
        price
            Of the call.

        Returns
        -------
        bool
            False for a call that costs nothing, and where nothing has to be kept.
        """
        return price > 0 and self._to_keep > 0 and self.left is None

    def require(self, price: int) -> None:
        """Stop before a call that costs too much.

        Parameters
        ----------
        price
            What it costs at most.

        Raises
        ------
        StopSourceError
            If the run would spend more than it may, or leave fewer than are to be kept.
        """
        if price and self.spent + price > self._per_run:
            raise StopSourceError(
                f"The Odds API: the budget of the run is used up: {self.spent} credits are spent, the next call costs "
                f"up to {price}, and fetching.odds_api.credits_per_run is {self._per_run}. What was fetched is kept; "
                "run again for the rest, or raise credits_per_run"
            )
        # Where nothing is to be kept the source itself refuses what it cannot charge.
        if price and self._to_keep and self.left is not None and self.left - price < self._to_keep:
            raise StopSourceError(
                f"The Odds API: {self.left} credits are left, the next call costs up to {price}, and {self._to_keep} "
                "are to be kept (fetching.odds_api.credits_to_keep). What was fetched is kept; wait for the next month "
                "of the subscription, or lower credits_to_keep"
            )

    def note(self, headers: Mapping[str, str], price: int, faults: Iterable[str]) -> None:
        """Count an answer.

        Parameters
        ----------
        headers
            Of the answer, names in small letters.
        price
            What it cost at most, where the source does not say.
        faults
            Words of the attempts before it.
        """
        said = number_in(headers, LAST)
        self.spent += price if said is None else said
        self.note_lost(price, faults)
        left = number_in(headers, LEFT)
        self.left = self.left if left is None else left

    def note_lost(self, price: int, faults: Iterable[str]) -> None:
        """Count attempts that gave nothing and may have been charged.

        Parameters
        ----------
        price
            Of one attempt.
        faults
            A word each.
        """
        self.spent += price * sum(word in _LOST for word in faults)


def number_in(headers: Mapping[str, str], name: str) -> int | None:
    """Read a number of a header.

    Parameters
    ----------
    headers
        Names in small letters.
    name
        Which.

    Returns
    -------
    int or None
        None where it is absent or no number.
    """
    try:
        return int(float(headers[name]))
    except (KeyError, ValueError, OverflowError):
        return None
