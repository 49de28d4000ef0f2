/**
 * A BaikalDB cluster as its operators see it: tables, their links to binlog tables, regions. For tools; a capture needs none of it.
 * {@link io.github.binlogcapturer.cluster.BaikalCluster} is where to begin, the rest is what it tells and takes.
 */
@NullMarked
package io.github.binlogcapturer.cluster;

import org.jspecify.annotations.NullMarked;
