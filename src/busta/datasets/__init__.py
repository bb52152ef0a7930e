"""Reading and writing files: nothing but input and output."""

from busta.datasets.answer_times import AnswerTimesDataset
from busta.datasets.atomic import (
    AtomicCsvDataset,
    AtomicJsonDataset,
    AtomicParquetDataset,
    AtomicPickleDataset,
    AtomicSpreadsheetDataset,
    AtomicTextDataset,
)
from busta.datasets.clock import ClockDataset
from busta.datasets.fetched_files import AppendedParquetDataset, FetchedFilesDataset, FetchPlanDataset
from busta.datasets.odds_api import OddsApiDataset
from busta.datasets.optional import (
    OptionalCsvDataset,
    OptionalJsonDataset,
    OptionalPngDataset,
    OptionalTextDataset,
)
from busta.datasets.raw_files import RawFilesDataset, RawMarkDataset
from busta.datasets.stats_nba import StatsNbaDataset
from busta.datasets.web_files import WebFilesDataset
from busta.datasets.webhook import WebhookDataset

__all__ = [
    "AnswerTimesDataset",
    "AppendedParquetDataset",
    "AtomicCsvDataset",
    "AtomicJsonDataset",
    "AtomicParquetDataset",
    "AtomicPickleDataset",
    "AtomicSpreadsheetDataset",
    "AtomicTextDataset",
    "ClockDataset",
    "FetchPlanDataset",
    "FetchedFilesDataset",
    "OddsApiDataset",
    "OptionalCsvDataset",
    "OptionalJsonDataset",
    "OptionalPngDataset",
    "OptionalTextDataset",
    "RawFilesDataset",
    "RawMarkDataset",
    "StatsNbaDataset",
    "WebFilesDataset",
    "WebhookDataset",
]
