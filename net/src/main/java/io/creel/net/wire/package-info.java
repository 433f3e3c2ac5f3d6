/**
 * Bytes of a frame and what they mean.
 *
 * <p>
 * The rule of this package: <b>any bytes are fine</b>. Parsing answers with a {@link io.creel.net.wire.DropReason},
 * never with an exception and never with a read past the end. A view ({@code Ipv4}, {@code Tcp}, …) is a set of static
 * methods over a frame and an offset and allocates nothing; its layout stands in the {@code *Descriptor} next to it. An
 * accessor may be called once its header has passed {@link io.creel.net.wire.HeaderParser}; before that an offset out
 * of bounds is the caller's error and throws {@link java.lang.IndexOutOfBoundsException}.
 *
 * <p>
 * Nothing here is synchronised: a frame is used by its one owner.
 */
package io.creel.net.wire;
