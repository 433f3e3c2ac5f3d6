/** What surrounds the programs of the corpus and is woven like them, so that the checks know who owned what. */
package io.creel.oracle.woven;
