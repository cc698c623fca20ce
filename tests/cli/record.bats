# SPDX-License-Identifier: GPL-2.0-only
# record and doctor on a kernel without SCMI; the lab tests them on one with SCMI.

bats_require_minimum_version 1.5.0

setup() {
	cd "${BATS_TEST_TMPDIR:?}" || return
	chmod 711 .
	# x86 kernels do not have SCMI. On a kernel with SCMI only the lab's tests apply.
	[ "$(uname -m)" = x86_64 ] || skip "this kernel may have SCMI"
}

@test "record reports a kernel without SCMI tracepoints with a hint" {
	run --separate-stderr "$SCMI_PERF" record -o run.scmi
	[ "$status" -eq 1 ]
	[ -z "$output" ]
	[[ $stderr == *"no scmi:scmi_xfer_begin"* ]]
	[[ $stderr == *"hint: "*"import a log"* ]]
	[ ! -e run.scmi ]
}

@test "record refuses a duration without a unit" {
	run --separate-stderr "$SCMI_PERF" record -d 30
	[ "$status" -eq 1 ]
	[[ $stderr == *"invalid value '30' for --duration"* ]]
}

@test "record refuses an interval without a unit, or below 10 ms" {
	for interval in 1 9ms 0s soon; do
		run --separate-stderr "$SCMI_PERF" record --interval "$interval"
		[ "$status" -eq 1 ]
		[[ $stderr == *"invalid value '$interval' for --interval (10ms"* ]]
	done
}

@test "stat has the options of record and of report, and leaves no file" {
	run --separate-stderr "$SCMI_PERF" stat -d 1s
	[ "$status" -eq 1 ]
	[ -z "$output" ]
	[[ $stderr == *"no scmi:scmi_xfer_begin"* ]]
	[ ! -e run.scmi ]
	for wrong in "-d 30" "--sort p95" "--phase timeout" "-o -" "-e" "-j --markdown=-"; do
		# shellcheck disable=SC2086
		run --separate-stderr "$SCMI_PERF" stat $wrong
		[ "$status" -eq 1 ]
		[ -z "$output" ]
		[[ $stderr == *"'scmi-perf stat --help' explains the usage"* ]]
	done
}

@test "record refuses --exit-status without a command" {
	run --separate-stderr "$SCMI_PERF" record -e
	[ "$status" -eq 1 ]
	[[ $stderr == *"needs a COMMAND"* ]]
}

@test "doctor reports the same and fails" {
	run --separate-stderr "$SCMI_PERF" doctor
	[ "$status" -eq 1 ]
	[[ $output == *"FAIL  SCMI tracepoints"*"no scmi:scmi_xfer_begin"* ]]
	[[ $output == *"No recording is possible here."* ]]
}

@test "doctor -j is JSON with the same verdict" {
	run --separate-stderr "$SCMI_PERF" doctor -j
	[ "$status" -eq 1 ]
	[ "$(jq .possible <<<"$output")" = false ]
	"$BATS_TEST_DIRNAME/../tools/validate_json.py" \
		"$BATS_TEST_DIRNAME/../../docs/doctor.schema.json" <<<"$output"
	[ "$(jq -r '.checks[] | select(.subject == "SCMI tracepoints").state' \
		<<<"$output")" = FAIL ]
	# No hooks are listed, because none could be attached.
	[ "$(jq -c '[.hooks, .absent]' <<<"$output")" = "[{},{}]" ]
}

@test "doctor does not load the kernel's types for each tracepoint" {
	cat >count.c <<-'END'
		#include <dlfcn.h>
		#include <unistd.h>
		void *btf__load_vmlinux_btf(void)
		{
			void *(*const load)(void) = dlsym(RTLD_NEXT, __func__);

			(void)!write(9, "loaded\n", 7);
			return load();
		}
	END
	"${CC_FOR_TESTS:-cc}" -D_GNU_SOURCE -shared -fPIC -o count.so count.c
	LD_PRELOAD=$PWD/count.so run "$SCMI_PERF" doctor 9>loads
	[ "$(wc -l <loads)" -eq 2 ]
}

@test "doctor and its advice fit 80 columns" {
	run "$SCMI_PERF" doctor
	[[ $output == *"-> use a kernel with CONFIG_ARM_SCMI_PROTOCOL"* ]]
	[ "$(awk 'length > 80' <<<"$output")" = "" ]
}

@test "record refuses an unknown level of hooks" {
	run --separate-stderr "$SCMI_PERF" record --hooks most
	[ "$status" -eq 1 ]
	[[ $stderr == *"'most' for --hooks (one of: core, transport, all)"* ]]
}

@test "doctor names missing privileges" {
	[ "$EUID" -eq 0 ] || skip "only root can drop privileges"
	cp "$SCMI_PERF" ./scmi-perf
	run --separate-stderr setpriv --reuid 65534 --clear-groups \
		--inh-caps=-all --bounding-set=-all ./scmi-perf doctor
	[ "$status" -eq 1 ]
	[[ $output == *"FAIL  privileges"*"lacks CAP_BPF and CAP_PERFMON"* ]]
	[[ $output == *"-> run it as root"* ]]
}

@test "doctor --kernel-config prints what a configuration lacks" {
	local folder=$BATS_TEST_DIRNAME/../..

	printf 'CONFIG_%s=y\n' ARM_SCMI_PROTOCOL KALLSYMS KPROBES PERF_EVENTS \
		BPF_SYSCALL BPF_JIT DEBUG_INFO >defconfig
	run -1 "$SCMI_PERF" doctor --kernel-config=defconfig
	[ "$output" = "\
# Missing in defconfig:
# for tracefs:
CONFIG_FTRACE=y
CONFIG_KPROBE_EVENTS=y
# also for BPF, kprobes:
CONFIG_DEBUG_INFO_BTF=y
# also for BPF, fentry:
CONFIG_FUNCTION_TRACER=y
CONFIG_DYNAMIC_FTRACE=y" ]
	# The fragment is complete, also for a file that is packed.
	"$SCMI_PERF" doctor --kernel-config=defconfig >>defconfig || true
	gzip defconfig
	run -0 "$SCMI_PERF" doctor --kernel-config=defconfig.gz
	[ "$output" = "# Missing in defconfig.gz: nothing" ]
	# contrib has the lines that a kernel without any of them lacks.
	echo '# CONFIG_ARM_SCMI_PROTOCOL is not set' >none
	run -1 "$SCMI_PERF" doctor --kernel-config=none
	[ "$(tail -n +2 <<<"$output")" = "$(tail -n +4 "$folder/contrib/kernel/scmi-perf.cfg")" ]
}

@test "doctor --kernel-config reports a file that is not a configuration" {
	run -1 "$SCMI_PERF" doctor --kernel-config=/dev/null
	[ "$output" = "scmi-perf: error: /dev/null: not a kernel's configuration" ]
	run -1 "$SCMI_PERF" doctor --kernel-config=none
	[ "$output" = "scmi-perf: error: none: No such file or directory" ]
}

@test "record refuses an unknown source, and options that a source does not have" {
	run --separate-stderr "$SCMI_PERF" record --source perf
	[ "$status" -eq 1 ]
	[[ $stderr == *"'perf' for --source (one of: auto, bpf, tracefs)"* ]]
	run --separate-stderr "$SCMI_PERF" record --ring-size 4X
	[ "$status" -eq 1 ]
	[[ $stderr == *"'4X' for --ring-size"* ]]
	run --separate-stderr "$SCMI_PERF" record --source tracefs --self-cost
	[ "$status" -eq 1 ]
	[[ $stderr == *"--self-cost needs BPF (--source bpf)"* ]]
	for option in --duration=1s --ring-size=1M --source=bpf; do
		run --separate-stderr "$SCMI_PERF" record --boot "$option"
		[ "$status" -eq 1 ]
		[[ $stderr == *"--boot reads the kernel's buffer once"* ]]
	done
	for option in --self-cost --resource=5; do
		run --separate-stderr "$SCMI_PERF" record --boot "$option"
		[ "$status" -eq 1 ]
		[[ $stderr == *"${option%=*} needs BPF (--source bpf)"* ]]
	done
}
