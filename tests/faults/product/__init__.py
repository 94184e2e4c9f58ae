"""The whole product, real web server and real worker, under kill -9: see docs/faults.md."""
