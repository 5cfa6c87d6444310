"""What is kept of the calls of a sending: bounded, in order, without secrets or what records hold."""

from wizard.export.said import Said
from wizard.model.mail import Speaker


def whole(text: str) -> str:
    return text


def test_a_call_and_its_answer_stand_below_each_other() -> None:
    said = Said()
    call = said.asked("PUT", "Invoices", {"unitdp": "4"}, 12_345)
    said.answered(call, 400, 0.42, {"xero-correlation-id": "c-1"}, "A validation exception occurred")
    lines = said.spoken(whole)
    assert [(each.speaker, each.text) for each in lines] == [
        (Speaker.WE, "PUT Invoices?unitdp=4 (12,345 bytes)"),
        (Speaker.SERVER, "400 (0.4 s); xero-correlation-id c-1; A validation exception occurred"),
    ]


def test_silence_is_kept_as_well() -> None:
    said = Said()
    said.silent(said.asked("GET", "Organisation", {}, 0), "ConnectionError")
    assert [each.text for each in said.spoken(whole)] == ["GET Organisation", "ConnectionError"]


def test_secrets_that_are_known_are_taken_out() -> None:
    said = Said()
    said.answered("GET Organisation", 403, 0.1, {}, "token s3cret-token is not allowed")
    assert "s3cret" not in "".join(
        each.text for each in said.spoken(lambda text: text.replace("s3cret-token", "••••"))
    )


def test_of_very_many_calls_the_last_are_kept() -> None:
    said = Said()
    for number in range(500):
        said.answered(f"GET Invoices/{number}", 200, 0.1, {}, "")
    lines = said.spoken(whole)
    assert lines[0].text == "…"
    assert (lines[1].text, lines[-2].text) == ("GET Invoices/300", "GET Invoices/499")
