"""A developer's machine: SQLite, files under var/, keys made on the first run."""

from config.development_keys import development_keys
from config.development_seal import development_seal
from config.settings.base import *

DEBUG = True
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]"]
_keys = development_keys(VAR_DIR)
SECRET_KEY = _keys["SECRET_KEY"]
VAULT_KEYS = _keys["VAULT_KEYS"]
VAULT_ACTIVE_KEY = _keys["VAULT_ACTIVE_KEY"]
VAULT_INDEX_KEY = _keys["VAULT_INDEX_KEY"]
SEAL_PKCS12 = SEAL_PKCS12 or development_seal(VAR_DIR)
