"""The desk's addresses (网址). Each stands in the table of who gets what answer, in the tests."""

from __future__ import annotations

from django.urls import path

from desk import (
    acting,
    acting_issuing,
    acting_sealing,
    acting_signing,
    batch,
    book,
    delegating,
    entrance,
    furniture,
    listing,
    lists,
    numbering,
    papers,
    rules,
)

urlpatterns = [
    path("", entrance.front, name="front"),
    path("login", entrance.login, name="login"),
    path("logout", entrance.logout, name="logout"),
    path("password", entrance.password, name="password"),
    path("todo", lists.todo, name="todo"),
    path("batch", batch.batch, name="batch"),
    path("documents", listing.documents, name="documents"),
    path("search", lists.search, name="search"),
    path("register-book", book.register_book, name="register_book"),
    path("register-book/print", book.print_book, name="print_book"),
    path("register-book/export/<str:form>", book.export_book, name="export_book"),
    path("deadlines", listing.deadlines, name="deadlines"),
    path("log", listing.my_log, name="my_log"),
    path("numbers", numbering.numbers, name="numbers"),
    path("numbers/reserve", numbering.reserve, name="reserve"),
    path("numbers/start", numbering.start, name="start"),
    path("numbers/confirm", numbering.confirm, name="confirm_numbers"),
    path("office", rules.office, name="office"),
    path("office/procedures/<int:number>.svg", rules.procedure_picture, name="procedure_picture"),
    path("delegations", delegating.delegations, name="delegations"),
    path("delegations/<int:index>/end", delegating.take_back, name="take_back"),
    path("documents/<str:document_id>", papers.document, name="document"),
    path("documents/<str:document_id>/pages/<int:page>.png", papers.shown_page, name="shown_page"),
    path("documents/<str:document_id>/issued/<int:page>.png", papers.issued_page, name="issued_page"),
    path("documents/<str:document_id>/files/<str:kind>", papers.file, name="file"),
    path("documents/<str:document_id>/approve", acting.approve, name="approve"),
    path("documents/<str:document_id>/return", acting.send_back, name="send_back"),
    path("documents/<str:document_id>/revise", acting.revise, name="revise"),
    path("documents/<str:document_id>/withdraw", acting.withdraw, name="withdraw"),
    path("documents/<str:document_id>/facts", acting.facts, name="facts"),
    path("documents/<str:document_id>/join", acting.join, name="join"),
    path("documents/<str:document_id>/register", acting.register, name="register"),
    path("documents/<str:document_id>/seal", acting_sealing.seal, name="seal"),
    path("documents/<str:document_id>/seal/refuse", acting_sealing.refuse_seal, name="refuse_seal"),
    path("documents/<str:document_id>/seal/answer", acting_sealing.answer_refusal, name="answer_refusal"),
    path("documents/<str:document_id>/recheck", acting_issuing.recheck, name="recheck"),
    path("documents/<str:document_id>/numbered/<int:page>.png", acting_issuing.numbered_page, name="numbered_page"),
    path("documents/<str:document_id>/printing", acting_issuing.printed, name="printing"),
    path("documents/<str:document_id>/print-order", acting_issuing.print_order, name="print_order"),
    path("documents/<str:document_id>/distribution", acting_issuing.distribution, name="distribution"),
    path("documents/<str:document_id>/delivery-sheet", acting_issuing.delivery_sheet, name="delivery_sheet"),
    path("documents/<str:document_id>/repeal", acting_issuing.repeal, name="repeal"),
    path("deliveries", acting_issuing.deliveries, name="deliveries"),
    path("documents/<str:document_id>/sheet", acting_signing.sheet, name="sheet"),
    path("documents/<str:document_id>/paper", acting_signing.paper, name="paper"),
    path("documents/<str:document_id>/compare", acting_signing.compare, name="compare"),
    path("documents/<str:document_id>/scans/<str:digest>/<int:page>.png", acting_signing.scan, name="scan"),
    path("documents/<str:document_id>/consent", acting_signing.consent, name="consent"),
    path("documents/<str:document_id>/confirm", acting_signing.confirm, name="confirm"),
    path("documents/<str:document_id>/decline", acting_signing.decline, name="decline"),
    path("documents/<str:document_id>/correct", acting_signing.correct, name="correct"),
    path("documents/<str:document_id>/extend", acting_signing.extend, name="extend"),
    path("desk.css", furniture.stylesheet, name="stylesheet"),
    path("favicon.svg", furniture.icon, name="icon"),
]

handler400 = "desk.error_pages.refused_request"
handler403 = "desk.error_pages.refused_request"
handler404 = "desk.error_pages.nothing_here"
handler500 = "desk.error_pages.broken"
