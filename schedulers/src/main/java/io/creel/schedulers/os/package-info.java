/**
 * The operating system: which cores the workers run on, how much of a core they get, and which other threads keep off.
 * Begin with {@link io.creel.schedulers.os.OsSettings}.
 *
 * <p>
 * Rules of this package: nothing here is needed to run. A setting that this machine, this user or this container
 * refuses is logged once, with what is lost by it, and the program goes on. What reaches beyond the worker's own thread
 * is undone at the close; what outlives a killed process is written down first, see {@code UndoJournal}. Files and
 * system calls are injected, so that refusals are tests.
 */
@NullMarked
package io.creel.schedulers.os;

import org.jspecify.annotations.NullMarked;
