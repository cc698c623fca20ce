# SPDX-License-Identifier: GPL-2.0-only
# The pictures of a report, one after the other. Started in a folder of its own
# as: gnuplot -d -c pictures.gp FORMAT LEGEND UNIT "PICTURE..."
# FORMAT is svg, png or pdf, LEGEND is legend or bare (the page around it has
# one), UNIT is that of times, a PICTURE is the name of a template beside this
# file and of its data, NAME.dat. None of these comes from a profile, and of the
# data text is only what the reader draws as it is: titles and labels.
format = ARG1
legend = ARG2 eq "legend"
unit = ARG3
names = ARG4
folder = ARG0[1:strlen(ARG0) - strlen("pictures.gp")]

colors = "#2a78d6 #eb6834 #1baf7a #eda100 #4a3aa7 #e87ba4 #008300 #e34948"
color(i) = word(colors, i)
gray = "#898781"
ink = "#52514e"
axis = "#c3c2b7"
grid = "#e1e0d9"

# Tics of a logarithmic axis: some of each decade, by how many of these it has.
low_decade(low) = floor(log10(low))
high_decade(high) = ceil(log10(high))
steps(low, high) = high / low > 2000 ? "1" : high / low > 20 ? "1 2 5" : \
	"1 1.5 2 3 4 5 7"

load folder . "style.gp"
do for [name in names] {
	data = name . ".dat"
	if (format ne "pdf") {
		set output name . "." . format
	}
	load folder . name . ".gp"
	load folder . "style.gp"
}
unset output
