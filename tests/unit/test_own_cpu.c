// SPDX-License-Identifier: GPL-2.0-only
/* The CPU share that the live view shows for itself. */
#include <unistd.h>

#include "unit_test.h"
#include "clock.h"
#include "own_cpu.h"

static void work(uint64_t ns)
{
	const uint64_t end_ns = monotonic_ns() + ns;

	while (monotonic_ns() < end_ns)
		;
}

/* Calls in short succession return the last result. */
static void test_back_to_back(void **state)
{
	struct own_cpu cpu = {0};
	double share;

	assert_true(own_cpu_share(&cpu) < 0);
	for (int i = 0; i < 1000; i++) {
		const struct own_cpu before = cpu;

		share = own_cpu_share(&cpu);
		assert_true(share == cpu.share);
		if (cpu.at_ns == before.at_ns)
			assert_true(share == before.share);
		else
			assert_true(cpu.at_ns - before.at_ns >=
				    OWN_CPU_LEAST_NS);
	}
	usleep(200000);
	share = own_cpu_share(&cpu);
	assert_true(share >= 0 && share < 0.5);
	work(2 * OWN_CPU_LEAST_NS);
	assert_true(own_cpu_share(&cpu) > share);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_back_to_back),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
