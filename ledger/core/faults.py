"""What can go wrong, sorted by whose fault it is.

A fault carries a code and plain parameters, never a sentence: the sentence is the text
``fault.<code>``, in the language of whoever reads it.
"""

from __future__ import annotations


class Fault(Exception):
    """Something that did not happen, and why.

    ``code`` names the sentence (``fault.<code>`` in the texts), ``params`` fill it.
    """

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code, params)
        self.code = code
        self.params = params

    def __str__(self) -> str:
        shown = ", ".join(f"{key}={value}" for key, value in self.params.items())
        return f"{self.code}({shown})" if shown else self.code


class EnvironmentFault(Fault):
    """The machine's fault: disk full, file locked, no line. The person can mend it."""


class Locked(EnvironmentFault):
    """The ledger stays closed: its key is missing or wrong, or another program holds it."""


class RuleFault(Fault):
    """A business rule says no; the person can do something else."""


class ForgedInput(Fault):
    """Data from outside that is damaged, forged or not meant for us."""


class Stranger(ForgedInput):
    """The data is sound, but from a node that is unknown, revoked or not enrolled."""
