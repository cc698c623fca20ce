# SPDX-License-Identifier: GPL-2.0-only
# 32-bit Arm: a guest with Debian's kernel for it, in which the SCMI core is a module, and
# the same static program under QEMU's user-mode emulation, whose results must be equal to
# the native program's.

bats_require_minimum_version 1.5.0
load bursts.bash

setup_file() {
	local command

	cd "$BATS_TEST_DIRNAME/../.." || return 1
	for command in arm-linux-gnueabihf-gcc qemu-arm; do
		command -v $command >/dev/null || skip "$command is not installed"
	done
	export SCMI_PERF=${SCMI_PERF:-$PWD/build/loader/scmi-perf}
	export OUT=$BATS_FILE_TMPDIR ARM32=${SCMI_LAB_BUILD:-$PWD/build/lab}/armhf/loader/scmi-perf
	lab/scmi-lab exec --kernel 6.12-armmp --transport mailbox --profile det \
		--file tests/lab/guest/bursts.sh --out "$OUT" -- tests/lab/guest/arm32.sh
	for name in auto bpf core; do
		"$SCMI_PERF" report -j "$OUT/$name.scmi" >"$OUT/$name.json"
	done
}

setup() {
	cd "$BATS_TEST_DIRNAME/../.." || return 1
}

# check NAME FILTER: check that FILTER is true for a recording.
check() {
	jq -e "$2" "$OUT/$1.json" >/dev/null || { "$SCMI_PERF" report "$OUT/$1.scmi" && return 1; }
}

@test "the guest is a 32-bit one, whose trace buffers have fields of 32 bits" {
	check auto '.meta | .arch == "armv7l" and (.kernel | endswith("-armmp"))'
	grep 'commit;.*size:4;' "$OUT/header_page"
	readelf -h "$ARM32" | grep 'Class: *ELF32'
	run ! grep INTERP <(readelf -l "$ARM32")
}

# The measured time includes a part of the observer's cost: it is between the load's
# own times without and with the observer, to a bucket.
@test "each source counts every transfer, and its times are the load's" {
	for name in auto bpf core; do
		check $name '.counters | .begun == 1000 and .completed == 1000
			and .untracked == 0 and ([.lost[]] | add) == 0'
		# shellcheck disable=SC2016 # variables of jq
		jq -en --slurpfile report "$OUT/$name.json" \
			--slurpfile with "$OUT/$name.truth.json" \
			--slurpfile without "$OUT/alone.truth.json" '
			$report[0].series | map(select(.phase == "total")) | length == 1
			and (.[0] | .count == $with[0].total.count
				and .p50_ns >= $without[0].total.p50_ns * 0.99
				and .p50_ns <= $with[0].total.p50_ns * 1.01)' || {
			jq -c .total "$OUT"/{alone,$name}.truth.json
			"$SCMI_PERF" report "$OUT/$name.scmi"
			return 1
		}
	done
}

@test "record chooses tracefs, which has all phases of the mailbox" {
	grep 'on arm64 only: events come through tracefs, with phases' "$OUT/auto.log"
	check auto '.meta.source == "tracefs" and .meta.hooks.rx_callback == "kprobe event"'
	check auto '[.series[] | select(.transport == "mailbox").phase] | sort ==
		["answer", "dispatch", "doorbell", "service", "submit", "total", "wakeup"]'
	check auto '(.series | map({(.phase): .sum_ns}) | add) |
		.total == .submit + .doorbell + .service + .dispatch + .wakeup'
	# The platform takes 20 us for each message.
	check auto '.series[] | select(.phase == "answer").min_ns >= 20000'
}

# scmi_notify() returns an int, which fills a register here.
@test "notifications that the kernel dropped are counted" {
	# shellcheck disable=SC2016 # variables of jq
	bursts_counted bursts '.meta.source == "tracefs" and $handling == []
		and .meta.hooks["scmi_notify/exit"] == "kprobe event"'
}

@test "BPF programs have the tracepoints, and cost less than tracefs" {
	for name in bpf core; do
		check $name '.meta.source == "bpf" and .meta.hooks.scmi_xfer_begin == "raw_tp"'
		check $name '[.series[].phase] | sort == ["total", "transport", "wakeup"]'
		check $name '(.series | map({(.phase): .sum_ns}) | add) |
			.total == .transport + .wakeup'
		[ "$(jq .total.p50_ns "$OUT/$name.truth.json")" -lt \
			"$(jq .total.p50_ns "$OUT/auto.truth.json")" ]
	done
	check bpf '.meta.hooks.do_xfer == "none"'
	! grep tracefs "$OUT/core.log"
}

@test "doctor names what each source gives" {
	tests/tools/validate_json.py docs/doctor.schema.json "$OUT/doctor.json"
	jq -e '.possible and .hooks.rx_callback == "kprobe event"
		and .hooks.scmi_rx_done == "tracefs"' "$OUT/doctor.json"
	tr -s ' \n' ' ' <"$OUT/doctor.txt" >"$OUT/doctor.line"
	grep 'yes BPF without BTF tracepoints only; BPF programs on kprobes are supported on arm64 only' \
		"$OUT/doctor.line"
	grep 'yes tracefs unknown: handling time of notifications, delays of interrupt threads (counted as service), lost doorbells and messages not taken (both counted as timeouts), transfers refused for lack of a free message' "$OUT/doctor.line"
}

@test "trace prints each transfer, and top counts them" {
	jq -es 'map(select(.type == "transfer")) | length == 30
		and (map(.comm) | unique == ["scmi-load/0", "scmi-load/1", "scmi-load/2"])
		and all(.total_ns == ([.phases[]] | add))' "$OUT/trace.json"
	jq -es '[.[].rows[]? | select(.message_name == "SENSOR_READING_GET")
		.last.completed // 0] | add >= 300' "$OUT/top.json"
}

@test "a 32-bit program on a 64-bit kernel measures what a 64-bit one does" {
	{
		echo "base64 -d <<'END' | gzip -dc >/tmp/scmi-perf32"
		arm-linux-gnueabihf-strip -o "$BATS_TEST_TMPDIR/program" "$ARM32"
		gzip -c "$BATS_TEST_TMPDIR/program" | base64
		echo END
		cat tests/lab/guest/arm32_program.sh
	} >"$BATS_TEST_TMPDIR/script"
	lab/scmi-lab exec --kernel 6.12 --transport mailbox --profile det \
		--out "$BATS_TEST_TMPDIR" -- "$BATS_TEST_TMPDIR/script"
	cd "${BATS_TEST_TMPDIR:?}"
	for name in scmi-perf scmi-perf32; do
		"$SCMI_PERF" report -j $name.scmi >$name.json
		diff <(jq -c '.meta.hooks, [.series[] | [.phase, .count, .transport, .channel]]' \
			scmi-perf.json) \
			<(jq -c '.meta.hooks, [.series[] | [.phase, .count, .transport, .channel]]' \
				$name.json)
	done
	jq -e '.meta.hooks.do_xfer == "fentry" and .counters.completed == 1000
		and .counters.untracked == 0 and ([.counters.lost[]] | add) == 0
		and ([.intervals[].deltas[].completed] | add) == 1000' scmi-perf32.json
	# The kernel runs the same programs: medians differ by a bucket at most.
	jq -es 'map([.series[].p50_ns]) | transpose
		| all((.[0] - .[1] | fabs) <= .[0] * 0.01)' scmi-perf.json scmi-perf32.json
	jq -es 'map(select(.type == "transfer")) | length == 20
		and all(.total_ns == ([.phases[]] | add))' trace.json
}

# same ARGUMENT...: run the native program in native/ and the 32-bit one in arm/, with
# equal output and exit status.
same() {
	local status=0

	(cd native && "$SCMI_PERF" "$@" >"../native.out" 2>&1) || status=$?
	run "-$status" --separate-stderr bash -c \
		'cd arm && qemu-arm "$@" >../arm.out 2>&1' same "$ARM32" "$@"
	diff native.out arm.out
}

@test "under user-mode emulation its results are those of the native program" {
	local data=$PWD/tests/data name

	cd "${BATS_TEST_TMPDIR:?}"
	mkdir native arm
	for log in "$data"/import-*.txt "$data"/virtio-*.txt; do
		name=$(basename "$log" .txt)
		echo "$name"
		same import --interval 100ms -o "$name.scmi" "$log"
		[ -s "native/$name.scmi" ]
		cmp <(zcat "native/$name.scmi") <(zcat "arm/$name.scmi")
		same report "$name.scmi"
		same report -j "$name.scmi"
		same trace -q -j "$log"
	done
	same report --html page.html import-trace-6.12.scmi
	cmp native/page.html arm/page.html
	same check --limits "$data/../baseline/limits.ini" import-trace-6.12.scmi
	same compare import-trace-6.12.scmi -- import-trace-7.2.scmi
	same top -b -j "$data/import-trace-6.12.txt"
	[ "$(wc -l <native.out)" -gt 1 ]
}
