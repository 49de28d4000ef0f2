/** SQL statements: {@link io.github.binlogcapturer.format.internal.sql.SqlEncoder} writes them in one of two shapes. */
@NullMarked
package io.github.binlogcapturer.format.internal.sql;

import org.jspecify.annotations.NullMarked;
