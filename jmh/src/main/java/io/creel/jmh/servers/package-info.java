/** Servers over Creel's own TCP and over the kernel's, and what asks them: programs of their own, on a core each. */
package io.creel.jmh.servers;
