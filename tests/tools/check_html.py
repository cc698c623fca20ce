#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""Check the page of a report, or an SVG file, for forbidden contents.

usage: check_html.py FILE [TEXT...]

Elements must be closed in order and identifiers must be unique. Scripts, handlers
and fetched resources are forbidden. Rows of a table must be as long as its head.
Each TEXT must be in the visible text, not in markup. Prints each violation. Exit
status: 0, or 1 with violations.
"""
import html.parser
import sys

VOID = {"meta", "br", "link", "img", "hr", "input"}
PAGE = {"html", "head", "meta", "title", "style", "body", "h1", "h2", "h3",
        "p", "div", "dl", "dt", "dd", "ul", "li", "i", "figure", "figcaption",
        "details", "summary",
        "table", "thead", "tbody", "tr", "th", "td", "span",
        "svg", "g", "title", "path", "polygon", "rect", "text", "tspan", "circle"}
FETCHES = {"src", "srcset", "href", "xlink:href", "action", "data", "poster"}


class Checker(html.parser.HTMLParser):
    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.open, self.bad, self.text = [], [], []
        self.names, self.metas = set(), {}
        self.columns, self.row = None, 0

    def complain(self, what):
        self.bad.append("line %d: %s" % (self.getpos()[0], what))

    def handle_starttag(self, tag, attrs):
        if tag not in PAGE:
            self.complain("element <%s>" % tag)
        if len(attrs) != len(dict(attrs)):
            self.complain("an attribute twice in <%s>" % tag)
        for name, value in attrs:
            if name in FETCHES or name.startswith("on"):
                self.complain("attribute %s" % name)
            if "url(" in (value or "") or "javascript:" in (value or ""):
                self.complain("reference in %s" % name)
            if name == "id":
                if value in self.names:
                    self.complain("id %s twice" % value)
                self.names.add(value)
        attrs = dict(attrs)
        if tag == "meta":
            self.metas[attrs.get("name") or attrs.get("http-equiv")
                       or "charset"] = attrs.get("content")
        if tag == "table":
            self.columns = None
        if tag == "tr":
            self.row = 0
        if tag in ("td", "th"):
            self.row += int(attrs.get("colspan", 1))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.complain("</%s> closes nothing" % tag)
        if tag == "tr":
            if self.columns is None:
                self.columns = self.row
            if self.row != self.columns:
                self.complain("a row of %d cells in a table of %d"
                              % (self.row, self.columns))

    def handle_data(self, data):
        if "style" in self.open:
            if "url(" in data or "@import" in data:
                self.complain("style fetches")
        else:
            self.text.append(data)

    def handle_comment(self, data):
        self.complain("a comment")


def main():
    checker = Checker()
    with open(sys.argv[1], encoding="utf-8") as page:
        content = page.read()
    checker.feed(content)
    checker.close()
    if checker.open:
        checker.bad.append("not closed: " + " ".join(checker.open))
    if content.startswith("<!DOCTYPE html>"):
        for name in ("viewport", "charset", "Content-Security-Policy"):
            if name not in checker.metas:
                checker.bad.append("no meta " + name)
        if "prefers-color-scheme:dark" not in content \
                or "@media print" not in content:
            checker.bad.append("not for dark, or not for paper")
    elif not content.startswith("<svg "):
        checker.bad.append("neither a page nor a picture")
    text = "".join(checker.text)
    for wanted in sys.argv[2:]:
        if wanted not in text:
            checker.bad.append("not shown: " + wanted)
    print("\n".join(checker.bad))
    return 1 if checker.bad else 0


sys.exit(main())
