/** What surrounds the programs of the corpus and is woven like them, so that the checks know each owner. */
package io.creel.oracle.woven;
