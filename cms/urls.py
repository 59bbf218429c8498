"""Addresses that Wagtail's own pattern cannot serve (a code carries a dot), before its pages."""

from django.urls import path, re_path

from cms import feeds, sharing, views

app_name = "cms"
urlpatterns = [
    path("tim-kiem/", views.search, name="search"),
    path("tim-kiem/goi-y.json", views.search_suggestions, name="search_suggestions"),
    path("thu-tuc/goi-y.json", views.suggestions, name="suggestions"),
    path("thu-tuc/rss/", feeds.ChangesFeed(), name="changes_feed"),
    re_path(r"^thu-tuc/(?P<code>[\w.\- ]{1,40})/$", views.procedure, name="procedure"),
    path("tin-tuc/rss/", feeds.NewsFeed(), name="news_feed"),
    path("thong-bao/", views.notices, name="notices"),
    path("co-quan/", views.offices, name="offices"),
    path("co-quan/<slug:code>/", views.office, name="office"),
    path("co-quan/<slug:code>/dich-vu.json", sharing.feed, name="office_feed"),
    path("co-quan/<slug:code>/nhung/", sharing.frame, name="office_frame"),
    path("co-quan/<slug:code>/rss/", feeds.ChangesFeed(), name="office_changes"),
]
