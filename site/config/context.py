"""What every page's shell needs."""

from django.conf import settings


def portal(request) -> dict:
    return {"BASE_URL": settings.BASE_URL, "DEMO": settings.DEMO}
