// SPDX-License-Identifier: GPL-2.0-only
#include "resource_layout.h"

#include <string.h>

#include <bpf/btf.h>

/*
 * The private data of each protocol. They have the number of resources, and a pointer to
 * structures with their names; both under different names.
 */
static const char *const private_data[RESOURCE_PROTOCOLS] = {
	"scmi_power_info",
	NULL,
	"scmi_perf_info",
	"clock_info",
	"sensors_info",
	"scmi_reset_info",
	"voltage_info",
	"powercap_info",
	NULL,
};

/* Returns a type without const and typedefs. */
static const struct btf_type *resolve(const struct btf *btf, __u32 id)
{
	const struct btf_type *t = btf__type_by_id(btf, id);

	while (t && (btf_is_mod(t) || btf_is_typedef(t)))
		t = btf__type_by_id(btf, t->type);
	return t;
}

/*
 * Returns the offset in bytes of "name", an array, in a structure or in one that it
 * contains; -1: it has none.
 */
static int name_in(const struct btf *btf, const struct btf_type *t, int depth)
{
	for (int i = 0; t && btf_is_struct(t) && i < btf_vlen(t); i++) {
		const struct btf_member *m = &btf_members(t)[i];
		const struct btf_type *type = resolve(btf, m->type);
		const char *name = btf__name_by_offset(btf, m->name_off);
		const int at = (int)btf_member_bit_offset(t, (__u32)i) / 8;
		int inside;

		if (type && btf_is_array(type) && !strcmp(name, "name"))
			return at;
		inside = depth ? name_in(btf, type, depth - 1) : -1;
		if (inside >= 0)
			return at + inside;
	}
	return -1;
}

/* Sets the array of names if this member points to it. */
static void try_array(const struct btf *btf, const struct btf_member *m,
		      __u32 at, struct rec_names_at *to)
{
	const struct btf_type *type = resolve(btf, m->type);
	int name;

	if (to->size || !type || !btf_is_ptr(type))
		return;
	type = resolve(btf, type->type);
	name = name_in(btf, type, 1);
	if (name < 0)
		return;
	to->array = at;
	to->size = type->size;
	to->name = (__u32)name;
}

static void find(const struct btf *btf, const char *structure,
		 struct rec_names_at *to)
{
	const int id = btf__find_by_name_kind(btf, structure, BTF_KIND_STRUCT);
	const struct btf_type *t = id < 0 ? NULL
					  : btf__type_by_id(btf, (__u32)id);

	for (int i = 0; t && i < btf_vlen(t); i++) {
		const struct btf_member *m = &btf_members(t)[i];
		const char *name = btf__name_by_offset(btf, m->name_off);
		const struct btf_type *type = resolve(btf, m->type);
		const __u32 at = btf_member_bit_offset(t, (__u32)i) / 8;

		if (type && btf_is_int(type) && !to->number_size &&
		    !strncmp(name, "num_", 4)) {
			to->number = at;
			to->number_size = type->size;
		}
		try_array(btf, m, at, to);
	}
	/* Without its length, an array is of no use. */
	if (to->number_size != 2 && to->number_size != 4)
		*to = (struct rec_names_at){0};
}

void resource_layout_find(const struct btf *btf,
			  struct rec_names_at at[RESOURCE_PROTOCOLS])
{
	memset(at, 0, RESOURCE_PROTOCOLS * sizeof(*at));
	for (int i = 0; i < RESOURCE_PROTOCOLS; i++)
		if (private_data[i])
			find(btf, private_data[i], &at[i]);
}
