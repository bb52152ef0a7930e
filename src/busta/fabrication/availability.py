"""Who can play in each game, and how likely that was on the evening before and in the morning.

Every chance is the true probability given what is known then: a man on no list may still fall ill or rest tonight.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from busta.fabrication.season import LATE_NOTE_SHARE, Season, daily_risk, share_lasting
from busta.fabrication.settings import PlayerSettings

_MIN_FIT = 6
_RESTED_MEN = 3
_QUESTIONABLE = 0.5
# Of the men who will be hurt by surprise, those who are in doubt on the evening before; as many are who are well.
_WARNED_SHARE = 0.5
# What the morning tells: of those who will be missing by surprise, and of those in doubt.
_TOLD_OUT_SHARE = 0.4
_TOLD_EITHER_SHARE = 0.2


def availability(
    season: Season,
    games: pd.DataFrame,
    second_night: np.ndarray,
    laws: PlayerSettings,
    rng: np.random.Generator,
) -> dict[str, np.ndarray]:
    """Say who can play in each game and what was known of it when.

    Parameters
    ----------
    season
        The season.
    games
        Games with ``day, home, away``.
    second_night
        Whether the side played on the day before: (game, side).
    laws
        How men are hurt and rest.
    rng
        Source of chance.

    Returns
    -------
    dict of str to numpy.ndarray
        Arrays (game, side, place): ``man`` (row in people), ``is_hurt``, ``is_rested``, ``is_fit`` (can play); the
        probability of being fit given what was known on the evening before (``chance_evening``) and in the morning
        (``chance_morning``); and what a list of doubtful men says then (``told_evening, told_morning``: 0 out,
        0.5 questionable, 1 nothing).
    """
    day = games["day"].clip(lower=0).to_numpy()[:, None]
    man = season.rosters[day, games[["home", "away"]].to_numpy()]
    days, tired = day[:, :, None], second_night[:, :, None]
    out, known_out, is_open, out_before = (table[days, man] for table in _day_tables(season))
    is_absent = tired & out_before & ~known_out & ~is_open
    may_rest = tired & (np.argsort(np.argsort(-season.worth[days, man], axis=2), axis=2) < _RESTED_MEN)
    is_rested = may_rest & ~out & (rng.random(man.shape) < laws.rest_share)
    is_fit = ~out & ~is_rested
    too_few = is_fit.sum(axis=2, keepdims=True) < _MIN_FIT
    is_fit, out, is_rested = is_fit | too_few, out & ~too_few, is_rested & ~too_few
    risk = daily_risk(season.players, laws)[man]
    surprise = np.where(tired, risk, _risk_unseen(risk, laws))
    is_warned = _warned(out, is_open | known_out | is_absent, surprise, rng)
    sound = np.select(
        [is_open | is_warned, known_out, is_absent],
        [_QUESTIONABLE, 0.0, _chance_after_absence(laws)],
        1 - surprise * (1 - _WARNED_SHARE) / (1 - 2 * _WARNED_SHARE * surprise),
    )
    is_doubted = is_open | is_warned | is_absent
    evening = sound * (1 - laws.rest_share * may_rest)
    told = np.select([is_doubted, known_out], [_QUESTIONABLE, 0.0], 1.0)
    return {
        "man": man,
        "is_hurt": out,
        "is_rested": is_rested,
        "is_fit": is_fit,
        "chance_evening": evening,
        "told_evening": told,
        **_morning(is_fit, evening, told, is_doubted, rng),
    }


def _warned(
    out: np.ndarray, is_listed: np.ndarray, surprise: np.ndarray, rng: np.random.Generator
) -> np.ndarray:
    # So many well men are in doubt that half of those in doubt can play.
    share = np.where(out, _WARNED_SHARE, _WARNED_SHARE * surprise / (1 - surprise))
    return np.asarray(~is_listed & (rng.random(out.shape) < share))


def _chance_after_absence(laws: PlayerSettings) -> float:
    # Missed yesterday and on no list today: it lasted a day, or two with a late note; or the note is yet to come.
    short = share_lasting(1, laws)
    well = short + LATE_NOTE_SHARE * (share_lasting(2, laws) - short)
    return well / (well + LATE_NOTE_SHARE * (1 - short))


def _risk_unseen(risk: np.ndarray, laws: PlayerSettings) -> np.ndarray:
    # Hurt today, or yesterday without a note yet; he may also have been hurt yesterday and be well again.
    short = share_lasting(1, laws)
    late = LATE_NOTE_SHARE * risk * (1 - short)
    return np.asarray(((1 - risk) * risk + late) / (1 - risk + late + risk * short))


def _morning(
    is_fit: np.ndarray,
    evening: np.ndarray,
    told: np.ndarray,
    is_doubted: np.ndarray,
    rng: np.random.Generator,
) -> dict[str, np.ndarray]:
    luck = rng.random(is_fit.shape)
    is_told = np.where(is_doubted, luck < _TOLD_EITHER_SHARE, ~is_fit & (luck < _TOLD_OUT_SHARE))
    # No news is good news of a man on no list, by Bayes; of a doubted man it says nothing.
    silent = evening / (evening + (1 - evening) * (1 - _TOLD_OUT_SHARE))
    chance = np.where(is_told, is_fit.astype(float), np.where(is_doubted, evening, silent))
    return {"chance_morning": chance, "told_morning": np.where(is_told, is_fit.astype(float), told)}


def _day_tables(season: Season) -> tuple[np.ndarray, ...]:
    shape, spells = season.worth.shape, season.spells
    out = _painted(spells["man"], spells["start"], spells["end"], shape)
    # On a list from the day after the note. His last day out and his first day back look alike, if he was listed.
    last = spells["end"] - 1
    listed = spells["reported"] + 1
    is_listed = listed.le(last)
    known_out = _painted(spells["man"], listed, last.where(is_listed, listed), shape)
    seen = spells[is_listed]
    is_open = _painted(seen["man"], seen["end"] - 1, seen["end"] + 1, shape)
    before = np.vstack([np.zeros((1, shape[1]), dtype=bool), out[:-1]])
    return out, known_out, is_open, before


def _painted(man: pd.Series, start: pd.Series, end: pd.Series, shape: tuple[int, int]) -> np.ndarray:
    marks = np.zeros((shape[0] + 1, shape[1]), dtype=np.int32)
    first, last = np.clip(start, 0, shape[0]), np.clip(end, 0, shape[0])
    last = np.maximum(first, last)
    np.add.at(marks, (first, man), 1)
    np.add.at(marks, (last, man), -1)
    return np.cumsum(marks, axis=0)[:-1] > 0
