/** Blocking HTTP on virtual threads: the servers, and the load from another process. */
package io.creel.jmh.http;
