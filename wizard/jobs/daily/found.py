"""What one look of the daily run found."""

from typing import Any, Literal

from msgspec import Struct

from wizard.model.problem import Problem

About = Literal[
    "mail", "mail-programs", "key", "sender", "sign-in", "secret", "dates", "files", "records", "export",
    "arrived",
]  # fmt: skip
Went = Literal["passed", "failed", "skipped"]


class Found(Struct, frozen=True):
    """One thing that was looked at: `problem` is what is wrong with it, `said` what there is to say else.

    `lines` are records that did not go, each in a sentence. `skipped`: it was left alone, as `said`.
    """

    about: About
    problem: Problem | None = None
    said: str = ""
    lines: tuple[str, ...] = ()
    skipped: bool = False
    of: str = ""
    """Whose files it is about, in words, where a store has several kinds."""

    @property
    def state(self) -> Went:
        """It in a word."""
        return "skipped" if self.skipped else "passed" if self.problem is None else "failed"

    def as_facts(self) -> dict[str, Any]:
        """Return it as `--json` has it."""
        code = None if self.problem is None else self.problem.code
        return {"about": self.about, "state": self.state, "problem": code, "said": self.said, "of": self.of}
