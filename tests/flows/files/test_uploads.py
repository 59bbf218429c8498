"""Receiving: a file far over the limit is neither kept nor answered with a bare error."""

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory

MB = 1024 * 1024


def received(size: int, settings, path="/nop-ho-so/"):
    settings.FILE_MAX_MB = 1
    request = RequestFactory().post(
        path, {"ten": "An", "giay": SimpleUploadedFile("to.pdf", b"x" * size)}
    )
    return request.POST["ten"], request.FILES["giay"].size


def test_a_file_within_the_limit_arrives_whole(settings):
    assert received(MB, settings) == ("An", MB)


def test_a_file_over_it_is_cut_just_past_the_limit_and_the_form_arrives(settings):
    name, size = received(8 * MB, settings)
    assert name == "An"
    assert MB < size < MB + 200_000


def test_editors_bring_larger_files_through_their_own_door(settings):
    assert received(3 * MB, settings, "/bien-tap/")[1] == 3 * MB
