"""One file per subject; import models from here."""

from .content import ContentPage
from .finder import FinderPage
from .forms import Faq, FormFile
from .help import HelpIndexPage, HelpPage
from .home import HomePage
from .news import NewsIndexPage, NewsPage
from .notice import Notice
from .portal import FooterLink, MenuLink, PortalSettings
from .procedures import ProcedureIndexPage
from .terms import TermsOfUse
from .words import MissedSearch, Synonym

__all__ = [
    "ContentPage",
    "Faq",
    "FinderPage",
    "FooterLink",
    "FormFile",
    "HelpIndexPage",
    "HelpPage",
    "HomePage",
    "MenuLink",
    "MissedSearch",
    "NewsIndexPage",
    "NewsPage",
    "Notice",
    "PortalSettings",
    "ProcedureIndexPage",
    "Synonym",
    "TermsOfUse",
]
