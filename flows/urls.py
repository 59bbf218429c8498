"""Papers and pictures by address."""

from django.urls import path

from flows.views import anchors, archive, carrier, files, mailbox, payments, pictures

app_name = "flows"
urlpatterns = [
    path("tep/<int:pk>/", files.document, name="file"),
    path("tep/nhap/<int:pk>/", files.draft_file, name="draft_file"),
    path("tep/tin/<int:pk>/", files.message_file, name="message_file"),
    path("tep/uy-quyen/<int:pk>/", files.mandate_paper, name="mandate_paper"),
    path("tep/phan-anh/<int:pk>/", files.telling_file, name="telling_file"),
    path("giay-to/<str:token>.pdf", files.issued, name="issued"),
    path("to-khai/to-khai-1.xsd", files.declaration_schema, name="declaration_schema"),
    path("to-khai/<str:token>.pdf", files.declaration, name="declaration"),
    path("to-khai/<str:token>.xml", files.declaration_xml, name="declaration_xml"),
    path("ban-luu/<str:code>.pdf", archive.dossier_book, name="book"),
    path("ban-luu/<str:code>.zip", archive.dossier_archive, name="archive"),
    path("du-lieu-mo/nhat-ky/", anchors.listing, name="anchors"),
    path("du-lieu-mo/nhat-ky/verify_dossier.py", anchors.verifier, name="verifier"),
    path("du-lieu-mo/nhat-ky/<str:day>.json", anchors.text, name="anchor"),
    path("du-lieu-mo/nhat-ky/<str:day>.p7s", anchors.signature, name="anchor_signature"),
    path("so-do/thu-tuc/<str:code>/<int:number>.svg", pictures.procedure, name="procedure_map"),
    path("so-do/<str:code>.svg", pictures.dossier, name="dossier_map"),
    path("thanh-toan/ket-qua/", payments.call_back, name="payment_call_back"),
    path("thanh-toan-thu/", payments.demo_page, name="payment_demo"),
    path("buu-chinh-thu/", carrier.demo_page, name="post_demo"),
    path("hop-thu/", mailbox.messages, name="mailbox"),
]
