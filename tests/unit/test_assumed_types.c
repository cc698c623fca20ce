// SPDX-License-Identifier: GPL-2.0-only
/* The types that are assumed of a kernel without BTF. */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <bpf/btf.h>
#include "unit_test.h"
#include "assumed_types.h"

/* Returns the offset of a member in bytes; -1: it is not assumed. */
static int offset_of(const struct btf *btf, const char *structure,
		     const char *name)
{
	const int id = btf__find_by_name_kind(btf, structure, BTF_KIND_STRUCT);
	const struct btf_type *t = id < 0 ? NULL : btf__type_by_id(btf, id);

	for (int i = 0; t && i < btf_vlen(t); i++) {
		const struct btf_member *m = &btf_members(t)[i];

		if (!strcmp(btf__name_by_offset(btf, m->name_off), name))
			return (int)(m->offset / 8);
	}
	return -1;
}

/* Reads the types as libbpf does. */
static struct btf *types(bool drivers)
{
	const int fd = assumed_types_open(drivers);
	struct btf *btf;
	char path[32];

	assert_true(fd >= 0);
	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	btf = btf__parse(path, NULL);
	assert_non_null(btf);
	close(fd);
	return btf;
}

static void offsets(void **state)
{
	struct btf *table = types(false), *drivers = types(true);

	for (int i = 0; i < 2; i++) {
		const struct btf *btf = i ? drivers : table;

		assert_int_equal(offset_of(btf, "scmi_xfer", "transfer_id"), 0);
		assert_int_equal(offset_of(btf, "scmi_xfer", "hdr"), 4);
		assert_int_equal(offset_of(btf, "scmi_msg_hdr", "seq"), 4);
		/* The programs need only their distance. */
		assert_int_equal(offset_of(btf, "scmi_info", "handle") -
					 offset_of(btf, "scmi_info", "desc"),
				 56);
		/* Those depend on the configuration. */
		assert_int_equal(offset_of(btf, "scmi_info", "tx_idr"), -1);
		assert_int_equal(offset_of(btf, "virtio_device", "id"), -1);
		assert_int_equal(offset_of(btf, "thread_info", "preempt_count"),
				 -1);
	}
	assert_int_equal(offset_of(table, "scmi_desc", "ops"), 16);
	assert_int_equal(offset_of(drivers, "scmi_desc", "ops"), 0);
	assert_int_equal(offset_of(table, "scmi_protocol_instance", "ph"), 40);
	assert_int_equal(offset_of(drivers, "scmi_protocol_instance", "ph"),
			 48);
	btf__free(table);
	btf__free(drivers);
}

/* A member that is a structure lies in one that is large enough. */
static void sizes(void **state)
{
	struct btf *btf = types(true);

	for (__u32 id = 1; id < btf__type_cnt(btf); id++) {
		const struct btf_type *t = btf__type_by_id(btf, id);

		for (int i = 0; btf_is_struct(t) && i < btf_vlen(t); i++)
			assert_true(btf_members(t)[i].offset / 8 < t->size);
	}
	btf__free(btf);
}

/* Only if no transfer was seen in do_xfer() first, the offsets are wrong. */
static void verdict(void **state)
{
	assert_false(assumed_types_are_wrong(0, 0));
	assert_false(assumed_types_are_wrong(100, 0));
	assert_false(assumed_types_are_wrong(100, 99));
	assert_true(assumed_types_are_wrong(100, 100));
	/* A filter can exclude transfers that are not announced. */
	assert_true(assumed_types_are_wrong(0, 3));
}

/* The same without the types. */
static void single_offsets(void **state)
{
	for (int drivers = 0; drivers < 2; drivers++) {
		struct btf *btf = types(drivers);

		assert_int_equal(
			assumed_offset("scmi_protocol_instance", "ph", drivers),
			offset_of(btf, "scmi_protocol_instance", "ph"));
		assert_int_equal(assumed_offset("scmi_info", "handle", drivers),
				 offset_of(btf, "scmi_info", "handle"));
		btf__free(btf);
	}
	assert_int_equal(assumed_offset("scmi_info", "tx_idr", true), -ENOENT);
	assert_int_equal(assumed_offset("scmi_chan", "handle", true), -ENOENT);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(offsets),
		cmocka_unit_test(sizes),
		cmocka_unit_test(verdict),
		cmocka_unit_test(single_offsets),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
