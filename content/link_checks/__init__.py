"""Whether the external links of what readers see still lead somewhere."""
