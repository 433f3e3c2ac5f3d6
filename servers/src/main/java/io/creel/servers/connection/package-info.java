/**
 * What every protocol over TCP needs: {@link io.creel.servers.connection.SocketInput} holds received bytes that are not
 * parsed yet, {@link io.creel.servers.connection.SocketOutput} gathers what is to be sent. Both have a fixed size and a
 * deadline for the peer. They are borrowed only while a connection has work to do, so an idle one holds no buffer.
 */
@NullMarked
package io.creel.servers.connection;

import org.jspecify.annotations.NullMarked;
