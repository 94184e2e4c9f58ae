from __future__ import annotations

from django.urls import include, path

from agreements.views import agreement, countersigning, files, home, naming, signing, verifying, ways_out

app_name = "agreements"

signing_pages = [
    path("", signing.signing, name="signing"),
    path("read/", signing.read, name="read"),
    path("authority/", signing.authority, name="authority"),
    path("consent/", signing.agree, name="consent"),
    path("sign/", signing.sign, name="sign"),
    path("hand-over/", ways_out.pass_on, name="hand_over"),
    path("decline/", ways_out.refuse, name="decline"),
]
pages_of_one = [
    path("", agreement.agreement, name="agreement"),
    path("prepare/", agreement.prepare, name="prepare"),
    path("signatory/", naming.signatory, name="signatory"),
    path("sign-myself/", naming.sign_myself, name="sign_myself"),
    path("remind/", agreement.send_reminder, name="remind"),
    path("withdraw/", agreement.take_back, name="withdraw"),
    path("renew/", agreement.follow, {"how": "renew"}, name="renew"),
    path("amend/", agreement.follow, {"how": "amend"}, name="amend"),
    path("countersign/", countersigning.countersign, name="countersign"),
    path("text/", files.text, name="text"),
    path("to-read.pdf", files.pdf, {"which": "reading"}, name="reading_pdf"),
    path("signed.pdf", files.pdf, {"which": "parties"}, name="signed_pdf"),
    path("scan.pdf", files.scan, name="scan_pdf"),
    path("certificate.pdf", files.pdf, {"which": "certificate"}, name="certificate_pdf"),
]
urlpatterns = [
    path("", home.home, name="home"),
    path("state/", home.fragment, name="fragment"),
    path("start/", home.start, name="start"),
    path("to-countersign/", countersigning.to_countersign, name="to_countersign"),
    path("verify/", verifying.verify, name="verify"),
    path("link/", signing.opened_link, name="open_link"),
    path("link/<str:token>/", signing.link, name="link"),
    path("signing/<uuid:request_id>/", include(signing_pages)),
    path("<str:reference>/", include(pages_of_one)),
]
