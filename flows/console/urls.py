"""The console's own screens beside the admin's lists: route, view, name."""

from flows.console import (
    assigning,
    boards,
    books,
    delegations,
    listening,
    moving,
    proposals,
    recounting,
    returns,
    search,
    signing,
    trying,
)
from flows.console.counter import arrivals
from flows.console.counter import views as counter
from flows.console.reports import exporting, register, tables
from flows.console.steps import views as steps

screens = [
    ("tim-kiem/", search.search, "search"),
    ("viec/<int:pk>/<slug:act>/", steps.on_work_item, "work_step"),
    ("ho-so/<int:pk>/<slug:act>/", steps.on_dossier, "dossier_step"),
    ("tiep-nhan/", counter.start, "counter"),
    ("tiep-nhan/<uuid:key>/", counter.applicant, "counter_applicant"),
    ("tiep-nhan/<uuid:key>/to-khai/", counter.answers, "counter_answers"),
    ("tiep-nhan/<uuid:key>/giay-to/", counter.papers, "counter_papers"),
    ("tiep-nhan/<uuid:key>/kiem-tra/", counter.review, "counter_review"),
    ("tiep-nhan/<uuid:key>/xong/", counter.done, "counter_done"),
    ("tiep-nhan/buu-gui/", arrivals.envelopes, "envelopes"),
    ("tiep-nhan/buu-gui/<int:pk>/", arrivals.answer, "envelope_answer"),
    ("tiep-nhan/huong-dan/", arrivals.guidance, "guidance"),
    ("tiep-nhan/huong-dan/<int:pk>/", arrivals.guidance_sheet, "guidance_sheet"),
    ("tra-ket-qua/", returns.desk, "return_desk"),
    ("tra-ket-qua/buu-chinh/", returns.consignment_sheet, "consignments"),
    ("phan-anh/", listening.inbox, "feedback"),
    ("phan-anh/<int:pk>/", listening.one, "feedback_one"),
    ("phan-anh/de-xuat/", proposals.proposals, "proposals"),
    ("so-ket-qua/", books.results, "results_book"),
    ("ky-duyet/", signing.inbox, "signing"),
    ("phien-ban/<int:pk>/chuyen-ho-so/", moving.screen, "move_dossiers"),
    ("phien-ban/chuyen/<int:pk>/hoan-tac/", moving.undo_view, "undo_move"),
    ("mau-giay/xem-thu/", trying.try_slip, "try_slip"),
    ("phan-cong/", assigning.screen, "assigning"),
    ("phan-cong/nghi-viec/<int:pk>/", assigning.leaver, "leaver"),
    ("lich/tinh-lai-han/", recounting.screen, "recount"),
    ("uy-quyen/", delegations.screen, "delegations"),
    ("uy-quyen/<int:pk>/thu-hoi/", delegations.end_view, "end_delegation"),
    ("so-lieu/", boards.board, "board"),
    ("bao-cao/", tables.report, "report"),
    ("bao-cao/ho-so/", register.register, "register"),
    ("bao-cao/cong-viec/", tables.workload, "workload"),
    ("bao-cao/xuat/", exporting.ask, "ask_export"),
    ("bao-cao/tep/", exporting.exports, "exports"),
    ("bao-cao/tep/<int:pk>/", exporting.download, "export"),
]
