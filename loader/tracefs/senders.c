// SPDX-License-Identifier: GPL-2.0-only
#include "senders.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "diag.h"
#include "event_formats.h"
#include "names.h"
#include "units.h"
#include "vendor_messages.h"

/* Returns NULL for an empty text. */
static const char *text_if(const char *text)
{
	return *text ? text : NULL;
}

/* The vendors of several instances can differ. */
static void add_vendor(struct senders *s, const struct tracefs_instance *i)
{
	const char *vendor = text_if(i->vendor), *sub = text_if(i->sub_vendor);

	if (!vendor || s->run->vendor)
		return;
	vendor_use_for(i->is.number, vendor, sub);
	run_add_vendor(s->run, i->is.number, vendor, sub);
}

/* Passes an instance on to the importer. */
static void pass_instance(struct senders *s, size_t i)
{
	s->numbered[i] = true;
	importer_note_instance(s->im, &s->instance[i].is, s->several);
	if (s->several)
		add_vendor(s, &s->instance[i]);
}

/* The names are those of the only instance: numbers of several may change. */
static void find_names(struct senders *s)
{
	const struct tracefs_options *o = s->options;
	struct resource_names names = {0};

	if (s->n != 1 || !o->by_resource || !o->find_names)
		return;
	o->find_names(&s->instance[0], &names);
	importer_note_names(s->im, &names);
	resource_names_free(&names);
}

static void find_instances(struct senders *s)
{
	s->n = s->options->find_instances
		       ? s->options->find_instances(s->instance)
		       : 0;
	memset(s->numbered, 0, sizeof(s->numbered));
}

/* Returns 0 or -errno, reported. */
static int check_filter(const struct senders *s)
{
	const struct filter *f = &s->options->filter;
	bool found = !f->one_transport;

	for (size_t i = 0; i < s->n; i++)
		found |= f->transport == s->instance[i].is.transport;
	if (!found) {
		diag_error("this machine has no SCMI instance with the "
			   "transport '%s'",
			   transport_names[f->transport]);
		diag_hint("'scmi-perf doctor' lists the instances");
		return -ENOENT;
	}
	if (s->n < 2 || (!f->one_transport && !f->one_instance))
		return 0;
	if (s->several && (!s->by_dumps || !f->one_transport))
		return 0;
	if (s->by_dumps) {
		diag_error("scmi_msg_dump does not show the transports of SCMI "
			   "instances; use --instance");
		return -EINVAL;
	}
	diag_error("%s", s->options->hooks
				 ? "the SCMI instances cannot be kept apart "
				   "without kprobe events on do_xfer()"
				 : "tracepoints alone do not distinguish "
				   "transports and instances; use --hooks "
				   "transport");
	return -EINVAL;
}

/* Makes a probe. Returns true if its event names instances. */
static bool make_probe(struct sender_event *e, struct function_probes *probes,
		       struct tep_handle *tep, const char *root,
		       enum ftrace_kind kind, const char *arguments)
{
	struct tep_event *event;
	char *path;

	if (!function_probes_make_one(probes, root, kind, arguments))
		return false;
	path = function_probes_event(kind);
	event = event_formats_add(tep, root, path);
	free(path);
	if (!event)
		return false;
	e->name = tep_find_field(event, "name");
	e->number = tep_find_field(event, "number");
	e->id = tep_find_field(event, "id");
	return e->name;
}

static void make_probes(struct senders *s, struct function_probes *probes,
			struct tep_handle *tep, const char *root)
{
	char *sender, *notifier;

	if (!s->options->make_arguments ||
	    !s->options->make_arguments(&sender, &notifier))
		return;
	s->several = make_probe(&s->sender, probes, tep, root, FTRACE_SENDER,
				sender) &&
		     s->sender.id;
	if (s->several)
		make_probe(&s->notifier, probes, tep, root, FTRACE_NOTIFIER,
			   notifier);
	free(sender);
	free(notifier);
}

/* Returns true if scmi_msg_dump has the number of an instance: since Linux 6.3. */
static bool dumps_name_instances(struct tep_handle *tep)
{
	struct tep_event *dump =
		tep_find_event_by_name(tep, "scmi", "scmi_msg_dump");

	return dump && tep_find_field(dump, "id") &&
	       tep_find_field(dump, "channel_id");
}

/* Only the numbers of instances are known, but not the device of a number. */
static void use_dumps(struct senders *s)
{
	s->several = s->by_dumps = true;
	for (size_t i = 0; i < s->n; i++) {
		const struct import_instance is = {.number = (uint8_t)i};

		importer_note_instance(s->im, &is, true);
	}
}

/* Warns of what is not known of several instances. */
static void warn_of_several(const struct senders *s)
{
	if (s->n < 2 || (s->several && !s->by_dumps))
		return;
	if (s->by_dumps)
		diag_warning("the transports of %zu SCMI instances are "
			     "unknown: only scmi_msg_dump keeps them apart",
			     s->n);
	else
		diag_warning(
			"%zu SCMI instances are not kept apart: %s", s->n,
			s->options->boot ? "scmi_msg_dump has no instance"
			: s->options->hooks
				? "kprobe events on do_xfer() are not possible"
				: "use --hooks transport");
}

int senders_open(struct senders *s, const struct tracefs_options *o,
		 struct importer *im, struct run *run,
		 struct function_probes *probes, struct tep_handle *tep,
		 const char *root)
{
	int err;

	*s = (struct senders){.im = im, .run = run, .options = o};
	find_instances(s);
	if (s->n > 1 && o->hooks && !o->boot) {
		function_probes_want_core(probes, root);
		if (!o->no_kprobes)
			make_probes(s, probes, tep, root);
	}
	if (s->n > 1 && (o->hooks || o->boot) && !s->several &&
	    dumps_name_instances(tep))
		use_dumps(s);
	if (s->n == 1)
		pass_instance(s, 0);
	find_names(s);
	err = check_filter(s);
	if (!err)
		warn_of_several(s);
	return err;
}

void senders_again(struct senders *s)
{
	s->searched = false;
}

/* Reads a number of at most four bytes from a record. */
static bool read_number(const struct tep_record *record,
			const struct tep_format_field *f, uint32_t *value)
{
	if (!f || f->size != (int)sizeof(*value) || f->offset < 0 ||
	    f->offset + f->size > record->size)
		return false;
	memcpy(value, (const char *)record->data + f->offset, sizeof(*value));
	return true;
}

/* Returns the name in a record, or NULL: the kernel could not read it. */
static const char *read_name(const struct tep_record *record,
			     const struct tep_format_field *f)
{
	const char *name;
	uint32_t where;
	size_t at, len;

	if (!read_number(record, f, &where))
		return NULL;
	at = where & 0xffff;
	len = where >> 16;
	if (!len || at + len > (size_t)record->size)
		return NULL;
	name = (const char *)record->data + at;
	return memchr(name, '\0', len) ? name : NULL;
}

static size_t index_of(const struct senders *s, const char *name)
{
	size_t i = 0;

	while (i < s->n && strcmp(s->instance[i].name, name))
		i++;
	return i;
}

/* Sets the core's own number of an instance, if it is plausible. */
static void set_number(struct senders *s, size_t i, uint32_t number)
{
	for (size_t other = 0; other < s->n; other++)
		if (other != i && s->numbered[other] &&
		    s->instance[other].is.number == number)
			return;
	if (number < LC_TAG_INSTANCES - 1)
		s->instance[i].is.number = (uint8_t)number;
}

/* Returns the number + 1 of the instance that a record names; 0: unknown. */
static uint16_t instance_of(struct senders *s, const struct sender_event *e,
			    const struct tep_record *record)
{
	const char *name = read_name(record, e->name);
	size_t i = name ? index_of(s, name) : s->n;
	uint32_t number;

	if (name && i == s->n && !s->searched) {
		find_instances(s); /* it may be new */
		s->searched = true;
		i = index_of(s, name);
	}
	if (i == s->n) {
		s->unknown++;
		return 0;
	}
	if (!s->numbered[i]) {
		if (read_number(record, e->number, &number))
			set_number(s, i, number);
		pass_instance(s, i);
	}
	return s->instance[i].is.number + 1u;
}

void senders_note(struct senders *s, enum ftrace_kind kind,
		  const struct tep_record *record)
{
	const size_t cpu = (size_t)record->cpu % SENDERS_CPUS;
	uint32_t id;

	if (kind == FTRACE_NOTIFIER) {
		s->notified[cpu].instance =
			instance_of(s, &s->notifier, record);
		memcpy(&s->notified[cpu].pid, (const char *)record->data + 4,
		       sizeof(s->notified[cpu].pid));
	} else if (read_number(record, s->sender.id, &id)) {
		senders_note_sent(s, id, instance_of(s, &s->sender, record));
	}
}

void senders_note_sent(struct senders *s, uint32_t transfer_id,
		       uint16_t instance)
{
	s->sent[transfer_id % SENDERS_SENT].instance = instance;
	s->sent[transfer_id % SENDERS_SENT].id = transfer_id;
}

void senders_note_notified(struct senders *s, const struct ftrace_event *dump)
{
	const size_t cpu = dump->context.cpu % SENDERS_CPUS;

	s->notified[cpu].instance = dump->instance;
	s->notified[cpu].pid = dump->context.pid;
}

static bool is_notification(const struct ftrace_event *ev)
{
	return (ev->kind == FTRACE_RX_DONE || ev->kind == FTRACE_BAD ||
		ev->kind == FTRACE_DUMP) &&
	       ev->msg_type == LC_MSG_NOTIFICATION;
}

/* Returns the number + 1 of the instance of an event; 0: unknown. */
static uint16_t find_instance(const struct senders *s,
			      const struct ftrace_event *ev)
{
	const size_t cpu = ev->context.cpu % SENDERS_CPUS;
	const size_t sent = ev->transfer_id % SENDERS_SENT;

	if (ev->kind == FTRACE_BAD || ev->kind == FTRACE_DUMP ||
	    ev->kind == FTRACE_UNANSWERED)
		return ev->instance;
	if (ev->kind == FTRACE_FAST_CALL)
		return 0;
	/* It was stored when the event came: s->notified may be of a later one. */
	if (is_notification(ev) && s->by_dumps)
		return ev->instance;
	if (is_notification(ev))
		return s->notified[cpu].pid == ev->context.pid
			       ? s->notified[cpu].instance
			       : 0;
	return s->sent[sent].id == ev->transfer_id ? s->sent[sent].instance : 0;
}

void senders_note_instance(struct senders *s, struct ftrace_event *ev)
{
	const size_t cpu = ev->context.cpu % SENDERS_CPUS;

	if (ev->kind == FTRACE_RX_DONE && is_notification(ev) &&
	    s->notified[cpu].pid == ev->context.pid)
		ev->instance = s->notified[cpu].instance;
}

uint16_t senders_instance_of(const struct senders *s,
			     const struct ftrace_event *ev)
{
	return s->several ? find_instance(s, ev) : 0;
}

static enum transport transport_of(const struct senders *s, uint16_t instance)
{
	for (size_t i = 0; i < s->n; i++)
		if (s->numbered[i] && s->instance[i].is.number + 1u == instance)
			return s->instance[i].is.transport;
	return TRANSPORT_UNKNOWN;
}

/* The only instance may be new, as while a machine boots. */
static void find_first(struct senders *s)
{
	if (s->n || s->searched)
		return;
	s->searched = true;
	find_instances(s);
	if (s->n == 1)
		pass_instance(s, 0);
}

bool senders_select(struct senders *s, struct ftrace_event *ev)
{
	const struct filter *f = &s->options->filter;
	struct series_key key = {
		.protocol = ev->protocol,
		.message = ev->message,
		.type = is_notification(ev) ? MESSAGE_NOTIFICATION
					    : MESSAGE_COMMAND,
	};

	find_first(s);
	if (s->several) {
		ev->instance = find_instance(s, ev);
		if (!ev->instance && (f->one_transport || f->one_instance))
			return false;
		key.transport = (uint8_t)transport_of(s, ev->instance);
		key.instance = (uint8_t)(ev->instance - 1);
	} else if (s->n == 1) {
		key.transport = (uint8_t)s->instance[0].is.transport;
	}
	return filter_selects(f, &key);
}

void senders_warn(struct senders *s)
{
	const size_t before = s->n;

	if (s->unknown)
		diag_warning("%" PRIu64 " message%s of an unknown SCMI "
			     "instance, counted as instance 0",
			     s->unknown, plural(s->unknown));
	if (before > 1 || s->options->boot)
		return;
	find_instances(s);
	if (s->n > 1)
		diag_warning("%zu SCMI instances are not kept apart: there was "
			     "one when the recording started",
			     s->n);
}
