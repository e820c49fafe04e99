"""Which release of the program this is."""

from importlib.metadata import PackageNotFoundError, version

try:
    VERSION = version("village-station")
except PackageNotFoundError:  # a checkout that was never installed
    VERSION = "0"
