"""What an operator does at the counter: one deed, one function, one commit. No Qt, no network."""
