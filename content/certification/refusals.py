"""Why something about certificates is refused. Each message tells a person what to do."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied

from labelling.effects import ChangeRefused


class CertificationRefused(PermissionDenied):
    """Something about a certificate is refused; the admin shows it instead of failing."""


class NotCertified(CertificationRefused):
    """Exactly this was not certified, so it does not go live."""


class NotASignatory(CertificationRefused):
    """The person is no registered signatory of the programme on this day."""


class SignatoryIsAuthor(CertificationRefused):
    """The person wrote what is to be certified, or asked for its certificate."""


class ChangedMeanwhile(CertificationRefused):
    """What is to be certified is not what was shown."""


class NotComplete(CertificationRefused):
    """The material lacks what it has to declare."""


class EverCertified(CertificationRefused):
    """What was ever certified is kept."""


class CertificateEnded(CertificationRefused):
    """The certificate does not hold any more."""


class ReasonMissing(CertificationRefused):
    """A decision needs its reason in words."""


class CertificateKept(CertificationRefused):
    """A certificate or a rendering was to be changed or deleted."""


class AlreadySignatory(CertificationRefused):
    """The person is a signatory of the programme already."""


class ChangeOpen(CertificationRefused, ChangeRefused):
    """A change of a shared record still waits for certificates."""


class ChangesByItself(CertificationRefused):
    """A page shows something that differs from request to request and is not marked as volatile."""


class NoProgramme(CertificationRefused):
    """The page lies on the site of no programme."""
