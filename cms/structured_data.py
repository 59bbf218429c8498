"""schema.org data for search engines, as data blocks (no script is run)."""

import json

from django.conf import settings
from django.urls import reverse
from django.utils.html import strip_tags
from django.utils.safestring import SafeString, mark_safe

from catalog.models.spoken import said
from cms.offices import Office
from cms.procedure import ProcedurePage

_HOUSE = {"@type": "GovernmentOrganization", "name": "Bảo hiểm xã hội Việt Nam"}
# Inside <script> only these can end the block or open a comment.
_ESCAPES = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026"}


def government_service(page: ProcedurePage) -> SafeString:
    """A GovernmentService in JSON-LD."""
    url = settings.BASE_URL + page.procedure.get_absolute_url()
    data = {
        "@context": "https://schema.org",
        "@type": "GovernmentService",
        "name": page.procedure.spoken_name,
        "identifier": page.procedure.code,
        "description": said(page.procedure, "summary").text or page.procedure.spoken_name,
        "url": url,
        "serviceType": said(page.procedure.sector, "name").text,
        "audience": {"@type": "Audience", "audienceType": ", ".join(map(str, page.applicants))},
        "provider": _HOUSE,
        "areaServed": {"@type": "Country", "name": "Việt Nam"},
        "availableChannel": [
            {"@type": "ServiceChannel", "name": label} for label in page.version.channel_labels
        ],
    }
    return _block(data)


def questions(page: ProcedurePage) -> SafeString:
    """A FAQPage in JSON-LD: what people ask about a procedure."""
    return _block(
        {
            "@context": "https://schema.org",
            "@type": "FAQPage",
            "mainEntity": [
                {
                    "@type": "Question",
                    "name": said(faq, "question").text,
                    "acceptedAnswer": {
                        "@type": "Answer",
                        "text": strip_tags(said(faq, "answer").text),
                    },
                }
                for faq in page.faqs
            ],
        }
    )


def government_office(office: Office) -> SafeString:
    """A GovernmentOffice in JSON-LD: where it is, with its coordinates where they are known."""
    agency = office.agency
    data = {
        "@context": "https://schema.org",
        "@type": "GovernmentOffice",
        "name": agency.name,
        "url": settings.BASE_URL + reverse("cms:office", args=[agency.office_code]),
        "telephone": agency.phone,
        "email": agency.email,
        "address": agency.address,
        "hasMap": office.map_url,
        "parentOrganization": _HOUSE,
    }
    if agency.latitude is not None:
        data["geo"] = {
            "@type": "GeoCoordinates",
            "latitude": agency.latitude,
            "longitude": agency.longitude,
        }
    return _block({name: value for name, value in data.items() if value})


def news_article(page) -> SafeString:
    """A NewsArticle in JSON-LD."""
    return _block(
        {
            "@context": "https://schema.org",
            "@type": "NewsArticle",
            "headline": page.said["title"],
            "description": page.said["summary"],
            "datePublished": f"{page.date:%Y-%m-%d}",
            "dateModified": f"{page.last_published_at or page.date:%Y-%m-%d}",
            "inLanguage": "en" if page.speaks_english else "vi",
            "publisher": _HOUSE,
        }
    )


def website() -> SafeString:
    """The portal as a WebSite with its search, in JSON-LD."""
    search = f"{settings.BASE_URL}/tim-kiem/?q={{search_term_string}}"
    return _block(
        {
            "@context": "https://schema.org",
            "@type": "WebSite",
            "name": settings.WAGTAIL_SITE_NAME,
            "url": f"{settings.BASE_URL}/",
            "publisher": _HOUSE,
            "potentialAction": {
                "@type": "SearchAction",
                "target": {"@type": "EntryPoint", "urlTemplate": search},
                "query-input": "required name=search_term_string",
            },
        }
    )


def _block(data: dict) -> SafeString:
    text = json.dumps(data, ensure_ascii=False).translate(_ESCAPES)
    return mark_safe(text)  # noqa: S308 -- <, > and & are escaped above
