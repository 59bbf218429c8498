"""A form that is data (sections, questions, rules) becomes a Django form, a review and a schema.

Start at `spec.FormSpec`; `kinds` says how each kind of question is asked, stored and shown.
"""

from .spec import FormSpec

__all__ = ["FormSpec"]
