"""Ways to reach a partner, one module each. To add one: write its module and name it in `registry`."""
