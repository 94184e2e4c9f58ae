"""Rules of the administrators: when this happens, and that holds, tell somebody or give them a task."""
