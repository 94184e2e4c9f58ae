"""What a page collects from its own text: footnotes in order, and the abbreviations that it uses."""
