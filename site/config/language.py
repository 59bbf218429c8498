"""Which language an answer is in: the portal's address says it (/en/…), staff choose their own."""

from django.conf import settings
from django.middleware.locale import LocaleMiddleware
from django.utils import translation

STAFF_ROOMS = ("/can-bo/", "/quan-tri/", "/bien-tap/")


class LanguageMiddleware(LocaleMiddleware):
    """Vietnamese everywhere but under /en/; in the staff's rooms, what the person chose last.

    The browser is not asked: in our offices many are English by accident.
    """

    def process_request(self, request):
        super().process_request(request)
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
        if request.path_info.startswith(STAFF_ROOMS) and chosen in dict(settings.LANGUAGES):
            translation.activate(chosen)
            request.LANGUAGE_CODE = chosen
