"""Invented box scores that add up, from the final score down to each man's line.

The score is given; shots are chosen so that 2*FGM + FG3M + FTM is exactly it, and possessions so that
FGA - OREB + TOV + 0.44 FTA is about what the pace says. Team lines are
sums of the men's lines, never drawn beside them.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

# Shapes of the gamma by which a man's night shakes his share. Free throws come in pairs, and on some nights.
NIGHT_SHAPES = {
    "fg2m": 60.0, "fg3m": 30.0, "ftm": 4.0, "oreb": 20.0, "dreb": 40.0, "ast": 25.0, "stl": 20.0, "blk": 14.0,
    "tov": 80.0, "pf": 40.0,
}  # fmt: skip
# The same of what a good night adds to everything.
COMMON_NIGHT_SHAPE = 35.0
_ASSISTED, _ASSISTED_SD = 0.605, 0.05
_MOST_FOULS = 6
_RECOVERED = 0.9
_FEWEST_TWOS = 10
# Possessions of a game around what is expected of it, shared by both sides; and of one side beside the other.
_PACE = 101.0
_PACE_SD = 3.6
_PACE_OF_POINTS = 0.1
_SIDE_PACE_SD = 1.4
_POINTS_PER_POSSESSION = 1.1


def box_scores(
    points: np.ndarray,
    seconds: np.ndarray,
    man: np.ndarray,
    people: pd.DataFrame,
    pace: np.ndarray,
    threes: np.ndarray,
    rng: np.random.Generator,
) -> dict[str, np.ndarray]:
    """Write the box score of every man in every game.

    Parameters
    ----------
    points
        Final scores: (game, side).
    seconds
        Seconds played: (game, side, place).
    man
        Row in ``people`` of each man: (game, side, place).
    people
        Habits and skills, as in ``Players.people``.
    pace
        Expected possessions of a side in the game: (game,).
    threes
        Three-pointers that a side tries beyond the league's: (game, side).
    rng
        Source of chance.

    Returns
    -------
    dict of str to numpy.ndarray
        Whole numbers (game, side, place): ``points, fgm, fga, fg3m, fg3a, ftm, fta, oreb, dreb, reb, ast, stl, blk,
        tov, pf, plus_minus``. 2*FGM + FG3M + FTM = points, OREB + DREB = REB, made <= attempted on every line; points
        add up to the score, plus-minus to five times the margin.
    """
    team = team_totals(points, pace, rng, threes)
    night = rng.gamma(COMMON_NIGHT_SHAPE, 1 / COMMON_NIGHT_SHAPE, seconds.shape)
    shares = _shares(seconds * night, man, people)
    box = _shots(team, shares, rng)
    for name in ("oreb", "dreb", "ast", "stl", "blk", "tov", "pf"):
        box[name] = rng.multinomial(team[name], _noisy(shares[name], NIGHT_SHAPES[name], rng))
    box["pf"] = np.minimum(box["pf"], _MOST_FOULS)
    box["reb"] = box["oreb"] + box["dreb"]
    box["points"] = 2 * box["fgm"] + box["fg3m"] + box["ftm"]
    box["plus_minus"] = _plus_minus(points, seconds, rng)
    return box


def team_totals(
    points: np.ndarray, pace: np.ndarray, rng: np.random.Generator, threes: np.ndarray | float = 0.0
) -> dict[str, np.ndarray]:
    """Draw what a side does to come to its score.

    Parameters
    ----------
    points
        Final scores: (game, side).
    pace
        Expected possessions of a side in the game: (game,).
    rng
        Source of chance.
    threes
        Three-pointers that a side tries beyond the league's: (game, side).

    Returns
    -------
    dict of str to numpy.ndarray
        Whole numbers (game, side): ``fg2m, fg2_missed, fg3m, fg3_missed, ftm, ft_missed, oreb, dreb, ast, stl, blk,
        tov, pf``.
    """
    shape, share = points.shape, points / 112.0
    possessions = _possessions(points, pace, rng)
    extra = 0.2 * (possessions - _PACE)
    fta = np.maximum(rng.normal(22.6 * share + extra, 6.6), 3).astype(int)
    ftm = rng.binomial(fta, 0.78)
    fg3a = np.maximum(rng.normal(33.5 + threes, 5.6, shape), 8).astype(int)
    fg3m = rng.binomial(fg3a, np.clip(0.36 * share**1.2, 0.15, 0.65))
    # Even the poorest score has some two-pointers in it.
    fg3m = np.minimum(fg3m, (points - ftm - 2 * _FEWEST_TWOS) // 3)
    is_odd = (points - 3 * fg3m - ftm) % 2 == 1
    ftm = ftm + np.where(is_odd, np.where(ftm < fta, 1, -1), 0)
    fg2m = (points - 3 * fg3m - ftm) // 2
    tov = np.maximum(rng.normal(13.9 + extra, 3.6, shape), 2).astype(int)
    oreb = np.maximum(rng.normal(10.7, 3.6, shape), 1).astype(int)
    fga = np.round(possessions - tov - 0.44 * fta + oreb).astype(int)
    fg2a = np.maximum(fga - fg3a, np.ceil(fg2m * 1.25).astype(int))
    return {
        "fg2m": fg2m, "fg2_missed": fg2a - fg2m, "fg3m": fg3m, "fg3_missed": fg3a - fg3m, "ftm": ftm,
        "ft_missed": fta - ftm, "tov": tov, "pf": _fouls(fta, rng),
        **_answers(fg2m, fg2a, fg3m, fg3a, fta - ftm, tov, oreb, rng),
    }  # fmt: skip


def _possessions(points: np.ndarray, pace: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    # A fast game is a game of many points.
    surplus = points.sum(axis=1) - 2 * _POINTS_PER_POSSESSION * pace
    shared = pace + _PACE_OF_POINTS * surplus + rng.normal(0.0, _PACE_SD, pace.shape)
    return np.asarray(shared[:, None] + rng.normal(0.0, _SIDE_PACE_SD, points.shape))


def _fouls(fta: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    # The other side's free throws come of this side's fouls, hence the turned sides.
    return np.maximum(rng.normal(20.4 + 0.4 * (fta[:, ::-1] - 22.3), 3.2), 5).astype(int)


def _answers(
    fg2m: np.ndarray,
    fg2a: np.ndarray,
    fg3m: np.ndarray,
    fg3a: np.ndarray,
    ft_missed: np.ndarray,
    tov: np.ndarray,
    oreb: np.ndarray,
    rng: np.random.Generator,
) -> dict[str, np.ndarray]:
    # What one side does to the other's shots and losses, hence the turned sides.
    missed = (fg2a - fg2m) + (fg3a - fg3m)
    loose = np.round(_RECOVERED * (missed + 0.4 * ft_missed)).astype(int)
    oreb = np.minimum(oreb, loose)
    return {
        "oreb": oreb,
        "dreb": (loose - oreb)[:, ::-1],
        "ast": rng.binomial(fg2m + fg3m, rng.normal(_ASSISTED, _ASSISTED_SD, fg2m.shape)),
        "stl": rng.binomial(tov, 0.56)[:, ::-1],
        "blk": rng.binomial(np.maximum(fg2a - fg2m, 0), 0.19)[:, ::-1],
    }


def _shares(seconds: np.ndarray, man: np.ndarray, people: pd.DataFrame) -> dict[str, np.ndarray]:
    table = {name: people[name].to_numpy()[man] for name in people.select_dtypes(float)}
    makes = {"fg2m": ("two", "two_skill"), "fg3m": ("three", "three_skill"), "ftm": ("ft", "ft_skill")}
    misses = dict(zip(("fg2_missed", "fg3_missed", "ft_missed"), makes.values(), strict=True))
    weights = {name: table[rate] * table[skill] for name, (rate, skill) in makes.items()}
    weights |= {name: table[rate] * (1 - table[skill]) for name, (rate, skill) in misses.items()}
    weights |= {name: table[name] for name in ("oreb", "dreb", "ast", "stl", "blk", "tov", "pf")}
    return {name: seconds * weight for name, weight in weights.items()}


def _noisy(weight: np.ndarray, shape: float, rng: np.random.Generator) -> np.ndarray:
    # A man's night: the same for makes and misses would be ideal, independent gamma noise is close and cheaper.
    noisy = weight * rng.gamma(shape, 1 / shape, weight.shape)
    share = noisy / noisy.sum(axis=2, keepdims=True)
    # multinomial refuses sums above one by rounding error.
    return share * (1 - 1e-12)


def _shots(
    team: dict[str, np.ndarray], shares: dict[str, np.ndarray], rng: np.random.Generator
) -> dict[str, np.ndarray]:
    drawn: dict[str, np.ndarray] = {}
    for made, missed in (("fg2m", "fg2_missed"), ("fg3m", "fg3_missed"), ("ftm", "ft_missed")):
        night = rng.gamma(NIGHT_SHAPES[made], 1 / NIGHT_SHAPES[made], shares[made].shape)
        for name in (made, missed):
            weight = shares[name] * night
            drawn[name] = rng.multinomial(
                team[name], weight / weight.sum(axis=2, keepdims=True) * (1 - 1e-12)
            )
    return {
        "fgm": drawn["fg2m"] + drawn["fg3m"],
        "fga": drawn["fg2m"] + drawn["fg2_missed"] + drawn["fg3m"] + drawn["fg3_missed"],
        "fg3m": drawn["fg3m"],
        "fg3a": drawn["fg3m"] + drawn["fg3_missed"],
        "ftm": drawn["ftm"],
        "fta": drawn["ftm"] + drawn["ft_missed"],
    }


def _plus_minus(points: np.ndarray, seconds: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    margin = points - points[:, ::-1]
    on_floor = 5 * seconds / seconds.sum(axis=2, keepdims=True)
    noise = rng.normal(0.0, 1.0, seconds.shape) * np.sqrt(on_floor * np.maximum(1 - on_floor, 0.05)) * 17
    noise = np.where(seconds > 0, noise, 0.0)
    noise = noise - on_floor * noise.sum(axis=2, keepdims=True) / 5
    raw = np.where(seconds > 0, on_floor * margin[:, :, None] + noise, 0.0)
    floor = np.floor(raw).astype(int)
    missing = 5 * margin - floor.sum(axis=2)
    rank = np.argsort(
        np.argsort(floor - raw - 2.0 * (seconds > 0), axis=2, kind="stable"), axis=2, kind="stable"
    )
    return floor + (rank < missing[:, :, None])
