/**
 * TAS: every 10 ms the busy time of the workers is averaged (seven eighths old, one eighth new). The rest of the active
 * workers' time is idle time: more than 1.25 cores of it give one worker back, less than 0.2 add one. The next change
 * comes in the tenth round after the last one at the earliest. Source: TAS (Kaufmann et al., EuroSys 2019, source
 * read).
 */
@NullMarked
package io.creel.schedulers.scaling.tas;

import org.jspecify.annotations.NullMarked;
