/**
 * TAS: every 10 ms the idle time of the active workers is averaged (seven eighths old, one eighth new); less than 0.2 of a core
 * idle adds one, more than 1.25 gives one back; ten rounds of hold-off after a change. Source: TAS (Kaufmann et al., EuroSys
 * 2019, source read).
 */
package io.creel.schedulers.scaling.tas;
