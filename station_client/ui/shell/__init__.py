"""The frame around every screen: side bar, head line, the line at the bottom, keys."""
