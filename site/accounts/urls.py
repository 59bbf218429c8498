"""Addresses of the staff door, under two_factor's own names. Nobody switches the own factor off."""

from django.contrib.auth.views import LogoutView
from django.urls import path
from two_factor.views import BackupTokensView, QRGeneratorView, SetupCompleteView

from accounts.own_security import AddKeyView, RemoveKeyView, StaffProfileView
from accounts.views import StaffLoginView, StaffSetupView

app_name = "two_factor"
urlpatterns = [
    path("dang-nhap/", StaffLoginView.as_view(), name="login"),
    path("dang-xuat/", LogoutView.as_view(next_page="two_factor:login"), name="logout"),
    path("bao-mat/", StaffProfileView.as_view(), name="profile"),
    path("bao-mat/thiet-lap/", StaffSetupView.as_view(), name="setup"),
    path("bao-mat/thiet-lap/ma-qr/", QRGeneratorView.as_view(), name="qr"),
    path("bao-mat/thiet-lap/xong/", SetupCompleteView.as_view(), name="setup_complete"),
    path("bao-mat/ma-du-phong/", BackupTokensView.as_view(), name="backup_tokens"),
    path("bao-mat/khoa/moi/", AddKeyView.as_view(), name="add_key"),
    path("bao-mat/khoa/<int:pk>/go/", RemoveKeyView.as_view(), name="remove_key"),
]
