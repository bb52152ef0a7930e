"""The ways between arenas: kilometres and hours."""

from __future__ import annotations

import numpy as np
import pandas as pd

EARTH_RADIUS_KM = 6371.0
_NOON = pd.Timedelta(hours=12)  # no clock is put back or forward at noon


def great_circle_km(
    latitude: np.ndarray, longitude: np.ndarray, other_latitude: np.ndarray, other_longitude: np.ndarray
) -> np.ndarray:
    """Measure the way between places along the great circle.

    Parameters
    ----------
    latitude, longitude, other_latitude, other_longitude
        Degrees, of shapes that broadcast.

    Returns
    -------
    numpy.ndarray
        Kilometres, by the haversine formula on a sphere of radius 6371 km.
    """
    start, end = np.radians(latitude), np.radians(other_latitude)
    north = np.sin((end - start) / 2) ** 2
    east = np.sin((np.radians(other_longitude) - np.radians(longitude)) / 2) ** 2
    chord = north + np.cos(start) * np.cos(end) * east
    return np.asarray(2 * EARTH_RADIUS_KM * np.arcsin(np.sqrt(np.clip(chord, 0.0, 1.0))))


def hours_from_utc(dates: pd.Series, zones: pd.Series) -> pd.Series:
    """Give the hours that clocks are ahead of UTC on a day.

    Parameters
    ----------
    dates
        Days, as midnight without time zone.
    zones
        Name of the time zone of each row; null where it is not known.

    Returns
    -------
    pandas.Series
        Hours, negative in America; the index of ``dates``; null without a zone.
    """
    noon = dates + _NOON
    hours = pd.Series(np.nan, index=dates.index)
    for zone in zones.dropna().unique():
        local = noon[zones == zone]
        ahead = local - local.dt.tz_localize(zone).dt.tz_convert("UTC").dt.tz_localize(None)
        hours[zones == zone] = ahead / pd.Timedelta(hours=1)
    return hours
