/** The coroutine and its handle. */
package io.creel.core;
