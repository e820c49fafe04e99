"""Start the office; frozen programs begin here."""

from sync_server.cli import main

if __name__ == "__main__":
    main()
