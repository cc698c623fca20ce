// SPDX-License-Identifier: GPL-2.0-only
/*
 * Parses arbitrary text as a fault plan. The position of an error is within the
 * text. The rules of a valid plan are in their ranges and are matched with
 * messages.
 */
#include "fuzz_input.h"
#include "plan.h"

static void check_error(const char *text, size_t len,
			const struct scmi_plan_error *error)
{
	size_t start = 0, end;

	MUST(error->expected && error->expected[0]);
	MUST(error->line >= 1 && error->column >= 1);
	for (uint32_t line = 1; line < error->line; line++) {
		while (start < len && text[start] != '\n')
			start++;
		MUST(start < len);
		start++;
	}
	for (end = start; end < len && text[end] != '\n'; end++)
		;
	MUST(error->column <= end - start + 1);
}

static void check_fault(const struct scmi_fault *f)
{
	MUST(f->kind < SCMI_FAULT_NR_KINDS && scmi_fault_name(f->kind));
	MUST(f->protocol >= -1 && f->protocol <= 0xff);
	MUST(f->message >= -1 && f->message <= 0xff);
	MUST(f->every >= 1 && f->line >= 1);
	if (f->kind == SCMI_FAULT_SHORT || f->kind == SCMI_FAULT_OVERSIZE)
		MUST(f->value >= 0 && f->value <= SCMI_PLAN_MAX_LENGTH);
	if (f->kind == SCMI_FAULT_ERROR)
		MUST(f->value < 0);
}

static void check_matches(struct scmi_plan *plan)
{
	for (uint32_t i = 0; i < 256; i++) {
		uint32_t hdr = (i & 0xf) | (0x10 + (i >> 4) % 8) << 10;
		struct scmi_fault *f =
			scmi_plan_match(plan, hdr, (int32_t)(i % 7) - 1,
					(enum scmi_plan_stage)(i % 3), i % 5);

		if (!f)
			continue;
		MUST(i % 5);
		MUST(f->fired && (!f->times || f->fired <= f->times));
		scmi_service_draw(&f->time);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct fuzz_input in = {data, size};
	char *text = fuzz_rest(&in, &size);
	struct scmi_plan_error error = {0, 0, NULL};
	struct scmi_plan plan;

	memset(&plan, 0xa5, sizeof(plan));
	if (!scmi_plan_parse(&plan, text, size, 1, &error)) {
		check_error(text, size, &error);
	} else {
		MUST(plan.nr_faults <= SCMI_PLAN_MAX_FAULTS);
		for (uint32_t i = 0; i < plan.nr_faults; i++)
			check_fault(&plan.faults[i]);
		check_matches(&plan);
	}
	free(text);
	return 0;
}
