"""The reference pages, one module for each kind of declaration. Functions from values to text."""
