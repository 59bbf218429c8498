"""Every address of the house."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.contrib.sitemaps.views import sitemap
from django.urls import include, path
from django.views.i18n import set_language
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from cms.sitemaps import EnglishSitemap, PageSitemap, ProcedureSitemap
from config import api, health, metrics, views

urlpatterns = [
    path("healthz", health.alive),
    path("readyz", health.ready),
    path("metrics", metrics.metrics),
    path("robots.txt", views.robots),
    path("api/", include(api.urlpatterns)),
    path(f"{settings.RENDITIONS_URL.lstrip('/')}<path:path>", views.picture),
    path("can-bo/ngon-ngu/", set_language, name="set_language"),
    path("can-bo/", include("accounts.urls")),
    path("quan-tri/", admin.site.urls),
    path("bien-tap/", include(wagtailadmin_urls)),
    path("tai-lieu/", include(wagtaildocs_urls)),
    path(
        "sitemap.xml",
        sitemap,
        {
            "sitemaps": {
                "pages": PageSitemap,
                "english": EnglishSitemap,
                "procedures": ProcedureSitemap,
            }
        },
        name="sitemap",
    ),
    # What has a language: Vietnamese without a prefix, English under /en/.
    *i18n_patterns(
        path("", include("home.urls")),
        path("", include("catalog.urls")),
        path("", include("flows.urls")),
        path("", include("cms.urls")),
        path("", include(wagtail_urls)),
        prefix_default_language=False,
    ),
]
