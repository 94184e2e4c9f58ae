"""Change control: who approved which changes of a form, what was said about them, and when a form closes."""
