"""The general form: it asks whatever its editors like, holds no patients, and is sent to desks."""
