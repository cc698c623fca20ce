/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef SCMI_PERF_OTLP_HEADERS_H
#define SCMI_PERF_OTLP_HEADERS_H

/*
 * Converts a part of OTEL_EXPORTER_OTLP_HEADERS, "name=value", which it changes, to a
 * line of an HTTP header. Blanks around both are removed, and %XX in the value is
 * decoded, as in W3C baggage. Returns the line, which the caller frees, or NULL if the
 * name or the value is none of HTTP.
 */
char *otlp_header(char *pair);

#endif
