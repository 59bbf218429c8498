"""Papers and pictures by address."""

from django.urls import path

from flows.views import files, mailbox

app_name = "flows"
urlpatterns = [
    path("tep/<int:pk>/", files.document, name="file"),
    path("tep/nhap/<int:pk>/", files.draft_file, name="draft_file"),
    path("giay-to/<str:token>.pdf", files.issued, name="issued"),
    path("hop-thu/", mailbox.messages, name="mailbox"),
]
