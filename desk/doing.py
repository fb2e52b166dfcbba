"""How every act at the desk runs (办理方式): within scope or 404, done or the page again with its sentence, then on to the next place."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlencode

from django.http import HttpResponse, HttpResponseRedirect

from desk.errors import NotYourActError
from desk.visit import Visit
from domain.errors import BadInputError, HongtouError, NotAllowedError, NotNowError
from office import views

CHANNEL = "desk"
ACT_NAMES = {
    "state_facts": "补正要素",
    "register": "登记",
    "seal": "用印",
    "answer": "再送用印",
    "check": "复核",
    "print": "印制",
    "distribute": "分发",
    "repeal": "废止、撤销",
}

Act = Callable[[], object]
Page = Callable[[HongtouError], HttpResponse]


def do(visit: Visit, document_id: str, word: str, act: Act, page: Page, to: str = "/todo") -> HttpResponse:
    """Run an act and lead on to ``to`` with the ``word`` of what was done; a refusal shows the page again."""
    views.view_document(visit.house, visit.actor, document_id)  # outside scope: the same 404, whatever the form holds
    try:
        act()
    except (BadInputError, NotNowError, NotAllowedError) as error:
        return page(error)
    return HttpResponseRedirect(f"{to}?" + urlencode({"done": word, "about": document_id}))


def open_for(visit: Visit, document_id: str, act: str, error: HongtouError | None) -> views.DocumentView:
    """Give the document if its act page can be shown; after a refusal that left nothing to do, say the refusal itself."""
    view = views.view_document(visit.house, visit.actor, document_id)
    if act not in view.acts:
        raise error or NotYourActError(document_id, ACT_NAMES[act])
    return view
