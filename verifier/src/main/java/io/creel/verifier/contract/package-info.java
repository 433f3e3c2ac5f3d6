/**
 * What the annotations say: contracts of classes, methods, parameters and fields, read from class files and from
 * external specification files. Nothing here knows a rule of a specific class.
 */
package io.creel.verifier.contract;
