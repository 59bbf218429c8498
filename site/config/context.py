"""What every page's shell needs."""

from django.conf import settings
from django.urls import translate_url
from django.utils.translation import get_language, get_language_info


def portal(request) -> dict:
    """BASE_URL, DEMO, HOTLINE, SOURCE_URL, SESSION_MINUTES of a citizen, PREFIX ("" or "/en") and
    LANGUAGE_LINKS of this page."""
    language = get_language() or settings.LANGUAGE_CODE
    return {
        "BASE_URL": settings.BASE_URL,
        "DEMO": settings.DEMO,
        "HOTLINE": settings.HOTLINE,
        "SOURCE_URL": settings.SOURCE_URL,
        "SESSION_MINUTES": int(settings.SESSION_IDLE_CITIZEN.total_seconds() // 60),
        "PREFIX": "" if language == settings.LANGUAGE_CODE else f"/{language}",
        "LANGUAGE_LINKS": [
            {
                "code": code,
                "name": get_language_info(code)["name_local"],
                "url": translate_url(request.get_full_path(), code),
                "current": code == language,
            }
            for code, _name in settings.LANGUAGES
        ],
    }
