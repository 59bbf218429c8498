"""schema.org data of a procedure for search engines, as a data block (no script is run)."""

import json

from django.conf import settings
from django.utils.safestring import SafeString, mark_safe

from cms.procedure import ProcedurePage

# Inside <script> only these can end the block or open a comment.
_ESCAPES = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026"}


def government_service(page: ProcedurePage) -> SafeString:
    """A GovernmentService in JSON-LD."""
    url = settings.BASE_URL + page.procedure.get_absolute_url()
    data = {
        "@context": "https://schema.org",
        "@type": "GovernmentService",
        "name": page.procedure.name,
        "identifier": page.procedure.code,
        "description": page.procedure.summary or page.procedure.name,
        "url": url,
        "serviceType": page.procedure.sector.name,
        "audience": {"@type": "Audience", "audienceType": ", ".join(page.applicants)},
        "provider": {"@type": "GovernmentOrganization", "name": "Bảo hiểm xã hội Việt Nam"},
        "areaServed": {"@type": "Country", "name": "Việt Nam"},
        "availableChannel": [
            {"@type": "ServiceChannel", "name": label} for label in page.version.channel_labels
        ],
    }
    text = json.dumps(data, ensure_ascii=False).translate(_ESCAPES)
    return mark_safe(text)  # noqa: S308 -- <, > and & are escaped above
