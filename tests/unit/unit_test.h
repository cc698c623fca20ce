/* SPDX-License-Identifier: GPL-2.0-only */
/* cmocka, after the headers that it needs. */
#ifndef SCMI_PERF_UNIT_TEST_H
#define SCMI_PERF_UNIT_TEST_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

/* Tests after set_up(), without and with tear_down() at their end. */
#define FRESH_TEST(name) cmocka_unit_test_setup(name, set_up)
#define TEST(name)	 cmocka_unit_test_setup_teardown(name, set_up, tear_down)

#endif
