/** What the packages of this module share and do not export. */
@NullMarked
package io.creel.schedulers.internal;

import org.jspecify.annotations.NullMarked;
