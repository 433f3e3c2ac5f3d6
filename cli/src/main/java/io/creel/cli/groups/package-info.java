/** Groups of workers that grow and shrink on real cores: their costs, what they give back, and exact accounting. */
package io.creel.cli.groups;
