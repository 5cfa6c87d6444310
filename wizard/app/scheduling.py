"""Which scheduler starts a store's daily run: this PC's own, or in other worlds a file that nobody reads."""

import hashlib
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from wizard.model.world import World

if TYPE_CHECKING:
    from wizard.schedule.daily_task import DailyTask


def daily_task(world: World) -> "DailyTask":
    """Return the daily task of a world's store."""
    from wizard.schedule.commands import PcCommands  # noqa: PLC0415 - only for who asks for a schedule
    from wizard.schedule.cron import Cron  # noqa: PLC0415
    from wizard.schedule.daily_task import DailyTask  # noqa: PLC0415
    from wizard.schedule.systemd import SystemdTimer  # noqa: PLC0415
    from wizard.schedule.task_scheduler import TaskScheduler  # noqa: PLC0415

    home = hashlib.sha256(str(world.home).encode("utf-8", "surrogatepass")).hexdigest()[:8]
    name, about = f"tillbridge-{home}-{world.site}", f"Tillbridge, each day, for {world.site}"
    commands = PcCommands() if world.is_live else None
    if sys.platform == "win32":
        return DailyTask(name, _command(world), about, [TaskScheduler(world.folder / "schedule", commands)])
    timer = SystemdTimer(_config(world), commands)
    others = [Cron(commands)] if commands is not None else []
    return DailyTask(name, _command(world), about, [timer, *others])


def notifier(world: World) -> Callable[[str, str], bool] | None:
    """Return what shows notices on the desktop; only the live world has one."""
    if not world.is_live:
        return None

    def show(title: str, text: str) -> bool:
        from wizard.schedule.commands import PcCommands  # noqa: PLC0415 - only where there is something to say
        from wizard.schedule.notice import show_notice  # noqa: PLC0415

        return show_notice(PcCommands(), title, text)

    return show


def _command(world: World) -> tuple[str, ...]:
    """Return what starts the daily run; on Windows by the Python that opens no window of its own."""
    python = Path(sys.executable)
    quiet = python.with_name("pythonw.exe")
    program = str(quiet if sys.platform == "win32" and quiet.exists() else python)
    words = ("daily", "--by-scheduler", "--home", str(world.home), "--site", world.site)
    return (program, "-m", "wizard", *words)


def _config(world: World) -> Path:
    if not world.is_live:
        from wizard.app.places import PC  # noqa: PLC0415 - brings the mail programs along

        return world.folder / PC / ".config"
    named = os.environ.get("XDG_CONFIG_HOME", "")
    return Path(named) if Path(named).is_absolute() else Path.home() / ".config"
