/* SPDX-License-Identifier: GPL-2.0-only */
/* The pages. A subject must outlive its page. */
#ifndef SCMI_PERF_HTML_PAGES_H
#define SCMI_PERF_HTML_PAGES_H

#include "compare.h"
#include "html_page.h"

struct page report_page(const struct profile *p);
struct page compare_page(const struct comparison *c);

#endif
