"""The review before a certificate: its workflow, due dates and mails."""
