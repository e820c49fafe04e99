"""Start the counter; frozen programs begin here."""

from station_client.cli import main

if __name__ == "__main__":
    main()
