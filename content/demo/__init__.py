"""The demo: start everything, register one synthetic patient over HTTP, show who received what."""
