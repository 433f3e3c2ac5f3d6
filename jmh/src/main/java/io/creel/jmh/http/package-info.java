/** Blocking HTTP on virtual threads: the servers, and the load that another process puts on them. */
package io.creel.jmh.http;
