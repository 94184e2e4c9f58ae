"""Try a form before it is published: the whole wizard, and what would be sent, without sending anything."""
