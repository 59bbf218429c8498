"""Addresses of the catalogue's own public pages."""

from django.urls import path

from .eforms import views

app_name = "catalog"
urlpatterns = [
    path("dia-ban/<slug:province>.json", views.communes, name="communes"),
    path("to-khai/<slug:code>/", views.preview, name="form_preview"),
]
