# SPDX-License-Identifier: GPL-2.0-only
# For an axis of times from low to high: sets logarithmic, and tics for a
# logarithmic axis, whose number per decade depends on the number of decades.
logarithmic = high / low > 4
steps = high / low > 600 ? "1" : high / low > 20 ? "1 2 5" : "1 1.5 2 3 4 5 7"
tics = ""
do for [e = floor(log10(low)) : ceil(log10(high))] {
	do for [s in steps] {
		tics = tics . sprintf("%s\"%g\" %g", tics eq "" ? "" : ", ", \
			s * 10.0 ** e, s * 10.0 ** e)
	}
}
tics = "(" . tics . ")"
