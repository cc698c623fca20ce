/* SPDX-License-Identifier: GPL-2.0-only */
/* cmocka, after the headers that it needs, and tests between set_up() and tear_down(). */
#ifndef SCMI_PERF_UNIT_TEST_H
#define SCMI_PERF_UNIT_TEST_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

#endif
