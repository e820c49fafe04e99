"""Cross-checks of the declarations: what one file says against what the others say.

Types and unknown keys are the loader's business. Each module here looks after one kind of file and
yields every fault it finds as a `Problem`.
"""
