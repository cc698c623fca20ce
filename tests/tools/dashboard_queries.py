#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""
Prints the queries of a Grafana dashboard, one a line, with all variables replaced:
dashboard_queries.py FILE. Fails if the file is not a dashboard as Grafana imports it.
"""
import json
import re
import sys

INTERVALS = {"$__rate_interval": "1m", "$__interval": "1m", "$__range": "1m"}


def replaced(query, names):
    for name, value in INTERVALS.items():
        query = query.replace(name, value)
    return re.sub(r"\$(\w+)", lambda m: ".*" if m[1] in names else sys.exit(
        "unknown variable %s in %s" % (m[0], query)), query)


def variable_query(query, names):
    """label_values(SELECTOR, LABEL) is not PromQL: the values are those of this query."""
    selector, label = re.fullmatch(r"label_values\((.*), (\w+)\)", query).groups()
    return replaced("count by (%s) (%s)" % (label, selector), names)


def check_layout(panels):
    """Panels have their own numbers, names, and rectangles that do not overlap."""
    assert len({p["id"] for p in panels}) == len(panels)
    cells = set()
    for panel in panels:
        pos = panel["gridPos"]
        assert panel["title"] and pos["x"] + pos["w"] <= 24, panel["title"]
        own = {(x, y) for x in range(pos["x"], pos["x"] + pos["w"])
               for y in range(pos["y"], pos["y"] + pos["h"])}
        assert not own & cells, panel["title"]
        cells |= own


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        dashboard = json.load(file)
    variables = dashboard["templating"]["list"]
    names = {v["name"] for v in variables}
    assert dashboard["title"] and dashboard["uid"] and dashboard["schemaVersion"]
    check_layout(dashboard["panels"])
    for variable in variables:
        if variable["type"] == "query":
            print(variable_query(variable["query"]["query"], names))
    for panel in dashboard["panels"]:
        for target in panel.get("targets", []):
            print(replaced(target["expr"], names))


main()
