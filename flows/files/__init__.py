"""Uploaded papers: checked by their content, cleaned, stored before any row names them."""

from .refusals import FileRefused
from .storing import clean_name, combine_images, keep_bytes, store, store_each, store_xml

__all__ = [
    "FileRefused",
    "clean_name",
    "combine_images",
    "keep_bytes",
    "store",
    "store_each",
    "store_xml",
]
