#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-only
"""
Prints a request of OTLP metrics as JSON, less deeply nested:
{"resource": {...}, "points": [{"name", "unit", "kind", "labels", ...}]}. Fails on unknown
fields, and on whatever a receiver would reject.
"""
import json
import pathlib
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).parent
CUMULATIVE = 2


def load_schema():
    with tempfile.TemporaryDirectory() as out:
        subprocess.run(["protoc", f"-I{HERE}", f"--python_out={out}", "otlp.proto"],
                       check=True)
        sys.path.insert(0, out)
        import otlp_pb2
    return otlp_pb2


def labels(attributes):
    keys = [a.key for a in attributes]
    assert len(set(keys)) == len(keys), keys
    return {a.key: a.value.string_value for a in attributes}


def histogram(p):
    buckets = {}
    for i, n in enumerate(p.positive.bucket_counts):
        if n:
            buckets[p.positive.offset + i] = n
    assert sum(buckets.values()) + p.zero_count == p.count, "counts differ"
    return {"count": p.count, "sum": p.sum, "scale": p.scale, "min": p.min, "max": p.max,
            "n_buckets": len(p.positive.bucket_counts),
            "zeros": p.zero_count, "buckets": buckets}


def number(p):
    assert p.HasField("as_int") != p.HasField("as_double")
    return {"value": p.as_int if p.HasField("as_int") else p.as_double}


def points_of(metric):
    kind = [k for k in ("gauge", "sum", "exponential_histogram") if metric.HasField(k)]
    assert len(kind) == 1, metric.name
    data = getattr(metric, kind[0])
    if kind[0] != "gauge":
        assert data.aggregation_temporality == CUMULATIVE
    if kind[0] == "sum":
        assert data.is_monotonic
    for p in data.data_points:
        assert 0 < p.start_time_unix_nano <= p.time_unix_nano
        yield {"name": metric.name, "unit": metric.unit, "kind": kind[0],
               "help": metric.description, "start_ns": p.start_time_unix_nano,
               "time_ns": p.time_unix_nano, "labels": labels(p.attributes),
               **(histogram(p) if kind[0] == "exponential_histogram" else number(p))}


def main():
    request = load_schema().Request()
    body = pathlib.Path(sys.argv[1]).read_bytes()
    request.ParseFromString(body)
    assert len(request.UnknownFields()) == 0
    resource, = request.resource_metrics
    scope, = resource.scope_metrics
    names = [m.name for m in scope.metrics]
    assert len(set(names)) == len(names)
    # Unknown fields are errors.
    for message in (request, resource, scope, *scope.metrics):
        assert len(message.UnknownFields()) == 0, message
    print(json.dumps({
        "resource": labels(resource.resource.attributes),
        "scope": scope.scope.name,
        "points": [p for m in scope.metrics for p in points_of(m)]}))


main()
