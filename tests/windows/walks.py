"""Two procedures walked by mouse and keys, each on a screen where its window has just come."""

from tests.windows.prepared import ROOT, windows_path
from tests.windows.screen import Screen
from wizard.catalogue.practice import practice_logins

WEEK = ROOT / "resources" / "practice" / "weeks" / "clean"


def set_up_mail(screen: Screen) -> None:
    """Walk `imagatec-mail` from M1 to M8."""
    logins = practice_logins()
    screen.press_main(120)  # M1
    for text in ("Corner Store", logins["mail-address"]):
        screen.type(text)
        screen.key("alt+b")
    screen.press_main()  # M2
    boxes = {
        "alt+a": "mail.practice.example",
        "alt+b": "mail.practice.example",
        "alt+c": logins["mail-user"],
        "alt+d": logins["mail-password"],
    }
    for keys, text in boxes.items():
        screen.key(keys)
        screen.type(text)
    screen.press_main()  # M3
    screen.press_until_done()  # M4: the seven checks
    screen.press_main()
    screen.press_main()  # M5: the mail programs of this PC
    screen.press_main(120)  # M6: what will change; M7 writes at once
    screen.press_main(120)


def send_records(screen: Screen) -> None:
    """Walk `ipages-xero` from W1 to W9, which leads on by itself."""
    screen.press_main(120)  # W1: the browser opens, signs in, and its answer leads on
    screen.press_main(120)  # W2: this organisation
    screen.key("alt+a")
    screen.type(windows_path(WEEK))
    screen.press_main(120)  # W3: the files are read
    screen.press_main()  # W4
    for _ in ("W5", "W6"):
        screen.press_until_done()  # Accept all suggestions
        screen.press_main(120)
    screen.press_main()  # W7
    screen.press_main(120)  # W8: what was checked is sent
