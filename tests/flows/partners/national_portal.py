"""The national portal's exchange, played by a server in tests: it knows its rules, and fails as told."""

import json
from contextlib import contextmanager

from tests.local_server import Partner, Place, running

USER, PASSWORD, UNIT, TARGET = "bhxh", "mat-khau", "000.00.00.G24", "VN:GOV:000.00.00.G22:vpcp"


class Portal:
    """What it knows: sessions, dossiers by MaHoSo, every entry it took, in order; its `catalogue`
    by service.

    `faults` are taken one by one, each spoiling one service call: an HTTP status, "hang up",
    "slow", "lost" (takes the message and hangs up), "refuse" or "busy" (error in a 200), "nonsense".
    `down` makes every call fail.
    """

    def __init__(self):
        self.sessions, self.dossiers, self.taken = set(), {}, []
        self.catalogue = {}
        self.faults, self.down, self.logins, self.calls = [], None, 0, 0

    def login(self, headers, said) -> dict:
        self.logins += 1
        known = (said.get("username"), said.get("password")) == (USER, PASSWORD)
        if not known or headers.get("dstcode") != TARGET:
            return {"error_code": 401, "message": "sai tài khoản"}
        self.sessions.add(session := f"phien-{self.logins}")
        return {"error_code": 0, "session": session}

    def serve(self, said) -> dict:
        if said.get("session") not in self.sessions or said.get("madonvi") != UNIT:
            return {"error_code": 401, "message": "phiên hết hạn"}
        if said["service"].startswith("Lay"):
            return {"error_code": 0, "result": self.catalogue.get(said["service"], [])}
        if said["service"] == "TraCuuHoSo":
            return {"error_code": 0, "result": [self.dossiers.get(said["MaHoSo"])] * (said["MaHoSo"] in self.dossiers)}  # fmt: skip
        for entry in said["data"]:
            code = entry["MaHoSo"]
            if said["service"] == "DongBoHoSoMC":
                if (said["isUpdating"] == "True") != (code in self.dossiers):
                    return {"error_code": 12, "message": f"MaHoSo {code}: isUpdating sai"}
                self.dossiers[code] = entry
            elif code not in self.dossiers:
                return {"error_code": 13, "message": "chưa có hồ sơ"}
            self.taken.append((said["service"], entry))
        return {"error_code": 0, "result": []}

    def statuses(self, code: str) -> list[str]:
        return [one["TrangThaiHoSo"] for name, one in self.taken if name == "DongBoHoSoMC" and one["MaHoSo"] == code]  # fmt: skip

    def progress(self, code: str) -> list[str]:
        return [one["TrangThai"] for name, one in self.taken if name == "CapNhatTienDoHoSoMC" and one["MaHoSo"] == code]  # fmt: skip


@contextmanager
def national_portal():
    """A Portal that listens at `portal.url`."""
    portal = Portal()

    class Exchange(Partner):
        def do_POST(self):
            said = json.loads(self.asked())
            portal.calls += 1
            if self.path == "/forward/mapi/login" and not portal.down:
                return self.say(portal.login(self.headers, said))
            fault = portal.down or (portal.faults.pop(0) if portal.faults else None)
            if isinstance(fault, int):
                return self.say({"error_code": fault}, fault)
            if fault == "refuse":
                return self.say({"error_code": 7, "message": "thiếu MaTTHC"})
            if fault == "busy":
                return self.say({"error_code": 500, "message": "lỗi hệ thống"})
            if fault == "nonsense":
                return self.say(["<html>"])
            if fault == "slow":
                return self.drip()
            answer = portal.serve(said) if fault != "hang up" else {}
            if fault in ("hang up", "lost"):
                self.close_connection = True
                return None
            return self.say(answer)

    with running(Place(Exchange)) as server:
        portal.url = f"{server.url}/forward"
        yield portal
