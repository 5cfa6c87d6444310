"""What a run met last and has not overcome: it is said again wherever the run is gone on with."""

from dataclasses import dataclass
from datetime import datetime

from wizard.model.problem import Problem


@dataclass(frozen=True)
class Setback:
    """The step whose jobs failed last, with what, and when."""

    step: str
    problem: Problem
    at: datetime


ELSEWHERE = {"VENDOR-ORG", "VENDOR-DEMO", "PICKED-OTHER", "COPY-CUT", "COPY-OTHER"}
"""Problems of what another program, or its vendor's page, has: nothing that fails here mends them."""
