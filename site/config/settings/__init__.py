"""Everything starts with nothing set; `docs/operations.md` lists the variables.

base: applications, middleware, people; backing: database, files, mail, cache; portal: our own rules.
"""

from .backing import *  # noqa: F403
from .base import *  # noqa: F403
from .portal import *  # noqa: F403
