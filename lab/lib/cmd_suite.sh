# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
#
# scmi-lab suite: every scenario over every transport.
#
# A scenario is a file of lab/scenarios, NAME.scenario, read as shell:
#   TITLE    what happens, for the table
#   LOADS    the loads, one a line
#   SERVICE  the platform's service time, if not --service
#   PLAN     the fault plan, if any
#   FIRED    a JSON object: how often the platform must have fired which faults
#   CHECK    a jq expression over {loads, platform, afterwards}, with $transport,
#            which is true if all else is as it must be
#   NEVER    for each transport that cannot carry it a line "TRANSPORT REASON"
# If there is a NAME.sh it runs in the guest before the loads; if it fails, so does
# the guest.

suite_help() {
	cat <<-'HELP'
		Usage: lab/scmi-lab suite --out DIR [OPTION...]

		Run every scenario over every transport, one guest a transport, and
		print a table: what held, how many faults the platform fired, and why
		a cell cannot exist. DIR/TRANSPORT has a SCENARIO.json for each, with
		the load's figures and the platform's counts, beside console.log and
		dmesg.log. Ends with status 1 if a cell failed.

	HELP
	guest_options_help | grep -v -e --transport -e --fault -e 'docs/fault-plan' -e --cpus
	cat <<-'HELP'
		  --transports LIST     only these, separated by commas (default: all
		                        that the kernel has)
		  --scenarios LIST      only these, separated by commas (default: all)

		Example:
		  lab/scmi-lab suite --out /tmp/suite
	HELP
}

SUITE_DIR=$LAB_DIR/scenarios

# suite_names: all scenarios, in their order.
suite_names() {
	find "$SUITE_DIR" -name '*.scenario' -printf '%f\n' | LC_ALL=C sort |
		sed 's/\.scenario$//' | xargs
}

# suite_check_names KIND WANTED KNOWN
suite_check_names() {
	local name

	for name in $2; do
		[[ " $3 " == *" $name "* ]] ||
			usage_error "there is no $1 '$name'; there is: $3"
	done
}

# suite_field SCENARIO FIELD: one of the variables of a scenario's file.
suite_field() (
	# shellcheck disable=SC2034 # one of them is asked for by its name
	TITLE='' LOADS='' SERVICE=${GUEST[service]} PLAN='' FIRED='{}' CHECK='' NEVER=''
	# shellcheck source=/dev/null
	. "$SUITE_DIR/$1.scenario"
	printf '%s' "${!2}"
)

# suite_never SCENARIO TRANSPORT: why there is no such cell, or nothing.
suite_never() {
	suite_field "$1" NEVER | awk -v t="$2" '$1 == t { sub(/^[^ ]+ +/, ""); print }'
}

# suite_guest TRANSPORT OUT SCENARIO...: run them in a guest.
suite_guest() (
	out=$2
	GUEST[transport]=$1
	shift 2
	guest_out "$out"
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
	console_verdict "$out"
)

# suite_complaint SCENARIO OUT: what the kernel was not well with during it.
suite_complaint() {
	[ ! -e "$2/dmesg.log" ] ||
		awk -v name="$1" '/scmi-lab: scenario / { on = $NF == name } on' \
			"$2/dmesg.log" | grep -E -m 1 "$CONSOLE_SPLATS" || true
}

# suite_judge SCENARIO TRANSPORT FILE: what its figures say.
suite_judge() {
	jq -r --arg transport "$2" --argjson fired "$(suite_field "$1" FIRED)" "
		if .platform.faults != \$fired then
			\"FAILED: fired \(.platform.faults), not \(\$fired)\"
		elif ($(suite_field "$1" CHECK)) | not then
			\"FAILED: not as it must be, see $3\"
		elif .afterwards.failures != 0 then
			\"FAILED: the transport does not work afterwards\"
		else
			\"ok, faults fired: \(\$fired | add // 0)\"
		end" "$3" 2>/dev/null || echo "FAILED: no figures, see $3"
}

# suite_cell SCENARIO TRANSPORT OUT: what the table says.
suite_cell() {
	local file=$3/$1.json why

	why=$(suite_never "$1" "$2")
	if [ -n "$why" ]; then
		echo "never: $why"
		return
	fi
	why=$(suite_complaint "$1" "$3")
	if [ -n "$why" ]; then
		echo "FAILED: $why"
	elif [ ! -s "$file" ]; then
		echo "FAILED: no result"
	else
		suite_judge "$1" "$2" "$file"
	fi
}

# suite_transport TRANSPORT OUT SCENARIO...: run those that can be; the cells, one
# a line, go to OUT/cells. Fails if one has failed.
suite_transport() {
	local transport=$1 out=$2 name possible=() status=0

	shift 2
	for name; do
		[ -n "$(suite_never "$name" "$transport")" ] || possible+=("$name")
	done
	mkdir -p "$out"
	# The guest's own verdict has been printed; its cells tell what is missing.
	[ ${#possible[@]} -eq 0 ] || suite_guest "$transport" "$out" "${possible[@]}" || status=1
	for name; do
		suite_cell "$name" "$transport" "$out"
	done >"$out/cells"
	! grep -q '^FAILED' "$out/cells" || status=1
	return "$status"
}

# suite_table OUT TRANSPORTS SCENARIO...: Markdown, on stdout.
suite_table() {
	local out=$1 transports=$2 name transport i=0

	shift 2
	# shellcheck disable=SC2086 # a list of words
	printf '| scenario |%s\n' "$(printf ' %s |' $transports)"
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
	# Replies and delayed responses can come at the same time, then.
	# shellcheck disable=SC2034 # used by the other files
	GUEST['cpus']=2
	scenarios=$(suite_names)
	while [ $# -gt 0 ]; do
		case $1 in
		--out) out=$(option_value "$@") || exit 1 ;;
		--transports) transports=$(option_value "$@" | tr , ' ') || exit 1 ;;
		--scenarios) scenarios=$(option_value "$@" | tr , ' ') || exit 1 ;;
		--help) suite_help && return ;;
		--transport | --fault | --cpus) usage_error "unexpected argument '$1'" ;;
		*) guest_option "$@" || usage_error "unexpected argument '$1'" ;;
		esac
		shift 2
	done
	need_commands jq:jq
	kernel_check "${GUEST[kernel]}"
	[ "${GUEST[kernel]}" != 6.1 ] ||
		die "the suite loads a transport anew for each scenario; the SCMI core of kernel 6.1 never lets go of one"
	[ -n "$transports" ] || transports=$(transport_names_on "${GUEST[kernel]}")
	suite_check_names transport "$transports" "$(transport_names)"
	suite_check_names scenario "$scenarios" "$(suite_names)"
	for transport in $transports; do
		GUEST['transport']=$transport
		guest_check_options
	done
	[ -n "$out" ] || usage_error "--out DIR is needed: the folder for the results"

	for transport in $transports; do
		note "suite: $transport"
		# shellcheck disable=SC2086 # a list of words
		suite_transport "$transport" "$out/$transport" $scenarios || status=1
	done
	# shellcheck disable=SC2086 # a list of words
	suite_table "$out" "$transports" $scenarios
	exit "$status"
}
