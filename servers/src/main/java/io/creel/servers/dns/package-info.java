/** A DNS responder over UDP: it answers from one zone that it is told, and refuses every other name (RFC 1035). */
@NullMarked
package io.creel.servers.dns;

import org.jspecify.annotations.NullMarked;
