// SPDX-License-Identifier: GPL-2.0-only
/*
 * Reading is strict: what is read has been checked to be what a writer can
 * have written, and nothing is skipped. Everything that is understood is taken
 * out of the tree of values; what remains in an object at its end is unknown.
 */
#include "profile_decode.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "names.h"
#include "profile_json.h"

static int decode_hook(struct taker *t, json_t *object, struct run *run)
{
	const char *name, *how;
	int err = take_peek_string(t, object, "name", &name);

	if (!err)
		err = take_peek_string(t, object, "how", &how);
	if (err)
		return err;
	for (size_t i = 0; i < run->n_hooks; i++)
		if (!strcmp(run->hooks[i].name, name))
			return take_fail(t, "two hooks are named '%s'", name);
	err = run_add_hook(run, name, how);
	json_object_del(object, "name");
	json_object_del(object, "how");
	return err ? err : take_end(t, object);
}

static int decode_run(struct taker *t, json_t *object, struct run *run)
{
	const char *source;
	json_t *hooks, *hook;
	size_t i;
	int err;

	if ((err = take_peek_string(t, object, "source", &source)))
		return err;
	run->source = TAKE_FIND(source_name, SOURCES, source);
	if (run->source == SOURCES)
		return take_fail(t, "source '%s' is unknown", source);
	json_object_del(object, "source");
	if ((err = take_string(t, object, "kernel", &run->kernel)) ||
	    (err = take_string(t, object, "arch", &run->arch)) ||
	    (err = take_string(t, object, "host", &run->host)) ||
	    (err = take_string(t, object, "command", &run->command)) ||
	    (err = take_string(t, object, "tool", &run->tool)) ||
	    (err = take_number(t, object, "start_unix_s", PROFILE_NS_MAX,
			       &run->start_unix_s)) ||
	    (err = take_number(t, object, "duration_ns", PROFILE_NS_MAX,
			       &run->duration_ns)) ||
	    (err = take_number(t, object, "resolution_ns", PROFILE_NS_MAX,
			       &run->resolution_ns)) ||
	    (t->version > 1 &&
	     ((err = take_true(t, object, "deterministic",
			       &run->deterministic)) ||
	      (err = take_number(t, object, "self_runs", PROFILE_COUNT_MAX,
				 &run->self_runs)) ||
	      (err = take_number(t, object, "self_ns", PROFILE_NS_MAX,
				 &run->self_ns)))) ||
	    (err = take_peek_array(t, object, "hooks", &hooks)))
		return err;
	json_array_foreach(hooks, i, hook) {
		if ((err = decode_hook(t, hook, run)))
			return err;
	}
	json_object_del(object, "hooks");
	return take_end(t, object);
}

static int decode_event(struct taker *t, json_t *object, struct profile *p)
{
	struct anomaly_event event = {0};
	const char *kind, *comm;
	uint64_t token, cpu, pid;
	int err;

	if ((err = decode_key(t, object, &event.key)) ||
	    (err = take_number(t, object, "time_ns", PROFILE_NS_MAX,
			       &event.time_ns)) ||
	    (err = take_number(t, object, "age_ns", PROFILE_NS_MAX,
			       &event.age_ns)) ||
	    (err = take_number(t, object, "token", LC_TOKENS - 1, &token)) ||
	    (err = take_number(t, object, "cpu", UINT32_MAX, &cpu)) ||
	    (err = take_number(t, object, "pid", UINT32_MAX, &pid)) ||
	    (err = take_peek_string(t, object, "kind", &kind)) ||
	    (err = take_peek_string(t, object, "comm", &comm)))
		return err;
	event.kind = (uint8_t)TAKE_FIND(anomaly_name, LA_KINDS, kind);
	if (event.kind == LA_KINDS)
		return take_fail(t, "kind '%s' is unknown", kind);
	if (strlen(comm) >= sizeof(event.comm))
		return take_fail(t, "comm is too long");
	strcpy(event.comm, comm);
	event.token = (uint16_t)token;
	event.cpu = (uint32_t)cpu;
	event.pid = (uint32_t)pid;
	json_object_del(object, "kind");
	json_object_del(object, "comm");
	err = take_end(t, object);
	return err ? err : profile_add_event(p, &event);
}

static int decode_events(struct taker *t, json_t *root, struct profile *p)
{
	json_t *events, *value;
	size_t i;
	int err;

	if (t->version < 2)
		return 0;
	if ((err = take_peek_array(t, root, "events", &events)))
		return err;
	if (json_array_size(events) > PROFILE_EVENTS)
		return take_fail(t, "there are too many events");
	json_array_foreach(events, i, value) {
		snprintf(t->where, sizeof(t->where), "event %zu", i);
		if ((err = decode_event(t, value, p)))
			return err;
	}
	*t->where = '\0';
	json_object_del(root, "events");
	return 0;
}

static int decode_lost(struct taker *t, json_t *object, struct profile *p)
{
	int err;

	snprintf(t->where, sizeof(t->where), "lost");
	for (int i = 0; i < LOST_CAUSES; i++) {
		if (t->version < 2 && (i == LOST_INSTANCE || i == LOST_TASK))
			continue;
		if ((err = take_number(t, object, lost_name(i),
				       PROFILE_COUNT_MAX, &p->lost[i])))
			return err;
	}
	if ((err = take_end(t, object)))
		return err;
	*t->where = '\0';
	return 0;
}

static int decode_profile(struct taker *t, json_t *root, struct profile *p)
{
	json_t *runs, *series, *lost, *value;
	size_t i;
	int err;

	if ((err = take_peek_array(t, root, "runs", &runs)) ||
	    (err = take_peek_array(t, root, "series", &series)) ||
	    (err = take_peek_object(t, root, "lost", &lost)))
		return err;
	if (!json_array_size(runs))
		return take_fail(t, "there is no run");
	if (json_array_size(series) > PROFILE_SERIES_MAX)
		return take_fail(t, "there are too many series");
	json_array_foreach(runs, i, value) {
		struct run *run = profile_add_run(p);

		snprintf(t->where, sizeof(t->where), "run %zu", i);
		if (!run)
			return -ENOMEM;
		if ((err = decode_run(t, value, run)))
			return err;
	}
	json_array_foreach(series, i, value) {
		snprintf(t->where, sizeof(t->where), "series %zu", i);
		if ((err = decode_series(t, value, p)))
			return err;
	}
	if ((err = decode_events(t, root, p)) ||
	    (err = decode_intervals(t, root, p)) ||
	    (err = decode_lost(t, lost, p)) ||
	    (err = take_number(t, root, "untracked", PROFILE_COUNT_MAX,
			       &p->untracked)) ||
	    (err = take_number(t, root, "unparsed_lines", PROFILE_COUNT_MAX,
			       &p->unparsed_lines)))
		return err;
	json_object_del(root, "schema");
	json_object_del(root, "runs");
	json_object_del(root, "series");
	json_object_del(root, "lost");
	return take_end(t, root);
}

/* Whose text this is, by its "schema". */
static enum profile_json_result recognise(struct taker *t, const json_t *root)
{
	const size_t len = strlen(PROFILE_FORMAT);
	const char *schema;
	unsigned long version;
	char *end;

	schema = json_string_value(json_object_get(root, "schema"));
	if (!schema || strncmp(schema, PROFILE_FORMAT, len) ||
	    schema[len] < '1' || schema[len] > '9') {
		take_fail(t, "its JSON has no \"schema\": \"" PROFILE_FORMAT
			     "…\"");
		return PROFILE_JSON_FOREIGN;
	}
	version = strtoul(schema + len, &end, 10);
	if (*end) {
		take_fail(t, "schema is '%s'", schema);
		return PROFILE_JSON_FOREIGN;
	}
	if (version > PROFILE_VERSION) {
		take_fail(t, "its format is %s", schema);
		return PROFILE_JSON_FUTURE;
	}
	t->version = version;
	return PROFILE_JSON_OK;
}

enum profile_json_result profile_decode(struct profile *p, const char *json,
					size_t len, char *why, size_t why_len)
{
	static const char start[] = "{\"schema\":\"" PROFILE_FORMAT;
	struct taker t = {.why = why, .why_len = why_len};
	enum profile_json_result result;
	json_error_t error;
	json_t *root;
	int err;

	root = json_loadb(json, len, JSON_REJECT_DUPLICATES, &error);
	if (!root) {
		take_fail(&t, "byte %d: %s", error.position, error.text);
		if (json_error_code(&error) == json_error_out_of_memory)
			return PROFILE_JSON_NO_MEMORY;
		return len >= strlen(start) &&
				       !memcmp(json, start, strlen(start))
			       ? PROFILE_JSON_CORRUPT
			       : PROFILE_JSON_FOREIGN;
	}
	result = recognise(&t, root);
	if (result == PROFILE_JSON_OK) {
		err = decode_profile(&t, root, p);
		if (err)
			result = err == -ENOMEM ? PROFILE_JSON_NO_MEMORY
						: PROFILE_JSON_CORRUPT;
	}
	json_decref(root);
	return result;
}
