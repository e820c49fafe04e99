"""What programs ask of the office: the exchange and its health."""
