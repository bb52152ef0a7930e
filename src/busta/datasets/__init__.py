"""Reading and writing files: nothing but input and output."""

from busta.datasets.atomic import (
    AtomicCsvDataset,
    AtomicJsonDataset,
    AtomicParquetDataset,
    AtomicPickleDataset,
    AtomicSpreadsheetDataset,
    AtomicTextDataset,
)
from busta.datasets.optional import OptionalJsonDataset
from busta.datasets.raw_files import RawFilesDataset, RawMarkDataset

__all__ = [
    "AtomicCsvDataset",
    "AtomicJsonDataset",
    "AtomicParquetDataset",
    "AtomicPickleDataset",
    "AtomicSpreadsheetDataset",
    "AtomicTextDataset",
    "OptionalJsonDataset",
    "RawFilesDataset",
    "RawMarkDataset",
]
