"""Who may open which address: the matrix as it is meant, by hand. What stands in no line is refused.

An address with a part that varies is open to the role when what it names is within its reach: whether
it is, `access_objects` asks with things of another office and of another person.
"""

import re

CLERK, GIVER, OFFICER, HEAD, LEADER = "tiepnhan", "trakq", "thuly", "phutrach", "lanhdao"
OFFICE_ADMIN, CATALOGUE, INSPECTOR, TECHNICIAN = "tinh.quantri", "danhmuc", "kiemtra", "cntt"
CONTROLLER = "kiemsoat"
AUTHOR, REVIEWER, PUBLISHER = "bientap", "duyetbai", "xuatban"
CITIZEN, COMPANY, NOBODY = "an", "congty", ""
# A member of staff who gave the password and not yet the second factor.
HALF_IN = "half"

HANDLING = {CLERK, GIVER, OFFICER, HEAD, LEADER}
POSTED = HANDLING | {OFFICE_ADMIN, CATALOGUE, INSPECTOR, TECHNICIAN, CONTROLLER}
EDITORS = {AUTHOR, REVIEWER, PUBLISHER}
EDITING = EDITORS | {CATALOGUE}
STAFF = POSTED | EDITORS
OWNERS = {CITIZEN, COMPANY}
ALL = STAFF | OWNERS | {NOBODY, HALF_IN}

# The console's own screens. (route, who)
SCREENS = [
    (r"|jsi18n/|logout/|password_change/(done/)?|tim-kiem/|tuy-chon/.*", POSTED),
    (r"viec/<int:pk>/<slug:act>/|ho-so/<int:pk>/<slug:act>/", HANDLING | {INSPECTOR}),
    (r"tiep-nhan/.*", {CLERK}),
    (r"ban-giao/.*|phan-anh/|phan-anh/<int:pk>/", HANDLING),
    (r"goi-so/|lich-hen/.*", {CLERK, GIVER}),
    (r"tra-ket-qua/.*", {GIVER}),
    (r"phan-anh/de-xuat/|phan-anh/ho-tro/.*", POSTED),
    (r"so-ket-qua/|phi-le-phi/", HANDLING | {INSPECTOR}),
    (r"ky-duyet/", {LEADER}),
    (r"phien-ban/.*|mau-giay/xem-thu/|lich/tinh-lai-han/|to-chuc/.*", {CATALOGUE}),
    (r"phan-cong/", {HEAD, LEADER}),
    (r"phan-cong/nghi-viec/<int:pk>/|uy-quyen/.*", {HEAD, LEADER, TECHNICIAN}),
    (r"mo-khan-cap/", {INSPECTOR, TECHNICIAN}),
    (r"mo-khan-cap/<int:pk>/ket-thuc/", {TECHNICIAN}),
    (r"doi-chieu/", {HEAD, LEADER, INSPECTOR}),
    (r"trao-doi/.*|tinh-trang-he-thong/", {TECHNICIAN}),
    (r"so-lieu/|bao-cao/tep/.*", POSTED),
    (r"bao-cao/su-dung/.*", {HEAD, LEADER, INSPECTOR, TECHNICIAN, CONTROLLER}),
    (r"bao-cao/mau/<int:pk>/", {CONTROLLER}),
    (
        r"bao-cao/(ho-so/|bang-diem/|chot/.*|cong-viec/(buoc/)?|kiem-soat/|xuat/)?",
        {HEAD, LEADER, INSPECTOR, CONTROLLER},
    ),
    (r"can-bo-it-thao-tac/", {HEAD, LEADER, TECHNICIAN}),
]

# The console's lists. {model: (who reads, who changes, who adds, who deletes)}
_KEEPERS, _READERS = {CATALOGUE}, {CATALOGUE, TECHNICIAN}
_CATALOGUE = (_KEEPERS, _KEEPERS, _KEEPERS, set())
_MACHINE = ({TECHNICIAN}, set(), set(), set())
_RUN = ({TECHNICIAN}, {TECHNICIAN}, {TECHNICIAN}, set())
_RECORDS = ({INSPECTOR}, set(), set(), set())
_CLOSED = (set(), set(), set(), set())
_NORMS = {OFFICE_ADMIN, CATALOGUE, INSPECTOR, TECHNICIAN}
LISTS = {
    "accounts/factorreset": ({TECHNICIAN}, {TECHNICIAN}, {TECHNICIAN}, set()),
    "accounts/accountblock": ({TECHNICIAN}, {TECHNICIAN}, {TECHNICIAN}, set()),
    "accounts/user": _RUN,
    "flows/organisationcertificate": _MACHINE,
    "flows/workitem": (POSTED, set(), set(), set()),
    "flows/dossier": (POSTED, set(), set(), set()),
    **dict.fromkeys(["flows/issueddocument", "flows/notice", "flows/journalentry"], _RECORDS),
    "flows/supplementrequest": _RECORDS,
    "flows/retentionrule": ({INSPECTOR},) * 4,
    "flows/hold": ({INSPECTOR}, {INSPECTOR}, {INSPECTOR}, set()),
    "flows/disposal": ({LEADER, INSPECTOR}, {LEADER, INSPECTOR}, {INSPECTOR}, set()),
    **dict.fromkeys(["flows/inboundmessage", "flows/nationalmessage", "flows/apicall"], _MACHINE),
    **dict.fromkeys(
        ["flows/inboundsms", "flows/webhookdelivery", "flows/promise", "flows/backup"], _MACHINE
    ),
    **dict.fromkeys(["flows/clientsystem", "flows/token", "flows/webhook"], _RUN),
    **dict.fromkeys(["flows/signingcertificate", "flows/trustedcertificate"], _RUN),
    "flows/carriercolumn": ({TECHNICIAN},) * 4,
    **dict.fromkeys(["flows/collectionrule", "flows/idlerule"], (_KEEPERS,) * 4),
    "flows/supportlevel": (_KEEPERS,) * 4,
    # For superusers alone: no role carries them.
    **dict.fromkeys(["wagtaildocs/document", "wagtailimages/image"], _CLOSED),
    **dict.fromkeys(["catalog/calendar", "catalog/administrativeunit"], _CATALOGUE),
    **dict.fromkeys(["catalog/territory", "catalog/employer", "catalog/sector"], _CATALOGUE),
    **dict.fromkeys(["catalog/applicantclass", "catalog/lifeevent"], _CATALOGUE),
    **dict.fromkeys(["catalog/sliptemplate", "catalog/responsibility"], _CATALOGUE),
    **dict.fromkeys(["catalog/catalogimport", "catalog/form"], _CATALOGUE),
    **dict.fromkeys(["catalog/calendarday", "catalog/phrase"], (_KEEPERS,) * 4),
    "catalog/publicity": (_KEEPERS,) * 4,
    "catalog/publicitylimit": (_KEEPERS, _KEEPERS, set(), set()),
    "catalog/procedureversion": (_KEEPERS,) * 4,
    "catalog/procedure": (_READERS, _KEEPERS, _KEEPERS, set()),
    "catalog/department": (_READERS, _KEEPERS, _KEEPERS, set()),
    "catalog/post": (_READERS, _READERS, _READERS, set()),
    "catalog/role": (_READERS, set(), set(), set()),
    "catalog/delegation": (_READERS, _READERS, set(), set()),
    "catalog/agency": ({OFFICE_ADMIN} | _READERS, {OFFICE_ADMIN, CATALOGUE}, _KEEPERS, set()),
    "catalog/device": (_NORMS, {OFFICE_ADMIN} | _READERS, {OFFICE_ADMIN} | _READERS, set()),
    "catalog/devicenorm": (_NORMS, _KEEPERS, _KEEPERS, _KEEPERS),
}

# The editor. What no line names nobody but a superuser opens.
EDITOR = [
    (r"sprite/|jsi18n/|login/|logout/|password_reset/.*", ALL),
    # Choosers show what is public anyway; what they would make asks for the right.
    (r"snippets/choose/(?!.*create/).*|workflows/task_chooser/.*", EDITING),
    (r"(to-khai|snippets/catalog/form|snippets/choose/catalog/form)/.*", {CATALOGUE}),
    (r"snippets/(choose/)?cms/(notice|termsofuse)/.*|redirects/.*", {PUBLISHER}),
    (r"snippets/catalog/procedure/(add/|copy/.*|preview/)", {CATALOGUE}),
    (r"snippets/choose/catalog/procedure/create/", {CATALOGUE}),
    (r"snippets/catalog/procedure/unpublish/.*", {PUBLISHER}),
    (r"reports/locked/.*|snippets/catalog/procedure/(lock|unlock)/.*", {REVIEWER, PUBLISHER}),
    (r"settings/.*", {PUBLISHER}),
    (r"(collections|workflows|sites|users|groups)/.*", set()),
    (r".*", EDITING),
]

# The staff door, accounts and the portal. Everything of `OPEN` is for everybody.
OPEN = (
    r"(healthz|readyz|metrics|robots\.txt|sitemap\.xml|api/.*|anh/.*|tai-lieu/.*|_util/.*"
    r"|can-bo/(ngon-ngu|dang-nhap|dang-xuat)/|dinh-danh-thu/.*|thu-tuc/.*|tin-tuc/.*|tim-kiem/.*"
    r"|thong-bao/|co-quan/.*|dieu-khoan-su-dung/|tra-cuu/|quay/.*|bang-so/.*|thong-ke/.*"
    r"|xac-minh/.*|dia-ban/.*|to-khai/(<slug:code>/.*|to-khai-1\.xsd)|du-lieu-mo/.*"
    r"|so-do/thu-tuc/.*|thanh-toan(-thu)?/.*|buu-chinh-thu/|hop-thu/|phan-anh/.*"
    r"|\^thu-tuc/.*|\^\(\(\?:.*|lich-hen/|ky-thu/.*|dau-thoi-gian-thu/)"
)
PORTAL = [
    (r"can-bo/bao-mat/(thiet-lap/.*)?", STAFF | {HALF_IN}),
    (r"can-bo/bao-mat/.*", STAFF),
    (r"tai-khoan/dang-xuat/|tai-khoan/phien-dang-nhap/.*", OWNERS | STAFF | {HALF_IN, NOBODY}),
    (r"tai-khoan/(dang-ky|dang-nhap|bi-khoa|quen-mat-khau|lan-dau)/.*", OWNERS | {NOBODY}),
    (r"tai-khoan/(dinh-danh/(lan-dau|da-huy|<slug:provider_id>)/.*)", OWNERS | {NOBODY}),
    (r"tai-khoan/uy-quyen/con/", {CITIZEN}),
    (r"tai-khoan/chung-thu-so/", {COMPANY}),
    (r"tai-khoan/", OWNERS | {NOBODY}),  # leads on to the account
    (r"tai-khoan/.*", OWNERS),
    (r"ho-so/", OWNERS | STAFF | {HALF_IN}),  # the own ones: of staff none
    (r"nop-ho-so/<str:code>/", OWNERS | {NOBODY}),
    (r"nop-ho-so/.*|ho-so/.*|lich-hen/.+", OWNERS),
    (r"tep/nhap/.*|to-khai/<str:token>.*", OWNERS),
    (r"(tep|giay-to|ban-luu|so-do)/.*", OWNERS | STAFF),
]


def asking(route: str) -> set[str]:
    """Who is tried at an address: of people whom it cannot tell apart one stands for all."""
    if route.startswith("quan-tri/"):
        return POSTED | {AUTHOR, CITIZEN, NOBODY, HALF_IN}
    if route.startswith("bien-tap/"):
        return EDITING | {CLERK, LEADER, TECHNICIAN, CITIZEN, HALF_IN}
    return {NOBODY, HALF_IN, CITIZEN, COMPANY, CLERK, LEADER, TECHNICIAN, AUTHOR}


def methods(route: str) -> tuple[str, ...]:
    """How an address is asked: lists and the editor decide alike however it is."""
    if route.startswith("bien-tap/") or route.endswith(("/history/", "/export/")):
        return ("get",)
    if "/".join(route.split("/")[1:3]) in LISTS and not route.endswith(("/add/", "/change/")):
        return ("post",) if route.endswith(("/delete/", "import/")) else ("get",)
    return ("get", "post")


# Addresses that name a thing of an office or of a person; other lists show what is the nation's.
_THINGS = (
    r"(quan-tri/(?!(flows|catalog|accounts|wagtail\w+)/|phien-ban/|to-chuc/|trao-doi/).*|ho-so/.*"
    r"|quan-tri/flows/(dossier|workitem)/<path:object_id>/(change|history)/"
    r"|nop-ho-so/<str:code>/<uuid:key>/.*|(tep|giay-to|ban-luu|tai-khoan/uy-quyen|lich-hen)/.*"
    r"|so-do/<str:code>.*|to-khai/<str:token>.*)"
)


def names_a_thing(route: str) -> bool:
    named = re.search(r"<(int:pk|uuid:key|str:code|str:token|path:object_id)>", route)
    return bool(named and re.fullmatch(_THINGS, route) and not route.startswith("quan-tri/r/"))


def admitted(route: str, method: str) -> set[str] | None:
    """Who may send this to an address; None when no line says it."""
    if route.startswith("quan-tri/"):
        return _console(route.removeprefix("quan-tri/"), method)
    if route.startswith("bien-tap/"):
        return _first(EDITOR, route.removeprefix("bien-tap/"))
    return ALL if re.fullmatch(OPEN, route) else _first(PORTAL, route)


def _first(lines, route: str) -> set[str] | None:
    return next((who for written, who in lines if re.fullmatch(written, route)), None)


def _console(route: str, method: str) -> set[str] | None:
    model = "/".join(route.split("/")[:2])
    if model not in LISTS:
        if route in {"login/", "autocomplete/"} or route.startswith(("r/", "^", "(?P<url>")):
            return set()
        return _first(SCREENS, route)
    reads, changes, adds, deletes = LISTS[model]
    act = route.removeprefix(f"{model}/")
    if act in {"add/", "import/", "process_import/"}:
        return adds
    if act.endswith("/delete/"):
        return deletes
    if method == "post" and act not in {"", "export/"}:
        return changes
    return reads
