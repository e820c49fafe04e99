"""The look of the window: colours, sizes, fonts, icons and the style sheet made from them."""
