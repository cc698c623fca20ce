// SPDX-License-Identifier: GPL-2.0-only
/* The layout of the core's private data, by the types of different kernels. */
#include <bpf/btf.h>

#include "unit_test.h"
#include "resource_layout.h"

#define CLOCK  (0x14 - RESOURCE_FIRST_PROTOCOL)
#define PERF   (0x13 - RESOURCE_FIRST_PROTOCOL)
#define SENSOR (0x15 - RESOURCE_FIRST_PROTOCOL)

/* Adds a structure with a name, and returns its number. */
static int add_named(struct btf *btf, const char *name, int text,
		     unsigned int at)
{
	const int id = btf__add_struct(btf, name, 128);

	assert_int_equal(btf__add_field(btf, "name", text, 8 * at, 0), 0);
	return id;
}

/* Adds a protocol's private data: a number and a pointer to structures. */
static void add_data(struct btf *btf, const char *name, int number, int element)
{
	const int pointer = btf__add_ptr(btf, element);

	btf__add_struct(btf, name, 64);
	assert_int_equal(btf__add_field(btf, "version", number, 0, 0), 0);
	assert_int_equal(btf__add_field(btf, "num_things", number, 8 * 8, 0),
			 0);
	assert_int_equal(btf__add_field(btf, "things", pointer, 8 * 16, 0), 0);
}

static void layouts(void **state)
{
	struct rec_names_at at[RESOURCE_PROTOCOLS];
	struct btf *btf = btf__new_empty();
	const int character = btf__add_int(btf, "char", 1, BTF_INT_CHAR);
	const int word = btf__add_int(btf, "int", 4, BTF_INT_SIGNED);
	const int half = btf__add_int(btf, "u16", 2, 0);
	const int text = btf__add_array(btf, word, character, 64);
	const int info = add_named(btf, "scmi_clock_info", text, 4);
	int nested;

	add_data(btf, "clock_info", word, info);
	/* As of later kernels, inside another structure; behind a typedef. */
	nested = btf__add_struct(btf, "perf_dom_info", 256);
	btf__add_field(btf, "id", word, 0, 0);
	btf__add_field(btf, "info", info, 8 * 32, 0);
	add_data(btf, "scmi_perf_info", btf__add_typedef(btf, "u16_t", half),
		 nested);
	/* Without names. */
	nested = btf__add_struct(btf, "scmi_sensor_info", 64);
	btf__add_field(btf, "id", word, 0, 0);
	add_data(btf, "sensors_info", word, nested);

	resource_layout_find(btf, at);
	assert_int_equal(at[CLOCK].array, 16);
	assert_int_equal(at[CLOCK].number, 8);
	assert_int_equal(at[CLOCK].number_size, 4);
	assert_int_equal(at[CLOCK].size, 128);
	assert_int_equal(at[CLOCK].name, 4);
	assert_int_equal(at[PERF].number_size, 2);
	assert_int_equal(at[PERF].size, 256);
	assert_int_equal(at[PERF].name, 36);
	assert_int_equal(at[SENSOR].size, 0);
	/* The kernel has none of the others. */
	assert_int_equal(at[0].size, 0);
	btf__free(btf);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(layouts),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
