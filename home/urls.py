"""The citizen's addresses. Account names are allauth's; the rest is in the namespace `home`."""

from django.urls import include, path

from home import terms
from home.batches import batch, rows
from home.demo import identity_provider, remote_signer, time_stamps
from home.demo.certificates import demo_certificate
from home.demo.signing import demo_sign
from home.dossiers import amend, answer, claim, declared, dossier, fees, listing, talk, withdraw
from home.feedback import views as feedback
from home.filing import confirm, papers, sheets, start, steps
from home.lobby import views as lobby
from home.lookup import track, verify
from home.statistics import statistics, table
from home.visits import views as visits

table_sheets = [
    path("<str:question_key>/", sheets.sheet, name="sheet"),
    path("<str:question_key>/mau.xlsx", sheets.template, name="sheet_template"),
    path("<str:question_key>/chua-dung.xlsx", sheets.corrections, name="sheet_corrections"),
]
filing = [
    path("", start.start, name="start"),
    path("<uuid:key>/", steps.tasks, name="tasks"),
    path("<uuid:key>/truong-hop/", steps.choice, name="choice"),
    path("<uuid:key>/chu-ho-so/", steps.applicant, name="applicant"),
    path("<uuid:key>/phan/<str:section_key>/", steps.section, name="section"),
    path("<uuid:key>/phan/<str:section_key>/tu-luu/", steps.autosave, name="autosave"),
    path("<uuid:key>/phan/<str:section_key>/bang/", include(table_sheets)),
    path("<uuid:key>/danh-sach/", rows.rows, name="rows"),
    path("<uuid:key>/danh-sach/mau.xlsx", rows.template, name="rows_template"),
    path("<uuid:key>/danh-sach/chua-dung.xlsx", rows.corrections, name="rows_corrections"),
    path("<uuid:key>/danh-sach/<int:pk>/", rows.row, name="row"),
    path("<uuid:key>/giay-to/", papers.papers, name="papers"),
    path("<uuid:key>/ket-qua/", steps.result, name="result"),
    path("<uuid:key>/kiem-tra/", confirm.check, name="check"),
    path("<uuid:key>/xac-nhan/", confirm.confirm, name="confirm"),
    path("<uuid:key>/da-nop/", confirm.filed, name="filed"),
    path("<uuid:key>/phien-ban-moi/", start.forward, name="forward"),
    path("<uuid:key>/xoa/", start.delete, name="delete_draft"),
]
dossiers = [
    path("", listing.dossiers, name="dossiers"),
    path("nhan-ve/", claim.claim, name="claim"),
    path("nhan-ve/<str:code>/", claim.confirm, name="claim_confirm"),
    path("lo/<uuid:key>/", batch.batch, name="batch"),
    path("lo/<uuid:key>/chua-dung.xlsx", batch.corrections, name="batch_corrections"),
    path("lo/<uuid:key>/ket-qua.xlsx", batch.outcome, name="batch_outcome"),
    path("lo/<uuid:key>/nop-tiep/", batch.follow, name="batch_follow"),
    path("<str:code>/", dossier.dossier, name="dossier"),
    path("<str:code>/to-khai/", declared.declared, name="declared"),
    path("<str:code>/sua/", amend.amend, name="amend"),
    path("<str:code>/bo-sung/", answer.answer, name="supplement"),
    path("<str:code>/bo-sung/xac-nhan/", answer.confirm, name="supplement_confirm"),
    path("<str:code>/trao-doi/", talk.talk, name="talk"),
    path("<str:code>/rut/", withdraw.withdraw, name="withdraw"),
    path("<str:code>/rut/xac-nhan/", withdraw.confirm, name="withdraw_confirm"),
    path("<str:code>/ket-qua/<int:document_id>/", dossier.collect, name="collect"),
    path("<str:code>/phi/<int:order_id>/", fees.pay, name="pay"),
    path("<str:code>/thanh-toan/", fees.paid, name="paid"),
    path("<str:code>/thanh-toan/<str:reference>/", fees.payment, name="payment"),
    path("<str:code>/danh-gia/", dossier.rate, name="rate"),
]
pages = [
    path("nop-ho-so/<str:code>/", include(filing)),
    path("ho-so/", include(dossiers)),
    path("phan-anh/", feedback.write, name="feedback"),
    path("phan-anh/da-gui/", feedback.sent, name="feedback_sent"),
    path("phan-anh/tra-cuu/", feedback.look_up, name="feedback_look_up"),
    path("lich-hen/", visits.visits, name="visits"),
    path("lich-hen/dat/", visits.book, name="visit_book"),
    path("lich-hen/<int:pk>/doi/", visits.move, name="visit_move"),
    path("lich-hen/<int:pk>/huy/", visits.cancel, name="visit_cancel"),
    path("dieu-khoan-su-dung/", terms.page, name="terms"),
    path("tra-cuu/", track.track, name="track"),
    path("quay/<str:key>/", lobby.kiosk, name="kiosk"),
    path("quay/<str:key>/so/<int:pk>/", lobby.ticket, name="kiosk_ticket"),
    path("quay/<str:key>/tra-cuu/", lobby.look_up, name="kiosk_look_up"),
    path("bang-so/<str:office_code>/", lobby.display, name="display"),
    path("thong-ke/", statistics, name="statistics"),
    path("thong-ke/so-lieu.csv", table, name="statistics_table"),
    path("ky-thu/chung-thu-so/", demo_certificate, name="demo_certificate"),
    path("ky-thu/<str:token>/", demo_sign, name="demo_sign"),
    path("xac-minh/", verify.by_number, name="verify_number"),
    path("xac-minh/<str:token>/bang-chung.json", verify.proof, name="proof"),
    path("xac-minh/<str:token>/", verify.verify, name="verify"),
]
urlpatterns = [
    path("dinh-danh-thu/", include(identity_provider.urlpatterns)),
    path("ky-thu/csc/v2/", include(remote_signer.urlpatterns)),
    path("ky-thu/dien-thoai/", include(remote_signer.phone_urlpatterns)),
    path("dau-thoi-gian-thu/", include(time_stamps.urlpatterns)),
    path("tai-khoan/", include("home.accounts.urls")),
    path("", include((pages, "home"))),
]
