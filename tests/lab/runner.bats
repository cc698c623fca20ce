# SPDX-License-Identifier: GPL-2.0-only
# The lab's runner: the same figures in every boot, and an error with a reason for
# each way in which a guest can fail.

bats_require_minimum_version 1.5.0

setup_file() {
	cd "$BATS_TEST_DIRNAME/../.." || return 1
	lab/scmi-lab build
}

setup() {
	cd "$BATS_TEST_DIRNAME/../.." || return 1
	OUT=$BATS_TEST_TMPDIR/out
}

# guest SCRIPT [OPTION...]: run a script in a guest.
guest() {
	printf '%s\n' "$1" >"$BATS_TEST_TMPDIR/script"
	run lab/scmi-lab exec "${@:2}" --out "$OUT" -- "$BATS_TEST_TMPDIR/script"
}

# stub COMMAND BODY: put a script before the real program in PATH.
stub() {
	mkdir -p "$BATS_TEST_TMPDIR/bin"
	printf '#!/bin/bash\n%s\n' "$2" >"$BATS_TEST_TMPDIR/bin/$1"
	chmod +x "$BATS_TEST_TMPDIR/bin/$1"
	PATH=$BATS_TEST_TMPDIR/bin:$PATH
}

guests_of_this_test() {
	pgrep -f "qemu-system-aarch64 .*-initrd $BATS_TEST_TMPDIR" || true
}

@test "two deterministic boots give the same figures" {
	lab/scmi-lab run --observer none --out "$OUT/1"
	lab/scmi-lab run --observer none --out "$OUT/2"
	[ -s "$OUT/1/truth.json" ]
	diff "$OUT/1/truth.json" "$OUT/2/truth.json"
}

@test "another variant of the guest does the same, with other figures" {
	lab/scmi-lab run --observer none --out "$OUT/1"
	SCMI_LAB_VARIANT=7 lab/scmi-lab run --observer none --out "$OUT/2"
	grep -q scmi_lab_variant=7 "$OUT/2/dmesg.log"
	[ "$(jq -c '[.begun, .failures]' "$OUT/1/truth.json")" = \
		"$(jq -c '[.begun, .failures]' "$OUT/2/truth.json")" ]
	run -1 cmp -s "$OUT/1/truth.json" "$OUT/2/truth.json"
}

@test "a wall-clock run on two processors writes a profile" {
	lab/scmi-lab run --profile wall --cpus 2 --load sensor:800,threads=4 --out "$OUT"
	[ -s "$OUT/run.scmi" ]
	[ -s "$OUT/truth.json" ]
	[ -s "$OUT/dmesg.log" ]
	[ -s "$OUT/console.log" ]
}

@test "exec returns the script's status, output and files" {
	guest 'echo printed; dd if=/dev/urandom of=/out/big bs=1k count=1024
sha256sum </out/big >/out/sum; exit 7'
	[ "$status" -eq 7 ]
	[[ $output == *printed* ]]
	[ "$(stat -c %s "$OUT/big")" -eq 1048576 ]
	[ "$(sha256sum <"$OUT/big")" = "$(<"$OUT/sum")" ]
}

@test "a guest that panics ends with the reason" {
	guest 'echo c >/proc/sysrq-trigger; sleep 60'
	[ "$status" -eq 125 ]
	[[ $output == *'kernel panicked in step "script"'*'sysrq triggered crash'* ]]
}

@test "at the time limit, in the guest's time, the files so far come back" {
	# Both sleep longer than the limit, in less time of the host.
	guest 'echo whole >/out/one; sleep 8; echo late >/out/two; sleep 300' --timeout 30
	[ "$status" -eq 125 ]
	[[ $output == *'did not end within 30 s; it was in step "script"'* ]]
	[ "$(<"$OUT/one")" = whole ]
	[ "$(<"$OUT/two")" = late ]
	grep -q 'Booting Linux' "$OUT/dmesg.log"
	# A program that never sleeps, and one that has its file open.
	guest 'exec 3>/out/open; echo part >&3; while :; do :; done' --timeout 4
	[ "$status" -eq 125 ]
	[[ $output == *'did not end within 4 s; it was in step "script"'* ]]
	[ "$(<"$OUT/open")" = part ]
}

@test "at the time limit of a wall-clock guest the files so far come back" {
	guest 'echo whole >/out/one; sleep 300' --timeout 12 --profile wall
	[ "$status" -eq 125 ]
	[[ $output == *'did not end within 12 s; it was in step "script"'* ]]
	[ "$(<"$OUT/one")" = whole ]
}

@test "a guest whose clock stands still is ended" {
	SCMI_LAB_STILL=40 guest 'insmod /modules/hang.ko stop=1'
	[ "$status" -eq 125 ]
	[[ $output == *"the guest's clock stood still for 40 s; it was in step \"script\""* ]]
}

# A question can change the guest's figures.
@test "a guest that hangs with interrupts off is ended, others are not asked for their clock" {
	stub qemu-system-aarch64 "[[ \$* == *dumpdtb* ]] || set -- \"\$@\" \
	-trace handle_hmp_command -D $BATS_TEST_TMPDIR/trace
exec $(command -v qemu-system-aarch64) \"\$@\""
	guest 'sleep 5'
	[ "$status" -eq 0 ]
	run ! grep 'handle_hmp_command.*xp' "$BATS_TEST_TMPDIR/trace"
	rm -r "$OUT"
	guest 'insmod /modules/hang.ko' --timeout 3
	[ "$status" -eq 125 ]
	[[ $output == *'did not end within 3 s; it was in step "script"'* ]]
	grep 'handle_hmp_command.*xp' "$BATS_TEST_TMPDIR/trace"
}

@test "a QEMU that does nothing is ended" {
	stub qemu-system-aarch64 "[[ \$* != *dumpdtb* ]] || exec $(command -v qemu-system-aarch64) \"\$@\"
exec sleep 300"
	SCMI_LAB_STILL=3 guest true
	[ "$status" -eq 125 ]
	[[ $output == *"the guest's clock stood still for 3 s; it was in step \"boot\""* ]]
	guest true --profile wall --timeout 1
	[ "$status" -eq 125 ]
	[[ $output == *'did not end within 1 s; it was in step "boot"'* ]]
}

@test "a guest is not ended because its host is slow" {
	printf '%s\n' 'sleep 3; echo whole >/out/one' >"$BATS_TEST_TMPDIR/script"
	lab/scmi-lab exec --timeout 9 --out "$OUT" -- "$BATS_TEST_TMPDIR/script" 3>&- &
	pid=$!
	stopped=0
	while kill -0 "$pid" 2>&1; do
		qemu=$(pgrep -P "$pid" -f 'qemu-system-aarch64 .* -mon ') || true
		if [ -n "$qemu" ] && [ "$stopped" -lt 5 ]; then
			stopped=$((stopped + 1))
			kill -STOP "$qemu"
			sleep 3
			kill -CONT "$qemu"
		fi
		sleep 0.3
	done
	wait "$pid"
	# It was stopped for longer than its limit.
	[ "$stopped" -eq 5 ]
	[ "$(<"$OUT/one")" = whole ]
}

@test "a file that was sent twice is read once" {
	# shellcheck source=/dev/null
	. lab/lib/console.sh
	mkdir "$OUT"
	file() {
		printf '@@scmi-lab file one 6 %s\n' "$(printf '%s\n' "$1" | sha256sum | cut -d' ' -f1)"
		printf '%s\n' "$1" | gzip | base64 | head -c "$2"
		printf '\n'
	}
	{
		file older 20
		echo '@@scmi-lab limit'
		file whole 1000
	} >"$OUT/console"
	console_split "$OUT"
	console_unpack_files "$OUT" "$OUT"
	[ "$(<"$OUT/one")" = whole ]
}

@test "a guest that ends without a result has failed" {
	guest 'poweroff -f'
	[ "$status" -eq 125 ]
	[[ $output == *'ended without a result, in step "script"'* ]]
}

@test "a warning in the kernel log fails the run" {
	guest 'echo "<4>WARNING: CPU: 0 PID: 1 at here" >/dev/kmsg'
	[ "$status" -eq 125 ]
	[[ $output == *"guest's kernel reported a problem"*'WARNING: CPU: 0 PID: 1 at here'* ]]
}

@test "a warning that the script has cleared fails the run" {
	guest 'echo "<4>WARNING: CPU: 0 PID: 1 at here" >/dev/kmsg; dmesg -c >/dev/null'
	[ "$status" -eq 125 ]
	[[ $output == *"guest's kernel reported a problem"*'WARNING: CPU: 0 PID: 1 at here'* ]]
}

@test "--env reaches the script, and the shell does not interpret its value" {
	guest 'echo "[$GREETING]"' --env 'GREETING=two  words; $(reboot)'
	[ "$status" -eq 0 ]
	[[ $output == *'[two  words; $(reboot)]'* ]]
	guest true --env "GREETING='"
	[ "$status" -eq 1 ]
	[[ $output == *"invalid value 'GREETING='' for --env: must be NAME=VALUE"* ]]
	guest true --env 1=2
	[ "$status" -eq 1 ]
	guest true --package ../x
	[ "$status" -eq 1 ]
	[[ $output == *"invalid value '../x' for --package: must be the name"* ]]
}

@test "the faults of a plan fire in the load, and are counted" {
	echo 'sensor 6 every 10 times 3 drop' >"$BATS_TEST_TMPDIR/plan"
	lab/scmi-lab run --fault "$BATS_TEST_TMPDIR/plan" --load sensor:100 --out "$OUT"
	jq -e '.timeouts == 3 and .failures == 3' "$OUT/truth.json"
	jq -e '.faults.drop == 3 and .dropped == 3' "$OUT/platform.json"
	"${SCMI_PERF:-build/loader/scmi-perf}" report -j "$OUT/run.scmi" |
		jq -e '.counters.timed_out == 3'
}

@test "an invalid fault plan fails the run, with line and column" {
	echo 'sensor 6 every 10 forget' >"$BATS_TEST_TMPDIR/plan"
	run lab/scmi-lab run --fault "$BATS_TEST_TMPDIR/plan" --out "$OUT"
	[ "$status" -eq 1 ]
	[[ $output == *'the platform rejects the fault plan: plan: line 1, column 19'* ]]
	run lab/scmi-lab run --fault /no/such/plan --out "$OUT"
	[ "$status" -eq 1 ]
	[[ $output == *"cannot read the fault plan '/no/such/plan'"* ]]
}

@test "a kernel log whose first messages are lost fails the run" {
	guest 'line=$(printf "%0900d" 0)
for i in $(seq 1500); do echo "$line" >/dev/kmsg; done' --append printk.devkmsg=on
	[ "$status" -eq 125 ]
	[[ $output == *"guest's kernel reported a problem"*'messages are lost: raise log_buf_len'* ]]
	guest true --append 'quiet; reboot'
	[ "$status" -eq 1 ]
	[[ $output == *"invalid value 'quiet; reboot' for --append"* ]]
}

@test "options that have no effect on a built kernel are found, none is fine" {
	local linux=$BATS_TEST_TMPDIR/linux
	# shellcheck disable=SC2016 # a variable of the inner shell
	local find='. lab/lib/built_kernel.sh; found=$(built_without_effect "$1"); echo "<$found>"'

	mkdir "$linux"
	printf 'CONFIG_SMP=y\nCONFIG_NR_CPUS=8\n' >"$linux/.config"
	printf 'config SMP\nmenuconfig NET\nconfig NETX\n' >"$linux/Kconfig"
	run -0 bash -euo pipefail -c "$find" - "$linux" <<<$'# A comment\nCONFIG_SMP=y'
	[ "$output" = "<>" ]
	run -0 bash -euo pipefail -c "$find" - "$linux" <<<$'CONFIG_SMP=y\nCONFIG_NET=y\nCONFIG_OLD=y'
	[ "$output" = "<NET>" ]
}

@test "leaks that kmemleak finds are problems, its status messages are not" {
	# shellcheck source=/dev/null
	. lab/lib/console.sh
	grep -qE "$CONSOLE_SPLATS" <<<'[1.0] kmemleak: 3 new suspected memory leaks (see'
	grep -qE "$CONSOLE_SPLATS" <<<'[1.0] kmemleak: Kernel memory leak detector disabled'
	run -1 grep -E "$CONSOLE_SPLATS" <<-'END'
		[1.0] kmemleak: Kernel memory leak detector initialized (mem pool available: 1)
		[2.0] kmemleak: Automatic memory scanning thread started
	END
}

@test "a rejected load fails the run" {
	run lab/scmi-lab run --load nonsense:1 --out "$OUT"
	[ "$status" -eq 1 ]
	[[ $output == *"the load failed: run 'nonsense:1': character 1: unknown protocol"* ]]
	[ ! -e "$OUT/truth.json" ]
}

@test "a failed run leaves no results of the run before" {
	mkdir -p "$OUT"
	touch "$OUT/run.scmi" "$OUT/truth.json"
	stub qemu-system-aarch64 'exit 1'
	run lab/scmi-lab run --out "$OUT"
	[ "$status" -eq 1 ]
	[ ! -e "$OUT/run.scmi" ]
	[ ! -e "$OUT/truth.json" ]
}

@test "if QEMU does not start, its message is printed" {
	stub qemu-system-aarch64 "[[ \$* != *dumpdtb* ]] || exec $(command -v qemu-system-aarch64) \"\$@\"
echo 'qemu: broken on purpose' >&2
exit 1"
	run lab/scmi-lab run --out "$OUT"
	[ "$status" -eq 1 ]
	[[ $output == *'QEMU ended with status 1: qemu: broken on purpose'* ]]
}

@test "an interrupted run leaves no QEMU behind" {
	local built=${SCMI_LAB_BUILD:-build/lab}
	export SCMI_LAB_BUILD=$BATS_TEST_TMPDIR/build
	mkdir -p "$SCMI_LAB_BUILD"
	cp -R "$built"/{arm64.cross,modules,image} "$SCMI_LAB_BUILD/"
	for signal in TERM HUP; do
		# Also if nohup had ignored the signal.
		env "--default-signal=$signal" lab/scmi-lab run --out "$OUT" 3>&- &
		pid=$!
		# It builds the program first, which takes a busy host minutes.
		until [ -n "$(guests_of_this_test)" ]; do
			kill -0 "$pid"
			sleep 0.1
		done
		kill "-$signal" "$pid"
		status=0
		wait "$pid" || status=$?
		[ "$status" -gt 128 ]
		[ -z "$(guests_of_this_test)" ]
		run -1 compgen -G "$SCMI_LAB_BUILD/run.*"
	done
}

@test "a file that is damaged on its way is rejected" {
	# shellcheck source=/dev/null
	. lab/lib/console.sh
	mkdir "$OUT"
	file() {
		printf '@@scmi-lab file %s 6 %s\r\n' "$1" "$(printf 'whole\n' | sha256sum | cut -d' ' -f1)"
		printf '%s\n' "$2" | gzip | base64
		printf '@@scmi-lab endfile %s\r\n' "$1"
	}
	file good whole >"$OUT/console"
	console_split "$OUT"
	console_unpack_files "$OUT" "$OUT"
	[ "$(<"$OUT/good")" = whole ]

	file bad other >"$OUT/console"
	console_split "$OUT"
	run console_unpack_files "$OUT" "$OUT"
	[ "$status" -eq 1 ]
	[[ $output == *"'bad' was damaged"* ]]
	[ ! -e "$OUT/bad" ]

	file ../escaped whole >"$OUT/console"
	console_split "$OUT"
	run console_unpack_files "$OUT" "$OUT"
	[ "$status" -eq 1 ]
	[[ $output == *"the invalid name '../escaped'"* ]]
	[ ! -e "$OUT/../escaped" ]
}

@test "without a network the cached kernel is used" {
	cache=${SCMI_LAB_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/scmi-perf}
	export SCMI_LAB_CACHE=$BATS_TEST_TMPDIR/cache
	mkdir -p "$SCMI_LAB_CACHE"/{kernel-2/6.12,arm64}
	for part in kernel-2/6.12 arm64; do
		ln -s "$cache/$part"/* "$SCMI_LAB_CACHE/$part/"
		for current in "$SCMI_LAB_CACHE/$part"/current*; do
			cp --remove-destination "$(readlink "$current")" "$current"
			touch -d '3 days ago' "$current"
		done
	done
	version=$(<"$SCMI_LAB_CACHE/kernel-2/6.12/current")
	stub apt-get "[[ \$* != *update* ]] || exit 100
exec $(command -v apt-get) \"\$@\""
	run lab/scmi-lab fetch
	[ "$status" -eq 0 ]
	[[ $output == *"using the cached $version"* ]]

	rm "$SCMI_LAB_CACHE/kernel-2/6.12/current"
	run lab/scmi-lab fetch
	[ "$status" -eq 1 ]
	[[ $output == *'no kernel 6.12 is cached'* ]]
}

@test "unknown names and missing values are rejected" {
	run lab/scmi-lab run --out "$OUT" --kernel 5.10
	[ "$status" -eq 1 ]
	[[ $output == *"unknown kernel '5.10' (one of: 6.1 6.12 7.2 7.3 6.12-armmp 5.10-gki "* ]]
	run lab/scmi-lab run --out "$OUT" --transport pigeon
	[ "$status" -eq 1 ]
	[[ $output == *"unknown transport 'pigeon' (one of: loopback "* ]]
	run lab/scmi-lab run --out "$OUT" --service '20us; reboot'
	[ "$status" -eq 1 ]
	SCMI_LAB_VARIANT=ten run lab/scmi-lab run --out "$OUT"
	[ "$status" -eq 1 ]
	[[ $output == *"invalid value 'ten' for SCMI_LAB_VARIANT: must be 0 to 999"* ]]
	run lab/scmi-lab run --out "$OUT" --load
	[ "$status" -eq 1 ]
	[[ $output == *'--load requires a value'* ]]
	run lab/scmi-lab run
	[ "$status" -eq 1 ]
	[[ $output == *'--out DIR is required'* ]]
	run lab/scmi-lab fly
	[ "$status" -eq 1 ]
	[[ $output == *"unknown command 'fly'"* ]]
}

@test "sparse has no warnings about the modules" {
	lab/scmi-lab build --modules-only --sparse
}
