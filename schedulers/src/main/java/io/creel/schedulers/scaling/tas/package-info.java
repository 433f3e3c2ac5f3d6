/**
 * TAS: every 10 ms the busy time of the workers is averaged (seven eighths old, one eighth new). What the active ones have beyond that is
 * idle: more than 1.25 of a core gives one back, less than 0.2 adds one. The next change comes in the tenth round after the last one at
 * the earliest. Source: TAS (Kaufmann et al., EuroSys 2019, source read).
 */
package io.creel.schedulers.scaling.tas;
