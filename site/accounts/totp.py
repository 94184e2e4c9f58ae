"""One-time codes by RFC 6238, each good for one sign-in only.

allauth remembers used codes in the cache, which other processes may not share and which forgets a
code before its window ends. The last time step on the person's row holds everywhere.
"""

from __future__ import annotations

from datetime import datetime
from hmac import compare_digest

from allauth.mfa import app_settings
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from allauth.mfa.utils import decrypt

from accounts.models import User


def step_at(now: datetime) -> int:
    """Return the time step (of MFA_TOTP_PERIOD seconds) that holds `now`."""
    return int(now.timestamp()) // int(app_settings.TOTP_PERIOD)


def code_for(secret: str, *, step: int) -> str:
    """Return the code of a base32 secret for one time step."""
    return str(format_hotp_value(hotp_value(secret, step)))


def claim_code(*, user: User, code: str, now: datetime) -> bool:
    """Use up a right code: true once, false for a code of this or an earlier time step used before.

    A compare-and-set, so that of two requests with one code only one gets through.
    """
    secret = secret_of(user)
    digits = "".join(character for character in code if character.isdigit())
    for step in steps_taken_at(now):
        if secret is not None and compare_digest(code_for(secret, step=step), digits):
            fresh = User.objects.filter(pk=user.pk, last_totp_step__lt=step)
            return bool(fresh.update(last_totp_step=step))
    return False


def next_code(*, user: User, now: datetime) -> str | None:
    """Return the first code of a person that works now and was not used, or None: wait for the next step."""
    user.refresh_from_db(fields=["last_totp_step"])
    secret = secret_of(user)
    for step in steps_taken_at(now):
        if secret is not None and step >= step_at(now) and step > user.last_totp_step:
            return code_for(secret, step=step)
    return None


def secret_of(user: User) -> str | None:
    """Return a person's base32 secret, unsealed, or None without a second factor."""
    authenticator = Authenticator.objects.filter(user_id=user.pk, type=Authenticator.Type.TOTP).first()
    return str(decrypt(authenticator.data["secret"])) if authenticator else None


def steps_taken_at(now: datetime) -> range:
    """Return the time steps whose codes are taken at `now`: the clock may be a little off."""
    tolerance = int(app_settings.TOTP_TOLERANCE)
    return range(step_at(now) - tolerance, step_at(now) + tolerance + 1)
