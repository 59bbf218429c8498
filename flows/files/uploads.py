"""Receiving uploads: what is over the limit is read from the line and thrown away, never kept."""

from django.conf import settings
from django.core.files.uploadhandler import FileUploadHandler


class CappedUploadHandler(FileUploadHandler):
    """First in line: passes each file on until just past the limit, so that its size tells it apart.

    The form then refuses it with the limit named; neither memory nor disk ever held the rest.
    Editors and catalogue managers bring larger files through their own doors, with limits there.
    """

    def new_file(self, *args, **kwargs):
        super().new_file(*args, **kwargs)
        free = self.request and self.request.path_info.startswith(settings.FILE_UNCAPPED_PATHS)
        self.limit = None if free else settings.FILE_MAX_MB * 1024 * 1024

    def receive_data_chunk(self, raw_data, start):
        return raw_data if self.limit is None or start <= self.limit else None

    def file_complete(self, file_size):
        return None
