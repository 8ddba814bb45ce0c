"""The look, the words and the manners of every page, shared by the services.

A service makes one `Pages` (`shared.pages.rendering`) of its `Site`, its template folder and the
shared templates, includes `pages.routes()` and answers with `pages.answer(request, "x.html", …)`.
Its templates extend `pages/base.html` and import macros from `pages/forms.html` and
`pages/display.html`.

Language. Pages are written in Swedish and the Swedish sentence is the message id: a template then
reads as the page does, and a sentence that nobody has translated yet shows as Swedish instead of a
code. `locale/sv` holds each sentence too, so that wording can be changed there without touching a
template; `locale/en` holds the English. The `.po` files are read at start-up, and
`python -m shared.pages.extraction` brings both up to date with the templates.

What the organisation has named (boards, units, categories) has both languages in its own files;
`say` takes such a name as it takes a phrase.
"""
