#!/usr/bin/env python
"""Command line entry point."""

import os
import sys
from pathlib import Path


def main() -> None:
    # site/ is a folder of ours, never a package: `site` belongs to the standard library.
    sys.path.insert(1, str(Path(__file__).resolve().parent / "site"))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
