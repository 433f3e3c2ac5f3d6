/** Small programs of a user, as they stand next to a user's own tests. */
package io.creel.oracle.programs;
