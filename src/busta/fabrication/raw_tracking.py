"""Invented player tracking: totals of a season that agree with its box scores."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from busta.fabrication.season_totals import ratio, season_totals

if TYPE_CHECKING:
    from busta.fabrication.raw_formats import SeasonSources

_INSIDE = {"Guard": 0.4, "Forward": 1.0, "Center": 2.2}
_OUTSIDE = {"Guard": 1.5, "Forward": 0.8, "Center": 0.35}
_FEET_PER_MILE = 5280


def tracking_files(sources: SeasonSources) -> dict[str, pd.DataFrame]:
    """Write the five tables of player tracking.

    Parameters
    ----------
    sources
        What they are written from.

    Returns
    -------
    dict
        File name to table, one row per man who played in the regular season; the rates are those of real seasons.
    """
    totals = season_totals(sources.season, sources.tables)
    totals = totals.assign(
        minutes=(totals["seconds"] / 60).round(),
        inside=totals["position"].map(_INSIDE).astype(float),
        outside=totals["position"].map(_OUTSIDE).astype(float),
    )
    code, ids = (sources.clubs[name].to_numpy()[totals["team"]] for name in ("code", "team_id"))
    rng, label = sources.chance("tracking"), sources.tables.label
    passing = _passing(totals, rng)
    kinds = {
        "touches": _touches(totals, passing, rng),
        "passing": passing,
        "drives": _drives(totals, rng),
        "catchshoot": _catch_and_shoot(totals, rng),
        "hustle_speed": _hustle(totals, rng),
    }
    who = {
        "PLAYER_ID": totals["player_id"].astype("Int64"),
        "PLAYER_NAME": totals["name"].astype("str"),
        "TEAM_ID": pd.Series(ids, dtype="Int64"),
        "TEAM_ABBREVIATION": pd.Series(code, dtype="str"),
    }
    played = {"GP": totals["games"], "W": totals["wins"], "L": totals["losses"], "MIN": totals["minutes"]}
    year, files = sources.tables.year + 1, {}
    for kind, values in kinds.items():
        shared = played | values if kind != "hustle_speed" else values
        table = pd.DataFrame(who | shared)
        if kind != "hustle_speed":
            table["Season"] = pd.Series(label, index=table.index, dtype="str")
        files[f"{kind}_{label}.parquet"] = table.assign(year=year)
    return files


def _passing(totals: pd.DataFrame, rng: np.random.Generator) -> dict[str, pd.Series]:
    count, minutes, assists = len(totals), totals["minutes"], totals["ast"]
    made = (7.2 * assists + 0.5 * minutes) * np.exp(rng.normal(0, 0.08, count))
    made = made.round().astype(int).clip(lower=assists)
    free = pd.Series(rng.poisson(0.09 * assists).astype(float))
    second = pd.Series(rng.poisson(0.012 * minutes))
    potential = assists + pd.Series(rng.poisson(0.92 * assists))
    adjusted = assists + free.astype(int) + second
    return {
        "PASSES_MADE": made,
        "PASSES_RECEIVED": (made * np.exp(rng.normal(0, 0.15, count))).round().astype(int),
        "AST": assists,
        "FT_AST": free,
        "SECONDARY_AST": second,
        "POTENTIAL_AST": potential,
        "AST_PTS_CREATED": 2 * assists + pd.Series(rng.binomial(assists, 0.45)),
        "AST_ADJ": adjusted,
        "AST_TO_PASS_PCT": ratio(assists, made),
        "AST_TO_PASS_PCT_ADJ": ratio(adjusted, made),
    }


def _touches(
    totals: pd.DataFrame, passing: dict[str, pd.Series], rng: np.random.Generator
) -> dict[str, pd.Series]:
    count, points, inside = len(totals), totals["points"], totals["inside"]
    others = pd.Series(rng.poisson(0.1 * totals["minutes"]))
    touches = passing["PASSES_MADE"] + totals["fga"] + totals["tov"] + others
    seconds = 1.4 + 24 * ratio(totals["ast"], touches) * np.exp(rng.normal(0, 0.12, count))
    places = {
        name: pd.Series(rng.binomial(touches, (share * inside).clip(upper=0.3)))
        for name, share in (("ELBOW", 0.03), ("POST", 0.022), ("PAINT", 0.055))
    }
    worth = {"ELBOW": 0.5, "POST": 0.45, "PAINT": 0.75}
    scored = {name: pd.Series(rng.poisson(worth[name] * places[name])) for name in places}
    return {
        "POINTS": points,
        "TOUCHES": touches,
        "FRONT_CT_TOUCHES": pd.Series(rng.binomial(touches, 0.545)),
        "TIME_OF_POSS": (touches * seconds / 60).round(1),
        "AVG_SEC_PER_TOUCH": seconds.round(2),
        "AVG_DRIB_PER_TOUCH": (1.3 * (seconds - 1.3)).clip(lower=0).round(2),
        "PTS_PER_TOUCH": ratio(points, touches),
        **{f"{name}_TOUCHES": values for name, values in places.items()},
        **{f"PTS_PER_{name}_TOUCH": ratio(scored[name], places[name]) for name in places},
    }


def _drives(totals: pd.DataFrame, rng: np.random.Generator) -> dict[str, pd.Series]:
    outside, share = totals["outside"], (0.33 * totals["outside"]).clip(upper=0.6)
    tried, made = _part_of(totals["fga"] - totals["fg3a"], totals["fgm"] - totals["fg3m"], share, rng)
    free_tried, free_made = _part_of(totals["fta"], totals["ftm"], share, rng)
    passes = pd.Series(rng.poisson(0.062 * totals["minutes"] * outside))
    lost = pd.Series(rng.binomial(totals["tov"], 0.17))
    fouls = pd.Series(rng.poisson(0.5 * free_tried))
    drives = tried + passes + lost + fouls + pd.Series(rng.poisson(0.015 * totals["minutes"]))
    assists = pd.Series(rng.binomial(np.minimum(totals["ast"], passes), 0.25))
    points = 2 * made + free_made
    return {
        "DRIVES": drives,
        "DRIVE_FGM": made,
        "DRIVE_FGA": tried,
        "DRIVE_FG_PCT": ratio(made, tried),
        "DRIVE_FTM": free_made,
        "DRIVE_FTA": free_tried,
        "DRIVE_FT_PCT": ratio(free_made, free_tried),
        "DRIVE_PTS": points,
        "DRIVE_PTS_PCT": ratio(points, drives),
        "DRIVE_PASSES": passes,
        "DRIVE_PASSES_PCT": ratio(passes, drives),
        "DRIVE_AST": assists,
        "DRIVE_AST_PCT": ratio(assists, drives),
        "DRIVE_TOV": lost,
        "DRIVE_TOV_PCT": ratio(lost, drives),
        "DRIVE_PF": fouls,
        "DRIVE_PF_PCT": ratio(fouls, drives),
    }


def _catch_and_shoot(totals: pd.DataFrame, rng: np.random.Generator) -> dict[str, pd.Series]:
    threes, threes_made = _part_of(totals["fg3a"], totals["fg3m"], pd.Series(0.68, index=totals.index), rng)
    twos, twos_made = _part_of(
        totals["fga"] - totals["fg3a"],
        totals["fgm"] - totals["fg3m"],
        pd.Series(0.07, index=totals.index),
        rng,
    )
    tried, made = threes + twos, threes_made + twos_made
    return {
        "CATCH_SHOOT_FGM": made,
        "CATCH_SHOOT_FGA": tried,
        "CATCH_SHOOT_FG_PCT": ratio(made, tried, np.nan),
        "CATCH_SHOOT_PTS": 2 * made + threes_made,
        "CATCH_SHOOT_FG3M": threes_made.astype(float),
        "CATCH_SHOOT_FG3A": threes.astype(float),
        "CATCH_SHOOT_FG3_PCT": ratio(threes_made, threes, np.nan),
        "CATCH_SHOOT_EFG_PCT": ratio(made + 0.5 * threes_made, tried, np.nan),
    }


def _hustle(totals: pd.DataFrame, rng: np.random.Generator) -> dict[str, pd.Series]:
    minutes, inside = totals["minutes"], totals["inside"]

    def counted(a_minute: float, weight: pd.Series | float = 1.0) -> pd.Series:
        return pd.Series(rng.poisson(a_minute * minutes * weight))

    twos, threes = counted(0.12, inside), counted(0.087)
    screens, balls = counted(0.032, inside**1.5), [counted(0.0127), counted(0.0143)]
    boxes, loose = [counted(0.009, inside), counted(0.05, inside)], balls[0] + balls[1]
    return {
        "AGE": totals["age"].astype(float),
        "G": totals["games"],
        "CONTESTED_SHOTS": twos + threes,
        "CONTESTED_SHOTS_2PT": twos,
        "CONTESTED_SHOTS_3PT": threes,
        "DEFLECTIONS": totals["stl"] + pd.Series(rng.poisson(0.8 * totals["stl"] + 0.004 * minutes)),
        "CHARGES_DRAWN": counted(0.0021),
        "SCREEN_ASSISTS": screens,
        "SCREEN_AST_PTS": 2 * screens + pd.Series(rng.binomial(screens, 0.3)),
        "OFF_LOOSE_BALLS_RECOVERED": balls[0],
        "DEF_LOOSE_BALLS_RECOVERED": balls[1],
        "LOOSE_BALLS_RECOVERED": loose,
        "PCT_LOOSE_BALLS_RECOVERED_OFF": ratio(balls[0], loose),
        "PCT_LOOSE_BALLS_RECOVERED_DEF": ratio(balls[1], loose),
        **_box_outs(boxes[0], boxes[1], rng),
        "GP": totals["games"],
        "W": totals["wins"],
        "L": totals["losses"],
        "MIN": minutes,
        **_distances(minutes, rng),
        "POSS": (2.1 * minutes).round().astype(int).clip(lower=1),
    }


def _box_outs(offence: pd.Series, defence: pd.Series, rng: np.random.Generator) -> dict[str, pd.Series]:
    both = offence + defence
    for_team = pd.Series(rng.binomial(both, 0.63))
    own = pd.Series(rng.binomial(for_team, 0.42))
    return {
        "OFF_BOXOUTS": offence,
        "DEF_BOXOUTS": defence,
        "BOX_OUT_PLAYER_TEAM_REBS": for_team,
        "BOX_OUT_PLAYER_REBS": own,
        "BOX_OUTS": both,
        "PCT_BOX_OUTS_OFF": ratio(offence, both),
        "PCT_BOX_OUTS_DEF": ratio(defence, both),
        "PCT_BOX_OUTS_TEAM_REB": ratio(for_team, both),
        "PCT_BOX_OUTS_REB": ratio(own, both),
    }


def _distances(minutes: pd.Series, rng: np.random.Generator) -> dict[str, pd.Series]:
    speed = 4.26 + pd.Series(rng.normal(0, 0.18, len(minutes)))
    hours, offence = minutes / 60, 0.51
    miles = [
        share * hours * factor * speed for share, factor in ((offence, 1.072), (1 - offence, 0.925))
    ]  # fmt: skip
    return {
        "DIST_FEET": ((miles[0] + miles[1]) * _FEET_PER_MILE).round(),
        "DIST_MILES": (miles[0] + miles[1]).round(1),
        "DIST_MILES_OFF": miles[0].round(1),
        "DIST_MILES_DEF": miles[1].round(1),
        "AVG_SPEED": speed.round(2),
        "AVG_SPEED_OFF": (1.072 * speed).round(2),
        "AVG_SPEED_DEF": (0.925 * speed).round(2),
    }


def _part_of(
    tried: pd.Series, made: pd.Series, share: pd.Series, rng: np.random.Generator
) -> tuple[pd.Series, pd.Series]:
    # Drawn from the shots that were taken: never more tried or made than the box scores hold.
    part = rng.binomial(tried, share)
    return pd.Series(part), pd.Series(rng.hypergeometric(made, tried - made, part))
