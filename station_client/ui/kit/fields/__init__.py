"""Forms made from declared fields.

:class:`~station_client.ui.kit.fields.form.FormView` lays out one editor per declared field; what
an editor reads is the stored form of the value, and what cannot be read stays as it was typed.
"""
