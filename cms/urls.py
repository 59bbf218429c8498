"""Addresses that Wagtail's own pattern cannot serve (a code carries a dot), before its pages."""

from django.urls import path, re_path

from cms import views

app_name = "cms"
urlpatterns = [
    path("thu-tuc/goi-y.json", views.suggestions, name="suggestions"),
    re_path(r"^thu-tuc/(?P<code>[\w.\- ]{1,40})/$", views.procedure, name="procedure"),
    path("tin-tuc/rss/", views.NewsFeed(), name="news_feed"),
]
