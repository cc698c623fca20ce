# SPDX-License-Identifier: GPL-2.0-only
# The phases that kprobe events of tracefs give are those that BPF programs give.

bats_require_minimum_version 1.5.0

setup() {
	cd "$BATS_TEST_DIRNAME/../.." || return 1
	SCMI_PERF=${SCMI_PERF:-build/loader/scmi-perf}
	OUT=$BATS_TEST_TMPDIR
}

# check NAME [OPTION...] FILTER: check that FILTER is true for a recording; print it
# otherwise.
check() {
	jq -e "${@:2}" "$OUT/$1.report" || { "$SCMI_PERF" report "$OUT/$1.scmi" && return 1; }
}

# phases KERNEL TRANSPORT [OPTION...]: record with kprobe events, and compare with BPF.
phases() {
	lab/scmi-lab exec --kernel "$1" --transport "$2" --profile det --cpus 2 \
		"${@:3}" --out "$OUT" -- tests/lab/guest/tracefs_phases.sh
	for name in bpf hooks core; do
		"$SCMI_PERF" report -j "$OUT/$name.scmi" >"$OUT/$name.report"
	done
	[ ! -s "$OUT/probes.left" ]
	# The same phases, of the same transfers, and the transport.
	diff <(jq -c '[.series[] | [.transport, .protocol, .message, .phase, .count]] | sort' "$OUT/bpf.report") \
		<(jq -c '[.series[] | [.transport, .protocol, .message, .phase, .count]] | sort' "$OUT/hooks.report")
	# Each median within the cost of the events that are written in it.
	jq -c '.series[] | select(.count == 1000) | [.phase, .p50_ns]' \
		"$OUT/bpf.report" "$OUT/hooks.report"
	# shellcheck disable=SC2016 # jq's own
	check hooks --slurpfile bpf "$OUT/bpf.report" '
		($bpf[0].series | map(select(.count == 1000)) | map({(.phase): .p50_ns}) | add) as $p
		| [.series[] | select(.count == 1000) | .p50_ns - $p[.phase]]
		| length >= 3 and all(. > -1000 and . < 6000)'
	check core '[.series[] | select(.count == 1000).phase]
		| contains(["total"]) and (contains(["submit"]) | not)'
}

@test "6.12 mailbox: kprobe events give the phases that BPF gives" {
	# Not on 6.1, whose timeout is 30 ms: the next message would find the channel busy.
	phases 6.12 mailbox --env LATE=1
	for source in bpf tracefs; do
		"$SCMI_PERF" report -j "$OUT/late-$source.scmi" |
			jq -c '[.anomalies[] | [.kind, .count]] | sort' >"$OUT/late-$source"
		[ "$(<"$OUT/late-$source")" = '[["late_reply",5],["timeout",5]]' ] ||
			{ cat "$OUT/late-$source" && return 1; }
	done
}

@test "6.12 virtio: kprobe events give the phases that BPF gives" {
	phases 6.12 virtio
}

@test "6.1 mailbox: kprobe events give the phases that BPF gives" {
	phases 6.1 mailbox
}

@test "7.2 smc: kprobe events give the phases that BPF gives" {
	phases 7.2 smc
}
