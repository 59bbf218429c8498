"""The settings under which tests run: the embedded ones, made private to one process and fast."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

os.environ.setdefault("SECRET_KEY", "only-for-tests-" + "x" * 50)

from config.settings import *  # noqa: F403
from config.settings import RENDITIONS_URL

_private = Path(tempfile.mkdtemp(prefix="portal-test-"))
atexit.register(shutil.rmtree, _private, ignore_errors=True)

VAR = _private
MEDIA_ROOT = _private / "files"
MESSAGES_DIR = _private / "messages"
STATIC_ROOT = _private / "static"
STATIC_ROOT.mkdir()
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
_memory = "django.core.cache.backends.locmem.LocMemCache"
CACHES = {"default": {"BACKEND": _memory}, "pages": {"BACKEND": _memory, "LOCATION": "pages"}}
_files = "django.core.files.storage.FileSystemStorage"
STORAGES = {
    "default": {"BACKEND": _files, "OPTIONS": {"location": MEDIA_ROOT, "base_url": None}},
    "renditions": {
        "BACKEND": _files,
        "OPTIONS": {"location": MEDIA_ROOT / "public", "base_url": RENDITIONS_URL},
    },
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
