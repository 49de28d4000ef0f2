/**
 * What a target knows to be done, kept inside of its own transactions: the table, who may write it, and how the outcome of a lost commit
 * is found out.
 */
@NullMarked
package io.github.binlogcapturer.sink.mysql.internal.progress;

import org.jspecify.annotations.NullMarked;
