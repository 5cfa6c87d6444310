"""A notice on this PC's desktop, by the desktop's own program; nothing of it goes through a shell."""

import base64
import sys

from wizard.schedule.contract import Commands

_BALLOON = """
Add-Type -AssemblyName System.Windows.Forms
Add-Type -AssemblyName System.Drawing
$text = [Console]::In.ReadToEnd() -split "`n", 2
$icon = New-Object System.Windows.Forms.NotifyIcon
$icon.Icon = [System.Drawing.SystemIcons]::Information
$icon.Visible = $true
$icon.ShowBalloonTip(20000, $text[0], $text[1], [System.Windows.Forms.ToolTipIcon]::Info)
Start-Sleep -Seconds 20
$icon.Dispose()
"""


def show_notice(commands: Commands, title: str, text: str) -> bool:
    """Show it; False where this PC has nothing that shows notices, or nobody is signed in."""
    title, text = " ".join(title.split()), text.strip() or " "
    if sys.platform == "win32":
        script = base64.b64encode(_BALLOON.encode("utf-16-le")).decode()
        arguments = ["powershell", "-NoProfile", "-NonInteractive", "-EncodedCommand", script]
        return commands.run(arguments, f"{title}\n{text}").status == 0
    ran = commands.run(["notify-send", "--app-name=Tillbridge", "--", title, text])
    return ran.status == 0
