"""The demo's time-stamp server as others may ask it (RFC 3161); it exists only with DEMO=1."""

from django.http import HttpResponse, HttpResponseNotFound
from django.urls import path
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from flows.gateways import time_stamping
from home.demo.identity_provider import only_demo


@csrf_exempt
@only_demo
@require_POST
def stamp(request):
    """A time-stamp for the hash that is sent: `openssl ts -query -data FILE -cert`, as it is."""
    kept = time_stamping.twin_key()
    question = request.read(time_stamping.LARGEST)
    if not kept.exists():
        return HttpResponseNotFound()
    return HttpResponse(time_stamping.stamped(question, kept), content_type=time_stamping.ANSWERED)


urlpatterns = [path("", stamp)]
