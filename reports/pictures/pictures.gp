# SPDX-License-Identifier: GPL-2.0-only
# The pictures, one after the other. Started in a folder of its own
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

do for [name in names] {
	data = name . ".dat"
	tall = 1
	reset
	load folder . name . ".gp"
}
unset output
