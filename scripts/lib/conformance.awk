# SPDX-License-Identifier: GPL-2.0-only
# Reads the output of Arm's SCMI compliance suite. Prints the results as a table, and each
# failure: the test's number and name, and the last check of it.

BEGIN {
	split("Base Power System Performance Clock Sensor Reset", protocol, " ")
}

# The result follows the last check on its line.
/^ *[0-9]+: / { number = $1 + 0; name = $0; sub(/^ *[0-9]+: /, "", name); sub(/ *$/, "", name) }
/\[Check [0-9]+\]/ { step = $0; sub(/^ *\[Check [0-9]+\] */, "", step); wanted = "" }
/CHECK .*FAILED/ { check = $0; sub(/^ *CHECK */, "", check); sub(/ *:? *FAILED.*/, "", check) }
/EXPECTED  / { wanted = $3 }
/RECEIVED  / { got = $3 }

function ends(result) {
	count[int(number / 100), result]++
	count[0, result]++
}

/ : CONFORMANT$/ { ends("passed") }
/ : SKIPPED$/ { ends("skipped") }
/ : NON CONFORMANT$/ {
	ends("failed")
	failure[++failures] = number " " name ": " step ": " \
		(wanted == "" ? tolower(check) : "expected " wanted ", received " got)
	wanted = ""
}

function row(name, i) {
	printf "| %s | %d | %d | %d |\n", name, count[i, "passed"], count[i, "failed"],
		count[i, "skipped"]
}

END {
	print "| protocol | passed | failed | skipped |"
	print "|---|---|---|---|"
	for (i = 1; i in protocol; i++)
		row(protocol[i], i)
	row("all", 0)
	print ""
	for (i = 1; i <= failures; i++)
		print failure[i]
}
