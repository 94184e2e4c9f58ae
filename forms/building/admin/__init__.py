"""Where editors insert questions that were written before."""
