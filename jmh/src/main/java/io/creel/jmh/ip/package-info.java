/** What a segment costs on the way through the lean path. */
package io.creel.jmh.ip;
