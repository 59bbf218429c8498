"""One file per subject; import models from here."""

from .agency_move import AgencyMove
from .anchoring import AnchorSignature
from .appointment import Appointment, BookingHours
from .backup import Backup
from .batch import Batch, BatchRow
from .branch import Branch
from .challenge import Challenge
from .change import Change
from .clock import ClockInterval
from .code import CodeCounter, CodePattern
from .consultation import Consultation
from .contradiction import Contradiction
from .decision import Decision
from .declaration import Declaration, PhoneSigning
from .delivery import CollectionRule, Delivery
from .document import Document, IssuedDocument, StoredFile
from .dossier import Dossier
from .draft import Draft, DraftFile
from .export import Export
from .feedback import Feedback, Proposal, TellingFile
from .figures import AgencyFigures, Counted, FoldState, ProcedureFigures, WorkFigures
from .frozen import FrozenReport
from .handover import HandoverList, PaperHandover
from .idle import IdleRule
from .inbox import InboundMessage
from .intake import Envelope, Guidance
from .journal import JournalAnchor, JournalEntry
from .limit import RateWindow
from .listing import SavedList
from .mandate import Mandate
from .message import Label, Message, MessageFile
from .move import MoveProposal, VersionMove
from .national import NationalLine, NationalMessage
from .national_code import NationalEntry, NationalMatch
from .notice import Notice
from .organisation_certificate import OrganisationCertificate
from .originals import OriginalsItem, OriginalsRequest
from .outbox import Beat, Promise
from .partner import ApiCall, ClientSystem, KeptAnswer, Token
from .payment import FeeOrder, Payment, Refund
from .post import CarrierColumn, PostBatch, PostEvent
from .printing import OfficePrint
from .referral import Referral
from .register import BookEntry, Replacement
from .reserved import NumberBlock, RefusedNumber, ReservedNumber
from .retention import Disposal, DisposalEntry, Hold, RetentionRule
from .sight import Sight
from .signing import ResultSheet, SigningCertificate
from .sms import InboundSms
from .states import FeeState, State
from .submission import Submission
from .supplement import SupplementItem, SupplementRequest
from .support import SupportLevel
from .ticket import Ticket, WaitingRoom
from .trust import RevocationRecord, TrustedCertificate
from .urging import Urging
from .webhook import Webhook, WebhookDelivery
from .work import DossierProcess, WorkItem

__all__ = [
    "AgencyFigures",
    "AgencyMove",
    "AnchorSignature",
    "ApiCall",
    "Appointment",
    "Backup",
    "Batch",
    "BatchRow",
    "Beat",
    "BookEntry",
    "BookingHours",
    "Branch",
    "CarrierColumn",
    "Challenge",
    "Change",
    "ClientSystem",
    "ClockInterval",
    "CodeCounter",
    "CodePattern",
    "CollectionRule",
    "Consultation",
    "Contradiction",
    "Counted",
    "Decision",
    "Declaration",
    "Delivery",
    "Disposal",
    "DisposalEntry",
    "Document",
    "Dossier",
    "DossierProcess",
    "Draft",
    "DraftFile",
    "Envelope",
    "Export",
    "FeeOrder",
    "FeeState",
    "Feedback",
    "FoldState",
    "FrozenReport",
    "Guidance",
    "HandoverList",
    "Hold",
    "IdleRule",
    "InboundMessage",
    "InboundSms",
    "IssuedDocument",
    "JournalAnchor",
    "JournalEntry",
    "KeptAnswer",
    "Label",
    "Mandate",
    "Message",
    "MessageFile",
    "MoveProposal",
    "NationalEntry",
    "NationalLine",
    "NationalMatch",
    "NationalMessage",
    "Notice",
    "NumberBlock",
    "OfficePrint",
    "OrganisationCertificate",
    "OriginalsItem",
    "OriginalsRequest",
    "PaperHandover",
    "Payment",
    "PhoneSigning",
    "PostBatch",
    "PostEvent",
    "ProcedureFigures",
    "Promise",
    "Proposal",
    "RateWindow",
    "Referral",
    "Refund",
    "RefusedNumber",
    "Replacement",
    "ReservedNumber",
    "ResultSheet",
    "RetentionRule",
    "RevocationRecord",
    "SavedList",
    "Sight",
    "SigningCertificate",
    "State",
    "StoredFile",
    "Submission",
    "SupplementItem",
    "SupplementRequest",
    "SupportLevel",
    "TellingFile",
    "Ticket",
    "Token",
    "TrustedCertificate",
    "Urging",
    "VersionMove",
    "WaitingRoom",
    "Webhook",
    "WebhookDelivery",
    "WorkFigures",
    "WorkItem",
]
