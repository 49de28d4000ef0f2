/** Sessions with the target: connections, the lanes that write, and what each error of a server means for them. */
@NullMarked
package io.github.binlogcapturer.sink.mysql.internal.session;

import org.jspecify.annotations.NullMarked;
