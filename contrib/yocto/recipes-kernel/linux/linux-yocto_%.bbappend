# SPDX-License-Identifier: GPL-2.0-only
# With SCMI_PERF_KERNEL = "1" in local.conf the kernel gets the lines of
# contrib/kernel/scmi-perf.cfg. For another recipe of a kernel that reads fragments, link this
# file to the recipe's name.
FILESEXTRAPATHS:prepend := "${THISDIR}/../../../kernel:"
SRC_URI:append = "${@' file://scmi-perf.cfg' if bb.utils.to_boolean(d.getVar('SCMI_PERF_KERNEL')) else ''}"

python () {
    # Without it the recipe builds without pahole, and so without the kernel's types.
    if bb.utils.to_boolean(d.getVar('SCMI_PERF_KERNEL')):
        d.setVar('KERNEL_DEBUG', 'True')
}
