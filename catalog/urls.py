"""Addresses of the catalogue's own public pages."""

from django.urls import path

from .eforms import views

app_name = "catalog"
urlpatterns = [
    path("dia-ban/<slug:province>.json", views.communes, name="communes"),
    path("to-khai/<slug:code>/", views.preview, name="form_preview"),
    path("to-khai/<slug:code>/ban-in/", views.blank_sheet, name="form_print"),
    path("to-khai/<slug:code>/schema.json", views.json_schema, name="form_schema"),
]
