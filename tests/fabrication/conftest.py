"""The tiny league on disk, for the tests of this folder."""

from tests.league import fabricated_raw_root

__all__ = ["fabricated_raw_root"]
