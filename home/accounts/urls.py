"""Addresses of accounts, in Vietnamese; the names are allauth's, which its flows look up."""

from allauth.account import views as allauth
from django.urls import path
from django.views.generic import RedirectView

from home.accounts import (
    branches,
    by_code,
    certificates,
    contacts,
    first_access,
    identity_views,
    mandates,
    recovery,
    sessions,
    standing,
    views,
)

urlpatterns = [
    path("", RedirectView.as_view(pattern_name="account_profile"), name="account"),
    path("dang-ky/", views.register, name="account_signup"),
    path("dang-nhap/", views.patiently(allauth.login), name="account_login"),
    path("dang-nhap/ma/", by_code.ask, name="account_request_login_code"),
    path("dang-nhap/ma/nhap/", by_code.enter, name="account_confirm_login_code"),
    path("dang-xuat/", allauth.logout, name="account_logout"),
    path("bi-khoa/", allauth.account_inactive, name="account_inactive"),
    path(
        "xac-minh-thu-dien-tu/",
        contacts.verify_email,
        name="account_email_verification_sent",
    ),
    path("xac-minh-dien-thoai/", contacts.verify_phone, name="account_verify_phone"),
    path("quen-mat-khau/", views.patiently(allauth.password_reset), name="account_reset_password"),
    path(
        "quen-mat-khau/ma/",
        recovery.enter,
        name="account_confirm_password_reset_code",
    ),
    path(
        "quen-mat-khau/mat-khau-moi/",
        recovery.renew,
        name="account_complete_password_reset",
    ),
    path(
        "quen-mat-khau/xong/",
        allauth.password_reset_from_key_done,
        name="account_password_reset_completed",
    ),
    path("lan-dau/<str:code>/", first_access.take_over, name="account_take_over"),
    path("doi-mat-khau/", allauth.password_change, name="account_change_password"),
    path("dat-mat-khau/", allauth.password_set, name="account_set_password"),
    path("xac-thuc-lai/", allauth.reauthenticate, name="account_reauthenticate"),
    path("doi-thu-dien-tu/", contacts.change_email, name="account_email"),
    path("doi-dien-thoai/", contacts.change_phone, name="account_change_phone"),
    path("phien-dang-nhap/", sessions.sessions, name="account_sessions"),
    path("phien-dang-nhap/giu/", sessions.keep, name="account_keep"),
    path("chung-thu-so/", certificates.certificate, name="account_certificate"),
    path("lich-su/", standing.history, name="account_history"),
    path("khoa-quyen-nop/", standing.appeal, name="account_appeal"),
    path("dong-tai-khoan/", standing.closing, name="account_closing"),
    path("uy-quyen/", mandates.mandates, name="account_mandates"),
    path("uy-quyen/moi/", mandates.invite, name="account_invite"),
    path("uy-quyen/chi-nhanh/", branches.add, name="account_branch"),
    path("uy-quyen/chi-nhanh/<int:pk>/", branches.end, name="account_end_branch"),
    path("uy-quyen/con/", mandates.child, name="account_child"),
    path("uy-quyen/nhan/<str:invitation>/", mandates.accept, name="account_accept"),
    path("uy-quyen/<int:pk>/cham-dut/", mandates.end, name="account_end_mandate"),
    path("dinh-danh/", identity_views.links, name="socialaccount_connections"),
    path("dinh-danh/lan-dau/", identity_views.first_time, name="socialaccount_signup"),
    path(
        "dinh-danh/da-huy/",
        RedirectView.as_view(pattern_name="account_login"),
        name="socialaccount_login_cancelled",
    ),
    path("dinh-danh/<slug:provider_id>/", identity_views.start, name="openid_connect_login"),
    path(
        "dinh-danh/<slug:provider_id>/ve/",
        identity_views.callback,
        name="openid_connect_callback",
    ),
    path("ho-so-ca-nhan/", views.profile, name="account_profile"),
]
