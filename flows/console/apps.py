"""Puts the console in the place of Django's default admin site."""

from django.contrib.admin.apps import AdminConfig

# Engine rows, second-factor secrets, account tables: changed by services or not at all.
HIDDEN_APPS = {
    "viewflow",
    "workflow",
    "otp_totp",
    "otp_static",
    "account",
    "socialaccount",
    "usersessions",
    "taggit",
    "auth",
}


class ConsoleConfig(AdminConfig):
    default_site = "flows.console.site.ConsoleSite"

    def ready(self):
        super().ready()
        from django.contrib import admin

        for model in list(admin.site._registry):
            if model._meta.app_label in HIDDEN_APPS:
                admin.site.unregister(model)
