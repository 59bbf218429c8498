"""Periodic works of this application; the worker finds them here."""

from catalog.exchange import changesets
from flows import limits
from flows.audit import anchoring
from flows.audit.verify import fold_day
from flows.console.reports import exporting
from flows.effects.sweeps import every
from flows.files.orphans import drop_orphans
from flows.partners import (
    alarms,
    inbox,
    national,
    national_catalogue,
    sms_lookup,
    systems,
    webhooks,
)
from flows.reports import contradictions, fold
from flows.services import (
    attending,
    collecting,
    declaring,
    expiring,
    posting,
    publicising,
    reorganising,
    signing_on_phone,
    watching,
    work,
)

every(3600)(limits.forget_old)
every(3600)(drop_orphans)
every(60, name="check_deadlines")(watching.sweep)
every(60)(work.release_unheld)
every(60, name="reorganise")(reorganising.apply_due)
every(600)(fold_day)
every(600, name="sign_days")(anchoring.sign_days)
every(3, name="check_imports")(changesets.check_uploaded)
every(3, name="apply_imports")(changesets.apply_approved)
every(3600)(expiring.warn_of_expiry)
every(3600)(expiring.clear_expired)
every(3600)(declaring.forget_unused)
every(600)(signing_on_phone.forget_ended)
every(3600, name="remind_to_collect")(collecting.remind_all)
every(600, name="appointments")(attending.sweep)
every(2, name="tell_partners")(webhooks.fan_out)
every(2, name="tell_national_portal")(national.fan_out)
every(86400, name="ask_for_catalogue")(national_catalogue.ask_for_catalogue)
every(60, name="warn_of_exchange")(alarms.sweep)
every(86400, name="forget_old_messages")(inbox.forget_old)
every(3600, name="warn_of_token_expiry")(systems.warn_of_expiry)
every(86400, name="forget_old_calls")(systems.forget_old)
every(86400, name="forget_old_sms")(sms_lookup.forget_old)
every(5)(fold.fold_new)
every(300)(fold.fold_again)
every(600, name="find_contradictions")(contradictions.look_nightly)
every(posting.ASK_EVERY, name="ask_post")(posting.ask_all)
every(3600, name="drop_exports")(exporting.drop_old)
every(3600, name="late_publicity")(publicising.warn_of_late_publicity)
