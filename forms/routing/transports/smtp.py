"""Deliver by SMTP, always over TLS, to the relay that the mail settings name."""

from __future__ import annotations

import smtplib
import ssl
from contextlib import suppress

from django.conf import settings

from forms.routing.destinations import FrozenDestination
from forms.routing.transports.base import ErrorKind, Payload, Receipt, TransportError
from forms.routing.transports.mail import compose, message_id, sender_address

# The relay wants a sign-in (RFC 4954) or TLS (RFC 3207) that the settings do not give it.
_SIGN_IN_CODES = {530, 534, 535, 538}


class SmtpTransport:
    """Hand one message to the relay. No TLS or an unknown certificate: nothing is sent."""

    def send(self, payload: Payload, destination: FrozenDestination) -> Receipt:
        message = compose(payload, destination)
        try:
            server = _connect()
            try:
                server.send_message(message, from_addr=sender_address(), to_addrs=[destination.address])
            finally:
                # The message is taken or refused by now; how the server says goodbye changes nothing.
                with suppress(smtplib.SMTPException, OSError):
                    server.quit()
        except (smtplib.SMTPException, OSError) as error:
            raise _classified(error) from error
        return Receipt(provider_id=message_id(payload))


def _connect() -> smtplib.SMTP:
    context = ssl.create_default_context()
    host, port, timeout = settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT
    if settings.EMAIL_USE_SSL:
        server: smtplib.SMTP = smtplib.SMTP_SSL(host, port, timeout=timeout, context=context)
    else:
        server = smtplib.SMTP(host, port, timeout=timeout)
    try:
        if not settings.EMAIL_USE_SSL:
            server.starttls(context=context)
        if settings.EMAIL_HOST_USER:
            server.login(settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD)
    except BaseException:
        server.close()
        raise
    return server


def _classified(error: Exception) -> TransportError:
    """Turn what went wrong into a kind: 4xx temporary, 5xx permanent, sign-in and TLS misconfigured."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code = max((answer[0] for answer in error.recipients.values()), default=0)
        return _by_code("The mail server refused the recipient", code)
    if isinstance(error, smtplib.SMTPNotSupportedError):
        return TransportError(
            "The mail server does not offer what is needed (STARTTLS or sign-in). Nothing was sent.",
            ErrorKind.MISCONFIGURED,
        )
    if isinstance(error, smtplib.SMTPResponseException):
        # Refusing the sender or the connection concerns this site, not one document.
        ours = isinstance(
            error, smtplib.SMTPSenderRefused | smtplib.SMTPAuthenticationError | smtplib.SMTPConnectError
        )
        return _by_code("The mail server refused the message", error.smtp_code, ours=ours)
    if isinstance(error, ssl.SSLCertVerificationError):
        return TransportError(
            "The mail server's certificate is not trusted. Nothing was sent.", ErrorKind.MISCONFIGURED
        )
    if isinstance(error, ssl.SSLError) and not isinstance(error, ssl.SSLEOFError):
        return TransportError(
            "The mail server does not speak TLS as the settings expect. Nothing was sent.",
            ErrorKind.MISCONFIGURED,
        )
    if isinstance(error, TimeoutError):
        return TransportError("The mail server did not answer in time.", ErrorKind.TEMPORARY)
    return TransportError(f"The mail server was not reached: {type(error).__name__}.", ErrorKind.TEMPORARY)


def _by_code(what: str, code: int, *, ours: bool = False) -> TransportError:
    if 500 <= code < 600:
        correctable = code in _SIGN_IN_CODES or ours
        kind = ErrorKind.MISCONFIGURED if correctable else ErrorKind.PERMANENT
    else:
        kind = ErrorKind.TEMPORARY
    return TransportError(f"{what} with code {code}.", kind)
