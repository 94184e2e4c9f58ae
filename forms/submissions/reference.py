"""A submission's reference: easy to read out, and a slip of the finger is noticed.

`EC-7F3K-92QX-M`: the programme's prefix, eight random characters, one check character (Luhn mod 32).
"""

from __future__ import annotations

import re
import secrets

from stdnum import luhn

# Crockford's alphabet: no I, L, O or U, so that nothing is mistaken for 1, 0 or V.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
RANDOM_CHARACTERS = 8
_LOOKALIKES = str.maketrans({"O": "0", "I": "1", "L": "1"})
_LOOKALIKES_OF_LETTERS = str.maketrans({"0": "O", "1": "I"})
_SHAPE = re.compile(rf"([A-Z]{{2,4}})([{ALPHABET}]{{{RANDOM_CHARACTERS + 1}}})")
_SEPARATORS = re.compile(r"[\s\-\u2010-\u2015]+")
# Luhn sees every single wrong character and every swap of neighbours but this one.
_BLIND_SPOTS = (ALPHABET[0] + ALPHABET[-1], ALPHABET[-1] + ALPHABET[0])


class InvalidReference(ValueError):
    """This is not one of our references, or a character of it is wrong."""


def new_reference(prefix: str) -> str:
    """Return a random reference for a programme's prefix of two to four capital letters."""
    while True:
        body = "".join(secrets.choice(ALPHABET) for _ in range(RANDOM_CHARACTERS))
        code = body + luhn.calc_check_digit(body, ALPHABET)
        if not _has_blind_spot(code):
            return _printed(prefix, code)


def parse_reference(text: str) -> str:
    """Return a reference as it is printed, however it was typed; raise InvalidReference.

    Case, spaces and missing hyphens do not matter, nor do O for 0 and I or L for 1.
    """
    compact = _SEPARATORS.sub("", text).upper()
    split = len(compact) - RANDOM_CHARACTERS - 1
    if split < 0:
        raise InvalidReference("A reference is longer than this.")
    prefix = compact[:split].translate(_LOOKALIKES_OF_LETTERS)
    code = compact[split:].translate(_LOOKALIKES)
    if not _SHAPE.fullmatch(prefix + code):
        raise InvalidReference("This does not look like a reference.")
    if _has_blind_spot(code) or not luhn.is_valid(code, ALPHABET):
        raise InvalidReference("A character of this reference is wrong.")
    return _printed(prefix, code)


def _printed(prefix: str, code: str) -> str:
    return f"{prefix}-{code[:4]}-{code[4:8]}-{code[8:]}"


def _has_blind_spot(code: str) -> bool:
    return any(pair in code for pair in _BLIND_SPOTS)
