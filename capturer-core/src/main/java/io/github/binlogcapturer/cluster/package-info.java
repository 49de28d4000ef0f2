/**
 * A BaikalDB cluster as its operators see it: tables, their links to binlog tables, regions. For tools; a capture needs none of it.
 */
@NullMarked
package io.github.binlogcapturer.cluster;

import org.jspecify.annotations.NullMarked;
