# SPDX-License-Identifier: GPL-2.0-only
# record and doctor on a stock kernel: checks the results of guest/record.sh.

bats_require_minimum_version 1.5.0

setup_file() {
	export OUT=$BATS_FILE_TMPDIR
	lab/scmi-lab exec --kernel 6.12 --transport loopback --profile wall \
		--out "$OUT" -- tests/lab/guest/record.sh
}

status_of() {
	cat "$OUT/$1.status"
}

# counter PROFILE NAME: print a counter of a profile.
counter() {
	"$SCMI_PERF" report -j "$OUT/$1.scmi" | jq ".counters.$2"
}

@test "doctor: a stock kernel is supported, with typed tracepoints" {
	[ "$(status_of doctor)" -eq 0 ]
	grep -q "^ok .*BPF programs .*verified and attached" "$OUT/doctor.out"
	[ "$(grep -c "^scmi_.* tp_btf" "$OUT/doctor.out")" -eq 5 ]
	grep -q "^ok .*SCMI devices .*[1-9] on" "$OUT/doctor.out"
}

@test "every program verifies, including those that are not used on this kernel" {
	[ "$(status_of verified)" -eq 0 ]
	[ "$(grep -c "^verified kprobe_" "$OUT/verified.out")" -gt 0 ]
	# Its module is not loaded.
	[ "$(grep "^absent" "$OUT/verified.out" | sort -u)" = \
		"absent fentry_tee_client_invoke_func" ]
}

@test "record --exit-status returns the command's exit status" {
	[ "$(status_of status)" -eq 7 ]
	[ "$(counter status completed)" -eq 50 ]
}

@test "stat reports what it has recorded, and leaves no file unless it is requested" {
	[ "$(status_of stat)" -eq 0 ]
	grep -q "^ALL       50 transfers took " "$OUT/stat.out"
	grep -q "^messages  100.0 % CLOCK CLOCK_RATE_GET" "$OUT/stat.out"
	grep -q "^transfers 50 begun = 50 completed$" "$OUT/stat.out"
	[ "$(counter stat completed)" -eq 50 ]
	[ "$(status_of stat-file)" -ne 0 ]
}

@test "a recording has the vendor of the platform" {
	[ "$("$SCMI_PERF" report -j "$OUT/status.scmi" | jq -c '.meta | [.vendor, .sub_vendor]')" = \
		'["scmi-perf","reference"]' ]
}

@test "record returns 0 and prints a message if the command fails" {
	[ "$(status_of no-status)" -eq 0 ]
	grep -q "the command ended with status 1" "$OUT/no-status.out"
	[ -s "$OUT/no-status.scmi" ]
}

@test "a command that does not exist leaves no profile" {
	[ "$(status_of no-command)" -eq 1 ]
	grep -q "run '/no/such/command': No such file" "$OUT/no-command.out"
	[ ! -e "$OUT/no-command.scmi" ]
}

@test "--duration ends the recording and the command" {
	[ "$(status_of duration)" -eq $((128 + 15)) ]
	ns=$("$SCMI_PERF" report -j "$OUT/duration.scmi" | jq .meta.duration_ns)
	[ "$ns" -ge 500000000 ]
	[ "$ns" -lt 5000000000 ]
}

@test "the whole process group of the command ends with the recording" {
	[ "$(status_of group)" -eq 0 ]
	[ "$(counter group completed)" -eq 50 ]
	[ "$(status_of group-left)" -ne 0 ]
	[ "$(status_of group-duration)" -eq 0 ]
	[ "$(status_of group-duration-left)" -ne 0 ]
}

@test "--as-caller runs the command as the caller of sudo, who owns the file" {
	[ "$(status_of caller)" -eq 0 ]
	[ "$(sed -n 1,4p "$OUT/caller.out")" = $'65534\n65534\n65534 100\n/home/nobody nobody' ]
	[ "$(cat "$OUT/caller-owner.out")" = "65534:65534 644" ]
	[ "$(sed -n 1p "$OUT/caller-not.out")" = 0 ]
	[ "$(status_of no-caller)" -eq 1 ]
	grep -q "error: --as-caller: SUDO_UID and SUDO_GID are not set" "$OUT/no-caller.out"
	[ ! -e "$OUT/no-caller.scmi" ]
}

@test "SIGINT, SIGTERM and SIGHUP end a recording without losses" {
	for signal in INT TERM HUP; do
		[ "$(status_of $signal)" -eq 0 ]
		[ "$(counter $signal begun)" -eq 20 ]
		[ "$(counter $signal completed)" -eq 20 ]
	done
}

@test "a transport that is unloaded before the recording ends has its name" {
	for source in bpf tracefs; do
		for name in unloaded loaded; do
			[ "$(status_of $name-$source)" -eq 0 ]
			"$SCMI_PERF" report -j "$OUT/$name-$source.scmi" >"$OUT/$name.json"
			jq -e '([.series[].transport] | unique) == ["loopback"]
				and ([.series[] | select(.message_name == "SENSOR_READING_GET"
					and .phase == "total").count] == [20])
				and ([.counters.lost[]] | add) == 0' "$OUT/$name.json"
		done
	done
}

@test "a profile that cannot be written is an error that names the file" {
	[ "$(status_of unwritable)" -eq 1 ]
	grep -q "/no/such/folder" "$OUT/unwritable.out"
	[ "$(status_of full)" -eq 1 ]
	grep -q "/dev/full" "$OUT/full.out"
}

@test "without root the error names the missing capabilities and a remedy" {
	[ "$(status_of no-root)" -eq 1 ]
	grep -q "user 65534 lacks CAP_BPF and CAP_PERFMON" "$OUT/no-root.out"
	grep -q "hint: run it as root" "$OUT/no-root.out"
	[ "$(status_of doctor-no-root)" -eq 1 ]
	grep -q "^FAIL .*privileges" "$OUT/doctor-no-root.out"
	grep -q "^ok .*SCMI tracepoints" "$OUT/doctor-no-root.out"
}

@test "without the kernel's types raw tracepoints give the same counts" {
	[ "$(status_of doctor-no-btf)" -eq 0 ]
	grep -q "^note .*BTF" "$OUT/doctor-no-btf.out"
	[ "$(grep -c "^scmi_.* raw_tp" "$OUT/doctor-no-btf.out")" -eq 5 ]
	[ "$(status_of no-btf)" -eq 0 ]
	[ "$(counter no-btf completed)" -eq 100 ]
	[ "$("$SCMI_PERF" report -j "$OUT/no-btf.scmi" |
		jq -r .meta.hooks.scmi_xfer_begin)" = raw_tp ]
	"$SCMI_PERF" report -j "$OUT/no-btf.scmi" |
		jq -e '[.series[] | .count == 100] | all and length == 3'
}

@test "a filter of a transport selects it also after its module was loaded elsewhere" {
	[ "$(status_of elsewhere)" -eq 0 ]
	# The core's own messages at each probe are others.
	"$SCMI_PERF" report -j "$OUT/elsewhere.scmi" | jq -e '[.series[]
		| select(.message_name == "SENSOR_READING_GET" and .phase == "total")]
		| all(.transport == "loopback") and (map(.count) | add) == 50'
}

@test "if addresses are hidden, transports are known, for a filter, too" {
	[ "$(status_of hidden)" -eq 0 ]
	[ "$(counter hidden completed)" -eq 20 ]
	run ! grep warning "$OUT/hidden.out"
	"$SCMI_PERF" report -j "$OUT/hidden.scmi" | jq -e '.series
		| length == 3 and all(.transport == "loopback" and .count == 20)'
	grep "^note .*function addresses .*hidden: names in stacks" "$OUT/doctor-hidden.out"
	[ "$(status_of hidden-transport)" -eq 0 ]
	run ! grep warning "$OUT/hidden-transport.out"
	"$SCMI_PERF" report -j "$OUT/hidden-transport.scmi" | jq -e '.meta.source == "bpf"
		and .counters.completed == 20 and .series[0].transport == "loopback"'
}

@test "on a locked-down kernel record works, and doctor notes it" {
	[ "$(status_of locked-down)" -eq 0 ]
	[ "$(counter locked-down completed)" -ge 10 ]
	[ "$(status_of doctor-locked-down)" -eq 0 ]
	grep -q "^note .*locked down (confidentiality)" \
		"$OUT/doctor-locked-down.out"
	grep -q "boot with lockdown=integrity" "$OUT/doctor-locked-down.out"
}

@test "if the kernel rejects the programs, the error has a hint" {
	[ "$(status_of refused)" -eq 1 ]
	grep -q "error: load the BPF programs" "$OUT/refused.out"
	grep -q "hint: .*locked down" "$OUT/refused.out"
	[ ! -e "$OUT/refused.scmi" ]
}
