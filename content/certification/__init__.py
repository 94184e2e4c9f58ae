"""Certificates: what a signatory certified, exactly, and that nothing else goes live."""
