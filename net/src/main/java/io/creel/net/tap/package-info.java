/** TAP: an Ethernet link whose other end is an interface of this machine's own kernel. */
package io.creel.net.tap;
