"""Whether a typed name may be that of an account. A difference is shown and kept, never refused."""

from __future__ import annotations

import re
import unicodedata

TITLES = frozenset({"dr", "miss", "mr", "mrs", "ms", "mx", "prof", "professor", "sir", "dame"})
FEWEST = 2  # words that must agree where one of the two has more, such as middle names


def same_name(typed: str, account: str) -> bool:
    """Say whether two names agree but for titles, case, accents and names in the middle."""
    first, second = _words(typed), _words(account)
    if first == second:
        return True
    return len(first & second) >= FEWEST and (first <= second or second <= first)


def _words(name: str) -> frozenset[str]:
    plain = unicodedata.normalize("NFKD", name.casefold())
    letters = "".join(one for one in plain if not unicodedata.combining(one))
    return frozenset(re.findall(r"[\w'’-]+", letters)) - TITLES
