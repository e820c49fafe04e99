"""What keeps a station's data safe on its disk: the home folder, the key, accounts, backups.

``create`` and ``open`` give the 32-byte key of the encrypted ledger; everything else is in the
modules: `home`, `keys`, `accounts`, `backup`, `restore`.
"""

from station_client.vault.home import Home
from station_client.vault.keys import create
from station_client.vault.keys import unlock as open

__all__ = ["Home", "create", "open"]
