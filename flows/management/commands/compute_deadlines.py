"""Fills in when terms end, by the working-time service and the national calendar."""

import csv
import datetime
import sys

from django.core.management.base import BaseCommand, CommandError

from catalog import working_calendar
from flows.deadlines import working_time


class Command(BaseCommand):
    help = "Đọc CSV start,value,unit; in lại với cột due. Ngày không có giờ tính từ giờ mở cửa."

    def add_arguments(self, parser):
        parser.add_argument("file", help="Tệp CSV có cột start,value,unit.")

    def handle(self, *, file, **options):
        calendar = working_calendar.national()
        with open(file, encoding="utf-8-sig", newline="") as source:
            rows = csv.DictReader(source)
            fields = [name for name in rows.fieldnames or [] if name != "due"]
            if missing := {"start", "value", "unit"} - set(fields):
                raise CommandError(f"Thiếu cột: {', '.join(sorted(missing))}.")
            writer = csv.DictWriter(self.stdout, [*fields, "due"], lineterminator="\n")
            writer.writeheader()
            for number, row in enumerate(rows, start=2):
                try:
                    row["due"] = due_text(row, calendar)
                except ValueError as error:
                    sys.exit(f"Dòng {number}: {error}")
                writer.writerow({name: row[name] for name in [*fields, "due"]})


def due_text(row: dict, calendar) -> str:
    """The due day as YYYY-MM-DD; with the time for terms counted in working hours."""
    start = moment_of(row["start"].strip(), calendar)
    unit = row["unit"].strip()
    due = working_time.due(start, int(row["value"] or 0), unit, calendar)
    return f"{due:%Y-%m-%d %H:%M}" if unit == "hour_working" else f"{due:%Y-%m-%d}"


def moment_of(text: str, calendar) -> datetime.datetime:
    """A date counts from the opening of that day (or of the next working one)."""
    if len(text) == len("2026-01-31"):
        day = working_time.next_working_day(datetime.date.fromisoformat(text), calendar)
        return working_time.at(day, calendar.hours(day)[0][0])
    moment = datetime.datetime.fromisoformat(text)
    return moment if moment.tzinfo else working_time.at(moment.date(), moment.time())
