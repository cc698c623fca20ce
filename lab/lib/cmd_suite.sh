# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
#
# scmi-lab suite: run every scenario over every transport.
#
# A scenario is a file NAME.scenario in lab/scenarios, sourced as shell:
#   TITLE    description, for the table
#   LOADS    the loads, one per line
#   SERVICE  the platform's service time, if not --service
#   PLAN     the fault plan, if any; $LATE is a time after which a message has timed out
#   FIRED    a JSON object with the number of faults of each kind that must fire
#   CHECK    a jq expression over {loads, platform, afterwards, queue_full} that must be
#            true; $transport is the transport's name, $kernel the kernel's (6.12,
#            7.3-debug), $device whether the platform is another process, which a busy
#            host delays; queue_full is the number of notifications that Linux dropped
#   NEVER    lines "TRANSPORTS REASON" for those that do not support it; TRANSPORTS
#            is a regular expression. "vhost-user" is a device in another process
# NAME.sh, if it exists, runs in the guest before the loads. If it fails, the guest
# fails.
#
# The platform in a guest starts anew for each scenario, and all of a transport's run in one
# guest. A device in another process starts anew with its guest.

suite_help() {
	cat <<-'HELP'
		Usage: lab/scmi-lab suite --out DIR [OPTION...]

		Run every scenario over every transport, one guest per transport, and
		print a table of results: the number of faults that fired, failures,
		and why a transport cannot run a scenario. DIR/TRANSPORT has a
		SCENARIO.json for each, with the load's figures and the platform's
		counters, beside console.log and dmesg.log. With --device each
		scenario has a guest and a folder of its own. Exit status 1 if a cell
		failed.

	HELP
	# Without the lines of these options.
	guest_options_help | awk '/^  -/ { left = $1 ~ /^--(transport|fault|cpus)$/ } !left'
	cat <<-'HELP'
		  --device DEVICE       vhost-user or vhost-user-mmio: the SCMI device is
		                        scmi-vhost-user, for virtio and ref-virtio. The
		                        default profile is then wall
		  --transports LIST     only these, separated by commas (default: all
		                        that the kernel supports)
		  --scenarios LIST      only these, separated by commas (default: all)
		  --kernel IMAGE,HEADERS, --source, --module, --dtb, --qemu: as of run

		Examples:
		  lab/scmi-lab suite --out /tmp/suite
		  lab/scmi-lab suite --device vhost-user --transports virtio,ref-virtio --out /tmp/device
	HELP
}

SUITE_DIR=$LAB_DIR/scenarios
# The timeout of messages to a device in another process, which a busy host delays.
SUITE_REPLY_MS=1000

# suite_names: print all scenarios in order.
suite_names() {
	find "$SUITE_DIR" -name '*.scenario' -printf '%f\n' | LC_ALL=C sort |
		sed 's/\.scenario$//' | xargs
}

# suite_check_names KIND NAMES KNOWN: die if a name is not known.
suite_check_names() {
	local name

	for name in $2; do
		[[ " $3 " == *" $name "* ]] ||
			usage_error "unknown $1 '$name' (one of: $3)"
	done
}

# suite_field SCENARIO FIELD: print a variable of a scenario's file.
suite_field() (
	# shellcheck disable=SC2034 # used by name, LATE by scenarios
	local LATE=150ms
	# shellcheck disable=SC2034 # used by name
	TITLE='' LOADS='' SERVICE=${GUEST[service]} PLAN='' FIRED='{}' CHECK='' NEVER=''
	# shellcheck disable=SC2034 # as above
	[ -z "${GUEST[device]:-}" ] || LATE=$((SUITE_REPLY_MS + 500))ms
	# shellcheck source=/dev/null
	. "$SUITE_DIR/$1.scenario"
	printf '%s' "${!2}"
)

# suite_never SCENARIO TRANSPORT: print why the transport does not support the
# scenario, or nothing.
suite_never() {
	suite_field "$1" NEVER | awk -v t="$2" -v d="${GUEST[device]:+vhost-user}" '
		$1 && (t ~ "^(" $1 ")$" || d ~ "^(" $1 ")$") { sub(/^[^ ]+ +/, ""); print; exit }'
}

# suite_guest TRANSPORT OUT SCENARIO...: run the scenarios in a guest, or the only one with a
# device in another process.
suite_guest() (
	out=$2
	# shellcheck disable=SC2030 # only for this guest
	GUEST[transport]=$1
	shift 2
	guest_out "$out"
	if [ -n "${GUEST[device]}" ]; then
		suite_field "$1" PLAN >"$out/plan"
		GUEST['fault']=$out/plan
		GUEST['service']=$(suite_field "$1" SERVICE)
	fi
	rm -f "$out"/*.json
	guest_prepare
	mkdir "$LAB_WORK/job/suite"
	for name; do
		suite_field "$name" SERVICE >"$LAB_WORK/job/suite/$name.service"
		suite_field "$name" PLAN >"$LAB_WORK/job/suite/$name.plan"
		suite_field "$name" LOADS | grep -v '^$' >"$LAB_WORK/job/suite/$name.loads"
		[ ! -e "$SUITE_DIR/$name.sh" ] || cp "$SUITE_DIR/$name.sh" "$LAB_WORK/job/suite/"
	done
	guest_job suite "SCENARIOS=$*"
	guest_boot
	# The caller takes the status, so errors do not end this by themselves.
	console_verdict "$out" || exit 1
	[ -z "${GUEST[device]}" ] || suite_add_counts "$out" "$1"
)

# suite_add_counts OUT SCENARIO: add the counts of a device in another process, which the
# guest does not have, to the scenario's figures.
suite_add_counts() {
	device_end "$1" &&
		jq -s '.[0] + {platform: .[1]}' "$1/$2.json" "$1/platform.json" >"$1/figures" &&
		mv "$1/figures" "$1/$2.json"
}

# suite_kernel_problem SCENARIO OUT: print the first problem that the kernel reported
# during the scenario.
suite_kernel_problem() {
	[ ! -e "$2/dmesg.log" ] ||
		awk -v name="$1" '/scmi-lab: scenario / { on = $NF == name } on' \
			"$2/dmesg.log" | grep -E -m 1 "$CONSOLE_SPLATS" || true
}

# suite_check SCENARIO TRANSPORT FILE: check the figures in FILE, print the result.
suite_check() {
	# shellcheck disable=SC2031 # the kernel is not changed there
	jq -r --arg transport "$2" --arg kernel "${GUEST[kernel]}" \
		--argjson device "$([ -n "${GUEST[device]:-}" ] && echo true || echo false)" \
		--argjson fired "$(suite_field "$1" FIRED)" "
		if .platform.faults != \$fired then
			\"FAILED: fired \(.platform.faults), not \(\$fired)\"
		elif ($(suite_field "$1" CHECK)) | not then
			\"FAILED: CHECK is false, see $3\"
		elif .afterwards.failures != 0 then
			\"FAILED: the transport does not work afterwards\"
		else
			\"ok, faults fired: \(\$fired | add // 0)\"
		end" "$3" 2>/dev/null || echo "FAILED: no figures, see $3"
}

# suite_cell SCENARIO TRANSPORT OUT: print the table's cell.
suite_cell() {
	local file=$3/$1.json why

	why=$(suite_never "$1" "$2")
	if [ -n "$why" ]; then
		echo "never: $why"
		return
	fi
	why=$(suite_kernel_problem "$1" "$3")
	if [ -n "$why" ]; then
		echo "FAILED: $why"
	elif [ ! -s "$file" ]; then
		echo "FAILED: no result"
	else
		suite_check "$1" "$2" "$file"
	fi
}

# suite_transport TRANSPORT OUT SCENARIO...: run the supported scenarios, and write the
# cells to OUT/cells, one per line. Fails if one of them failed.
suite_transport() {
	local transport=$1 out=$2 name possible=() status=0

	shift 2
	for name; do
		[ -n "$(suite_never "$name" "$transport")" ] || possible+=("$name")
	done
	mkdir -p "$out"
	# If the guest fails, its error has been printed and the cells show what is
	# missing.
	# shellcheck disable=SC2031 # the device is not changed there
	if [ -n "${GUEST[device]}" ]; then
		for name in "${possible[@]}"; do
			note "suite: $name"
			suite_guest "$transport" "$out/$name" "$name" || status=1
		done
	elif [ ${#possible[@]} -ne 0 ]; then
		suite_guest "$transport" "$out" "${possible[@]}" || status=1
	fi
	for name; do
		# shellcheck disable=SC2031 # as above
		suite_cell "$name" "$transport" "$out${GUEST[device]:+/$name}"
	done >"$out/cells"
	! grep -q '^FAILED' "$out/cells" || status=1
	return "$status"
}

# suite_table OUT TRANSPORTS SCENARIO...: print the table as Markdown.
suite_table() {
	local out=$1 transports=$2 name transport i=0

	shift 2
	# shellcheck disable=SC2031,SC2086 # suite_guest's change is for itself; words
	printf '| scenario (Linux %s) |%s\n' "$(<"$(kernel_dir "${GUEST[kernel]}")/version")" \
		"$(printf ' %s |' $transports)"
	# shellcheck disable=SC2086 # a list of words
	printf '|---|%s\n' "$(printf -- '---|%.0s' $transports)"
	for name; do
		i=$((i + 1))
		printf '| %s |' "$(suite_field "$name" TITLE)"
		for transport in $transports; do
			printf ' %s |' "$(sed -n "${i}p" "$out/$transport/cells")"
		done
		echo
	done
}

cmd_suite() {
	local out='' transports='' scenarios transport status=0

	guest_defaults
	# With two, replies and delayed responses can come at the same time.
	# shellcheck disable=SC2034 # used by the other files
	GUEST['cpus']=2
	scenarios=$(suite_names)
	while [ $# -gt 0 ]; do
		case $1 in
		--out) out=$(option_value "$@") || exit 1 ;;
		--transports) transports=$(option_value "$@" | tr , ' ') || exit 1 ;;
		--scenarios) scenarios=$(option_value "$@" | tr , ' ') || exit 1 ;;
		--help) suite_help && return ;;
		--transport | --fault | --cpus | --reply-timeout) usage_error "unexpected argument '$1'" ;;
		*) guest_option "$@" || usage_error "unexpected argument '$1'" ;;
		esac
		shift 2
	done
	need_commands jq:jq
	own_use_kernel
	kernel_check "${GUEST[kernel]}"
	[ "${GUEST[kernel]}" != 6.1 ] ||
		die "the suite needs Linux 6.12: it reloads the transport for each scenario, and the SCMI core of kernel 6.1 never releases it"
	[[ ${GUEST[device]} != *:* ]] ||
		usage_error "the suite writes the plans of the lab's own back end: --device is vhost-user or vhost-user-mmio"
	# The clock of another process is the host's.
	if [ -n "${GUEST[device]}" ]; then
		: "${GUEST[profile]:=wall}"
		GUEST['reply-timeout']=$SUITE_REPLY_MS
	fi
	[ -n "$transports" ] || transports=$(transport_names_on "${GUEST[kernel]}")
	suite_check_names transport "$transports" "$(transport_names)"
	suite_check_names scenario "$scenarios" "$(suite_names)"
	for transport in $transports; do
		GUEST['transport']=$transport
		guest_check_options
	done
	[ -n "$out" ] || usage_error "--out DIR is required: the folder for the results"

	for transport in $transports; do
		note "suite: $transport"
		# shellcheck disable=SC2086 # a list of words
		suite_transport "$transport" "$out/$transport" $scenarios || status=1
	done
	# shellcheck disable=SC2086 # a list of words
	suite_table "$out" "$transports" $scenarios
	exit "$status"
}
