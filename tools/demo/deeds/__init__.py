"""What an operator does at the counter, deed by deed, with the keys he uses for it."""
