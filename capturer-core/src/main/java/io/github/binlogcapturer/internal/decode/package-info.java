/**
 * From bytes to changes: {@link io.github.binlogcapturer.internal.decode.EntryParser} finds the parts of an entry,
 * {@link io.github.binlogcapturer.internal.decode.TransactionDecoder} makes a transaction of joined pieces, with rows paired to changes
 * in an order that ends in the final state. Relies on the schemas of {@code internal.schema}.
 */
@NullMarked
package io.github.binlogcapturer.internal.decode;

import org.jspecify.annotations.NullMarked;
