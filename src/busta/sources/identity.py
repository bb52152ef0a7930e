"""Which data these are: a hash over every raw file that was read, and one line that says it."""

from __future__ import annotations

import hashlib
from typing import Any

import pandas as pd

from busta.schemas.identity import FABRICATED, REAL


class MarkContradictionError(ValueError):
    """Configuration and raw root disagree on whether the data are fabricated."""


def data_identity(
    logs: pd.DataFrame, games: pd.DataFrame, is_marked: bool, is_expected: bool
) -> dict[str, Any]:
    """Identify the data of a run.

    Parameters
    ----------
    logs
        Logs of all files: ``source, file, sha256``.
    games
        ``prm_games``.
    is_marked
        Whether the raw root bears the mark of fabricated data.
    is_expected
        Whether the configuration says that the data are fabricated.

    Returns
    -------
    dict
        ``fabricated``; ``description``, the one sentence that says what data this is; ``sha256`` over source, name
        and content of every file; ``files, games`` (played), ``first_season, last_season, first_game_date,
        last_game_date``.

    Raises
    ------
    MarkContradictionError
        If mark and configuration disagree: fabricated data never pass for real ones, nor the other way round.
    """
    require_agreement(is_marked, is_expected)
    played = games[games["is_played"]]
    files = logs[logs["file"].ne("")].sort_values(["source", "file"])
    lines = files["source"] + "\t" + files["file"] + "\t" + files["sha256"]
    first, last = played["season"].min(), played["season"].max()
    head = f"{FABRICATED} (an invented league)" if is_marked else REAL
    return {
        "fabricated": is_marked,
        "description": f"{head}, {first} to {last}, {len(played):,} games",
        "sha256": hashlib.sha256("\n".join(lines).encode()).hexdigest(),
        "files": len(files),
        "games": len(played),
        "first_season": str(first),
        "last_season": str(last),
        "first_game_date": str(played["game_date"].min().date()),
        "last_game_date": str(played["game_date"].max().date()),
    }


def require_agreement(is_fabricated: bool, is_expected: bool) -> None:
    """Refuse data that are not of the kind that the configuration says.

    Parameters
    ----------
    is_fabricated
        Whether the raw root bears the mark of fabricated data, or is about to.
    is_expected
        Whether the configuration says that the data are fabricated.

    Raises
    ------
    MarkContradictionError
        If they disagree: fabricated data never pass for real ones, nor the other way round.
    """
    if is_fabricated != is_expected:
        raise MarkContradictionError(
            f"expected data.fabricated to agree with the raw root, was {str(is_expected).lower()} while the raw root "
            f"{'bears' if is_fabricated else 'does not bear'} the mark FABRICATED; name the right environment (--env)"
        )
