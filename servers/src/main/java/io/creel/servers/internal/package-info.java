/** Parts that the services share and no other module sees. */
@NullMarked
package io.creel.servers.internal;

import org.jspecify.annotations.NullMarked;
