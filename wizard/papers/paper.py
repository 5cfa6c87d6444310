"""A paper: one HTML text with its title, whatever is done with it afterwards."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Paper:
    """What is saved, printed, copied or e-mailed; `file_name` is proposed, without its ending."""

    title: str
    file_name: str
    html: str
