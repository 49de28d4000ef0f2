/**
 * Asks BaikalDB's meta servers: {@link io.github.binlogcapturer.internal.meta.MetaClient} knows tables, regions and the current
 * timestamp, and finds the leaders that do. The rest is what every client of the cluster needs, stores included: the
 * {@link io.github.binlogcapturer.internal.meta.Transport}, its failures, and waits that end when something is closed.
 */
@NullMarked
package io.github.binlogcapturer.internal.meta;

import org.jspecify.annotations.NullMarked;
