# SPDX-License-Identifier: GPL-2.0-only
# Recordings on a kernel that the lab has built, in which the SCMI core, its transports and
# virtio are modules: their types are in the modules' BTF. Guests are deterministic. Run by
# scripts/test-built-kernels.

bats_require_minimum_version 1.5.0
load ../any_kernel.bash
load ../bursts.bash
load ../resources.bash

# A guest in which the modules come and go. Its kernel is a user's own, with its folder.
setup_file() {
	local kernel

	cd "$BATS_TEST_DIRNAME/../../.." || return 1
	export OUT=$BATS_FILE_TMPDIR/modular
	mkdir "$OUT"
	kernel=${SCMI_LAB_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/scmi-perf}/kernel-2/6.12-modular
	kernel=$kernel/$(<"$kernel/current")
	aarch64-linux-gnu-objcopy --strip-debug --remove-section=.BTF \
		"$kernel/modules/scmi-module.ko" "$OUT/scmi-module.ko"
	lab/scmi-lab exec --kernel "$kernel/image,$kernel/build" --transport mailbox --profile det \
		--file "$OUT/scmi-module.ko" --out "$OUT" -- tests/lab/guest/modular.sh
}

setup() {
	cd "$BATS_TEST_DIRNAME/../../.." || return 1
}

@test "mailbox: every hook, phase and percentile of mixed work, as with a core built in" {
	# shellcheck disable=SC2086 # several words
	measured 6.12-modular mailbox $ALL_PHASES
	mv "$OUT/doctor.json" "$OUT/doctor.out"
	finds doctor ok "found, those of the SCMI core in its module (scmi_module)"
}

@test "virtio: every hook, phase and percentile of mixed work, and notifications" {
	# shellcheck disable=SC2086 # several words
	measured 6.12-modular virtio $ALL_PHASES
}

# complete NAME COUNT PHASE...: check that a recording lost nothing, has COUNT transfers of each
# of the load's six messages, and these phases of all messages.
complete() {
	local name=$1 count=$2

	shift 2
	[ "$(<"$OUT/$name.status")" -eq 0 ] || { cat "$OUT/$name.out" && return 1; }
	"$SCMI_PERF" report -j "$OUT/$name.scmi" >"$OUT/$name.report"
	# shellcheck disable=SC2016 # variables of jq
	jq -e --argjson count "$count" '$ARGS.positional as $phases |
		(.counters | .begun == .completed and .untracked == 0 and ([.lost[]] | add) == 0)
		and ([.series[] | select(.phase == "total" and (.message_name | test("^("
			+ "SENSOR_READING_GET|CLOCK_RATE_GET|PERFORMANCE_LEVEL_GET|"
			+ "POWER_STATE_GET|RESET|VOLTAGE_LEVEL_GET)$"))).count]
			== [range(6) | $count])
		and (.series | all(.transport == "mailbox"))
		and (.series | group_by([.protocol, .message]) | all(map(.phase) == $phases))
		' "$OUT/$name.report" --args "$@" || { "$SCMI_PERF" report "$OUT/$name.scmi" && return 1; }
}

# refused NAME WORDS: check that a command failed, and what it printed.
refused() {
	[ "$(<"$OUT/$1.status")" -eq 1 ]
	grep "$2" "$OUT/$1.out" || { cat "$OUT/$1.out" && return 1; }
}

# finds NAME STATE FINDING: check what doctor finds about types.
finds() {
	jq -e --arg state "$2" --arg finding "$3" '.checks[] |
		select(.subject == "kernel types (BTF)") |
		.state == $state and .finding == $finding' "$OUT/$1.out" ||
		{ cat "$OUT/$1.out" && return 1; }
}

@test "without the core each command refuses, and names the next step" {
	for command in doctor record top trace; do
		refused $command-without "load the scmi modules if they are modules"
	done
	refused tracefs-without "has no SCMI events"
}

@test "a recording keeps the modules of hooked functions, and no longer than it runs" {
	# shellcheck disable=SC2086 # several words
	complete held 20 $ALL_PHASES
	[ "$(grep -c 'Resource temporarily unavailable' "$OUT/held.out")" -eq 2 ]
	[ "$(grep -c ': 0$' "$OUT/removed.out")" -eq 4 ]
}

@test "a transport that is loaded while a recording runs lacks its own hooks, which is shown" {
	complete late 10 total transport wakeup
	[ "$(jq -r '.meta.hooks | .rx_callback, .do_xfer' "$OUT/late.report" | xargs)" = "none fentry" ]
	# shellcheck disable=SC2086 # several words
	complete after 10 $ALL_PHASES
}

@test "without CAP_SYS_ADMIN, or types of the module, kprobes serve, and doctor reports why" {
	finds doctor-no-admin note \
		"those of the SCMI core are its module's (scmi_module), which need CAP_SYS_ADMIN"
	finds doctor-typeless note "found, but the SCMI core's module (scmi_module) has none"
	for name in no-admin typeless; do
		# shellcheck disable=SC2086 # several words
		complete $name 10 $ALL_PHASES
		[ "$(jq -r .meta.hooks.do_xfer "$OUT/$name.report")" = "kprobe, no BTF" ]
	done
}
