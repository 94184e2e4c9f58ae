"""The touchpoints of a programme: who does what and when, and one patient's year that follows from it."""
