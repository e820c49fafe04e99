"""The declared business, read from ``resources/`` into frozen, typed values.

``model`` holds the whole (`Catalogue`), ``texts`` the words people read; the parts are in
``records`` (kinds and fields), ``codes``, ``items``, ``flows``, ``outputs`` (ledgers, prints,
reports) and ``places`` (divisions, profile, calendar, retirement ages).
"""
