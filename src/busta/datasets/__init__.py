"""Reading and writing files: nothing but input and output."""

from busta.datasets.atomic import (
    AtomicCsvDataset,
    AtomicJsonDataset,
    AtomicParquetDataset,
    AtomicPickleDataset,
    AtomicSpreadsheetDataset,
    AtomicTextDataset,
)
from busta.datasets.optional import (
    OptionalCsvDataset,
    OptionalJsonDataset,
    OptionalPngDataset,
    OptionalTextDataset,
)
from busta.datasets.raw_files import RawFilesDataset, RawMarkDataset

__all__ = [
    "AtomicCsvDataset",
    "AtomicJsonDataset",
    "AtomicParquetDataset",
    "AtomicPickleDataset",
    "AtomicSpreadsheetDataset",
    "AtomicTextDataset",
    "OptionalCsvDataset",
    "OptionalJsonDataset",
    "OptionalPngDataset",
    "OptionalTextDataset",
    "RawFilesDataset",
    "RawMarkDataset",
]
