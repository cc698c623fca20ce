/* SPDX-License-Identifier: GPL-2.0-only */
/* cmocka, after the headers that it needs. */
#ifndef SCMI_PERF_UNIT_TEST_H
#define SCMI_PERF_UNIT_TEST_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#endif
