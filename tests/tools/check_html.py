#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""Check the page of a report, or an SVG file, for forbidden contents.

usage: check_html.py FILE [TEXT...]

Elements must be closed in order and identifiers must be unique. Scripts, handlers
and fetched resources are forbidden. A link leads to an element of the page. Rows of a
table must be as long as its head. A screen reader must find names: of the page and
its language, of pictures, links, tables and boxes that scroll, and the scope of heads.
Colours are variables. Each TEXT must be in the visible text, not in markup. Prints each violation. Exit
status: 0, or 1 with violations.
"""
import html.parser
import re
import sys

VOID = {"meta", "br", "link", "img", "hr", "input"}
PAGE = {"html", "head", "meta", "title", "style", "body", "h1", "h2", "h3",
        "p", "div", "dl", "dt", "dd", "ul", "li", "i", "figure", "figcaption",
        "details", "summary",
        "table", "thead", "tbody", "tr", "th", "td", "span",
        "main", "footer", "caption", "a",
        "svg", "g", "title", "path", "polygon", "rect", "text", "tspan", "circle",
        "line"}
NAMED = {"title", "h1", "h2", "h3", "a", "th", "caption", "summary"}
FETCHES = {"src", "srcset", "href", "xlink:href", "action", "data", "poster"}


class Checker(html.parser.HTMLParser):
    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.open, self.bad, self.text = [], [], []
        self.names, self.links, self.metas = set(), [], {}
        self.columns, self.row = None, 0
        self.unnamed, self.names_of, self.headings = False, [], []

    def complain(self, what):
        self.bad.append("line %d: %s" % (self.getpos()[0], what))

    def handle_starttag(self, tag, attrs):
        if tag not in PAGE:
            self.complain("element <%s>" % tag)
        if len(attrs) != len(dict(attrs)):
            self.complain("an attribute twice in <%s>" % tag)
        for name, value in attrs:
            if name == "href" and tag == "a" and value.startswith("#"):
                self.links.append((self.getpos()[0], value[1:]))
            elif name in FETCHES or name.startswith("on"):
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
            self.unnamed = True
        if tag == "caption":
            self.unnamed = False
        if tag == "tr" and self.unnamed:
            self.complain("a table without a caption")
            self.unnamed = False
        self.check_names(tag, attrs)
        if tag == "tr":
            self.row = 0
        if tag in ("td", "th"):
            self.row += int(attrs.get("colspan", 1))
        if tag not in VOID:
            self.open.append(tag)

    def check_names(self, tag, attrs):
        """Checks the names that a screen reader needs."""
        labelled = attrs.get("aria-label", "").strip()
        if tag == "html" and attrs.get("lang") != "en":
            self.complain("no language")
        if tag == "svg" and "svg" not in self.open \
                and attrs.get("aria-hidden") != "true" \
                and (attrs.get("role") != "img" or not labelled):
            self.complain("a picture without a name")
        if "tabindex" in attrs \
                and (attrs.get("role") != "region" or not labelled):
            self.complain("a box that scrolls, without a name")
        if tag == "th" and "scope" not in attrs:
            self.complain("a head without a scope")
        if tag in NAMED:
            self.names_of.append([tag, self.getpos()[0], ""])

    def end_name(self, tag):
        name = self.names_of.pop() if tag in NAMED and self.names_of else None
        if name and not name[2].strip():
            self.bad.append("line %d: <%s> without a text" % (name[1], tag))
        if name and tag in ("title", "h1") and "svg" not in self.open:
            self.headings.append((tag, name[2].strip()))

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.complain("</%s> closes nothing" % tag)
        self.end_name(tag)
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
            # Others would be the same in light and dark.
            if re.search(r":#[0-9a-f]", data.partition("}}")[2]):
                self.complain("a colour without a variable")
        else:
            self.text.append(data)
            for name in self.names_of:
                name[2] += data

    def handle_comment(self, data):
        self.complain("a comment")


def main():
    checker = Checker()
    with open(sys.argv[1], encoding="utf-8") as page:
        content = page.read()
    checker.feed(content)
    checker.close()
    for line, name in checker.links:
        if name not in checker.names:
            checker.bad.append("line %d: a link to #%s, which is missing"
                               % (line, name))
    if checker.open:
        checker.bad.append("not closed: " + " ".join(checker.open))
    if content.startswith("<!DOCTYPE html>"):
        for name in ("viewport", "charset", "Content-Security-Policy"):
            if name not in checker.metas:
                checker.bad.append("no meta " + name)
        heads = dict(checker.headings)
        if len(checker.headings) != 2 or not heads.get("title", "").startswith(
                heads.get("h1", "-")):
            checker.bad.append("its title and heading differ: %s"
                               % checker.headings)
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
