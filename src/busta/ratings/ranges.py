"""Ranges of settings, refused in words."""

from __future__ import annotations


def check_above_zero(owner: str, settings: object, *names: str) -> None:
    """Refuse settings that are not above zero.

    Parameters
    ----------
    owner
        What the settings are of, for the message.
    settings
        Object with the settings as attributes.
    *names
        Names of attributes.

    Raises
    ------
    ValueError
        If one is zero, negative or not a number.
    """
    for name in names:
        value = getattr(settings, name)
        if not value > 0:
            raise ValueError(f"{owner} {name}: expected more than 0, was {value}.")


def check_share(owner: str, settings: object, *names: str) -> None:
    """Refuse settings that are not between 0 and 1, both allowed.

    Parameters
    ----------
    owner
        What the settings are of, for the message.
    settings
        Object with the settings as attributes.
    *names
        Names of attributes.

    Raises
    ------
    ValueError
        If one lies outside or is not a number.
    """
    for name in names:
        value = getattr(settings, name)
        if not 0 <= value <= 1:
            raise ValueError(f"{owner} {name}: expected 0 to 1, was {value}.")
