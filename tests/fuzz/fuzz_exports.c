// SPDX-License-Identifier: GPL-2.0-only
/*
 * Makes a profile from the input and writes it in the formats of other
 * programs: CSV, folded stacks, Prometheus' text and protobuf, OTLP.
 */
#include "check_exports.h"
#include "made_profile.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct fuzz_input in = {data, size};
	const uint8_t how = fuzz_byte(&in);
	struct profile p;

	make_profile(&p, NULL, &in);
	if (how & 1)
		profile_sum_resources(&p);
	check_exports(&p, 1 + how / 32);
	profile_free(&p);
	return 0;
}
