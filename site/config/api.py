"""The API of other systems at /api/v1/: joins the routers of the rooms, one document for all."""

from django.http import JsonResponse
from django.shortcuts import render
from django.urls import path, re_path, reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe
from ninja import NinjaAPI
from ninja.renderers import JSONRenderer

import catalog.api
import flows.reports.api
from flows.api import bodies, dossiers, inbox, lookup, post, problems, sms

DESCRIPTION = """
Kết nối với Cổng Dịch vụ công và Hệ thống một cửa điện tử BHXH Việt Nam. Dữ liệu mở (danh mục, tra cứu) không cần
mã truy cập; các lệnh khác cần `Authorization: Bearer …` do quản trị hệ thống cấp. Lỗi theo RFC 9457.
"""


class ReadableRenderer(JSONRenderer):
    """Vietnamese stays readable."""

    json_dumps_params = {"ensure_ascii": False}


class DocumentedAPI(NinjaAPI):
    """Its document names the problems that every call may answer, by the type in which they come."""

    def get_openapi_schema(self, **where):
        written = super().get_openapi_schema(**where)
        body = {"$ref": f"#/components/schemas/{problems.ProblemBody.__name__}"}
        answers = {
            status: {"description": str(title), "content": {problems.TYPE: {"schema": body}}}
            for status, (_code, title, _detail) in problems.TITLES.items()
            if status != 500
        }
        for operations in written["paths"].values():
            for operation in operations.values():
                operation["responses"] |= answers
        return written


api = DocumentedAPI(
    title="API BHXH Việt Nam",
    version="1",
    description=DESCRIPTION,
    parser=bodies.StrictParser(),
    renderer=ReadableRenderer(),
    docs_url=None,
    urls_namespace="api",
)
problems.install(api)

api.add_router("", catalog.api.router)
api.add_router("", lookup.router)
api.add_router("", flows.reports.api.router)
api.add_router("", dossiers.router)
api.add_router("", inbox.router)
api.add_router("", sms.router)
api.add_router("", post.router)


@require_safe
def docs(request):
    """The document for people to read and try; assets are our own, scripts none but from files."""
    context = {"openapi_url": reverse("api:openapi-json"), "LANGUAGE_LINKS": []}
    return render(request, "api/docs.html", context)


@require_safe
def start(request):
    """Where a system begins: the document, the page for people, what is open without a token."""
    return JsonResponse(
        {
            "title": api.title,
            "version": api.version,
            "documentation": request.build_absolute_uri(reverse("api_docs")),
            "openapi": request.build_absolute_uri(reverse("api:openapi-json")),
            "procedures": request.build_absolute_uri(reverse("api:procedures")),
        }
    )


@csrf_exempt
def nothing_here(request, **kwargs):
    """Any other address below /api/: the answer is a problem, not a page."""
    return problems.answer(404)


urlpatterns = [
    path("v1/", start),
    path("v1/docs", docs, name="api_docs"),
    path("v1/", api.urls),
    re_path(r"^.*$", nothing_here),
]
