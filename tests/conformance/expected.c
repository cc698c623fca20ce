// SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause)
/* The values that Arm's suite expects from the software platform. */
#include "pal_interface.h"
#include "platform.h"

/* The platform knows one agent, which may not change what other agents may do. */
uint32_t pal_check_trusted_agent(uint32_t agent_id)
{
	(void)agent_id;
	return 0;
}

/* Only for trusted agents. */
uint32_t pal_agent_get_accessible_device(uint32_t agent_id)
{
	(void)agent_id;
	return 0;
}

uint32_t pal_device_get_accessible_protocol(uint32_t device_id)
{
	(void)device_id;
	return SCMI_ID_BASE;
}

uint32_t pal_agent_get_inaccessible_device(uint32_t agent_id)
{
	(void)agent_id;
	return 0;
}

char *pal_base_get_expected_vendor_name(void)
{
	return "scmi-perf";
}

char *pal_base_get_expected_subvendor_name(void)
{
	return "reference";
}

uint32_t pal_base_get_expected_implementation_version(void)
{
	return 1;
}

uint32_t pal_base_get_expected_num_agents(void)
{
	return 1;
}

/* All of the specification but Base, and the vendor's. */
uint32_t pal_base_get_expected_num_protocols(void)
{
	return SCMI_NR_PROTOCOLS;
}

uint32_t pal_clock_get_expected_num_clocks(void)
{
	return SCMI_NR_CLOCKS;
}

uint32_t pal_clock_get_expected_max_async_cmd(void)
{
	return SCMI_MAX_ASYNC;
}

/* A range has three numbers. */
uint32_t pal_clock_get_expected_number_of_rates(uint32_t clock_id)
{
	return clock_id % 2 ? 16 : 3;
}

uint32_t pal_check_clock_config_change_support(uint32_t clock_id)
{
	(void)clock_id;
	return 0; /* supported */
}

uint32_t pal_sensor_get_expected_num_sensors(void)
{
	return SCMI_NR_SENSORS;
}

uint32_t pal_performance_get_expected_num_domains(void)
{
	return SCMI_NR_PERF_DOMAINS;
}

uint8_t *pal_performance_get_expected_name(uint32_t domain_id)
{
	return (uint8_t *)(domain_id ? "ref-perf1" : "ref-perf0");
}

uint32_t pal_performance_get_expected_number_of_level(uint32_t domain_id)
{
	(void)domain_id;
	return 5;
}

uint32_t pal_power_get_expected_num_domains(void)
{
	return SCMI_NR_POWER_DOMAINS;
}

uint32_t pal_reset_get_expected_num_domains(void)
{
	return SCMI_NR_RESETS;
}

uint8_t *pal_reset_get_expected_name(uint32_t domain_id)
{
	return (uint8_t *)(domain_id ? "ref-reset1" : "ref-reset0");
}

/* The platform has no statistics in shared memory. */
#define NO_STATISTICS(protocol)                                      \
	uint32_t pal_##protocol##_get_expected_stats_addr_low(void)  \
	{                                                            \
		return 0;                                            \
	}                                                            \
	uint32_t pal_##protocol##_get_expected_stats_addr_high(void) \
	{                                                            \
		return 0;                                            \
	}                                                            \
	uint32_t pal_##protocol##_get_expected_stats_addr_len(void)  \
	{                                                            \
		return 0;                                            \
	}

NO_STATISTICS(sensor)
NO_STATISTICS(performance)
NO_STATISTICS(power)
