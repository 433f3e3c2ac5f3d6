/**
 * Files over HTTP, on the worker that also serves packets. {@link io.creel.servers.file.FileSite} is the handler, {@link
 * io.creel.servers.file.FileReads} the bounded stash in which its coroutines wait for their next block, the earliest
 * deadline first. {@link io.creel.servers.file.DiskReader} is the one part that blocks, on a thread of its own.
 */
@NullMarked
package io.creel.servers.file;

import org.jspecify.annotations.NullMarked;
