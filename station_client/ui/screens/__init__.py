"""The screens behind the places of the side bar, one package each."""
