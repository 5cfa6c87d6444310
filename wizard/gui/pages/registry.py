"""Which page shows which kind of screen; each is imported when it is first shown: home needs none of them."""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from wizard.catalogue.schema import Screen
    from wizard.gui.pages.page import Page

PAGES = {
    "form": "wizard.gui.pages.form:FormPage",
    "mail-check": "wizard.gui.pages.mail_check:MailCheckPage",
    "walk-through": "wizard.gui.pages.lines:WalkThroughPage",
    "organisation": "wizard.gui.pages.lines:OrganisationPage",
    "copy-values": "wizard.gui.pages.lines:CopyValuesPage",
    "finish": "wizard.gui.pages.finish:FinishPage",
    "hand-over": "wizard.gui.pages.hand_over:HandOverPage",
    "sign-in": "wizard.gui.pages.sign_in:XeroSignInPage",
    "vendor-sign-in": "wizard.gui.pages.vendor_sign_in:VendorSignInPage",
    "token-line": "wizard.gui.pages.token_line:TokenLinePage",
    "choose-organisation": "wizard.gui.pages.choose_organisation:ChooseOrganisationPage",
    "mail-programs": "wizard.gui.pages.mail_programs:MailProgramsPage",
    "mail-plan": "wizard.gui.pages.mail_plan:MailPlanPage",
    "mail-write": "wizard.gui.pages.mail_write:MailWritePage",
    "mail-undo": "wizard.gui.pages.mail_undo:MailUndoPage",
    "by-hand": "wizard.gui.pages.by_hand:ByHandPage",
    "mail-provider": "wizard.gui.pages.mail_provider:MailProviderPage",
    "password-login": "wizard.gui.pages.password_login:PasswordLoginPage",
    "sender-connect": "wizard.gui.pages.sender_connect:SenderConnectPage",
    "store-files": "wizard.gui.pages.store_files:StoreFilesPage",
    "choose-columns": "wizard.gui.pages.choose_columns:ChooseColumnsPage",
    "sales-settings": "wizard.gui.pages.sales_settings:SalesSettingsPage",
    "match-codes": "wizard.gui.pages.match_codes:MatchCodesPage",
    "what-to-send": "wizard.gui.pages.what_to_send:WhatToSendPage",
    "plan-records": "wizard.gui.pages.plan_records:PlanRecordsPage",
    "send-records": "wizard.gui.pages.send_records:SendRecordsPage",
    "sent-finish": "wizard.gui.pages.sent_finish:SentFinishPage",
    "check-entries": "wizard.gui.pages.check_entries:CheckEntriesPage",
    "look-arrived": "wizard.gui.pages.look_arrived:LookArrivedPage",
    "sender-test": "wizard.gui.pages.sender_test:SenderTestPage",
}
"""A screen's `kind` to its page: with its row and its class a kind is complete."""


def page_of(shown: "Screen") -> "type[Page]":
    """Return the page that shows a screen."""
    return page_class(shown.kind)


def page_class(kind: str) -> "type[Page]":
    """Return the page of a kind of screen."""
    module, _, name = PAGES[kind].partition(":")
    found: type[Page] = getattr(import_module(module), name)
    return found
