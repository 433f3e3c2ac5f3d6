/** The echo services of RFC 862, over TCP and UDP. */
@NullMarked
package io.creel.servers.echo;

import org.jspecify.annotations.NullMarked;
