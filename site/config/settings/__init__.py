"""Everything starts with nothing set; `docs/operations.md` lists the variables.

base: applications, middleware, people; backing: database, files, mail, cache; portal: our own rules;
security: headers, cookies, limits of sign-in; citizens: accounts at the portal; identity: sign-in with
an outside identity; logs: what operators read.
"""

from .backing import *  # noqa: F403
from .base import *  # noqa: F403
from .citizens import *  # noqa: F403
from .identity import *  # noqa: F403
from .logs import *  # noqa: F403
from .portal import *  # noqa: F403
from .security import *  # noqa: F403
