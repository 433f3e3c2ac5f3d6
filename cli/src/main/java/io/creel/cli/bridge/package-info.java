/**
 * The command {@code creel socket-bridge}: lets tools in other languages test the IP path. A tool makes socket calls,
 * sends and receives IP packets, and moves the clock, over a UNIX stream socket.
 *
 * <p>
 * {@link io.creel.cli.bridge.BridgeServer} reads and writes records; {@link io.creel.cli.bridge.BridgeCalls} says what
 * each call does; {@link io.creel.cli.bridge.VirtualHost} is the host under test, in virtual time. One thread runs all
 * of it, so nothing here is shared. {@code docs/socket-bridge.md} specifies the protocol.
 */
package io.creel.cli.bridge;
