/**
 * Files over HTTP, on the worker that also serves packets. {@link io.creel.servers.file.FileSite} is the handler.
 * {@link io.creel.servers.file.FileReads} is the bounded stash in which its coroutines wait for their next block, the
 * earliest deadline first. One helper thread opens, reads and closes the files; no other part blocks.
 */
@NullMarked
package io.creel.servers.file;

import org.jspecify.annotations.NullMarked;
