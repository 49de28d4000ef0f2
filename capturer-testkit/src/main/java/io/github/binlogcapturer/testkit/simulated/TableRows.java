package io.github.binlogcapturer.testkit.simulated;

import com.google.protobuf.ByteString;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * The committed rows of a table. Thread-safe per row; that two writers do not meet at one row or unique value is up to the locks.
 */
final class TableRows {

    /** A value of a unique key. */
    record UniqueValue(String index, List<@Nullable Object> values) {}

    private final ConcurrentMap<List<@Nullable Object>, ByteString> byKey = new ConcurrentHashMap<>();
    private final ConcurrentMap<UniqueValue, List<@Nullable Object>> keyByUnique = new ConcurrentHashMap<>();

    @Nullable
    ByteString get(List<@Nullable Object> key) {
        return byKey.get(key);
    }

    @Nullable
    List<@Nullable Object> keyOf(UniqueValue value) {
        return keyByUnique.get(value);
    }

    Map<List<@Nullable Object>, ByteString> all() {
        return byKey;
    }

    /** Puts what a transaction made of rows; empty stands for a row that is gone. */
    void apply(Map<List<@Nullable Object>, Optional<ByteString>> written, UniqueKeys uniqueKeys) {
        // first all that goes, since a unique value may move from one row to another
        for (List<@Nullable Object> key : written.keySet()) {
            ByteString old = byKey.remove(key);
            if (old != null) {
                uniqueKeys.of(old).forEach(keyByUnique::remove);
            }
        }
        Map<List<@Nullable Object>, ByteString> put = new HashMap<>();
        written.forEach((key, row) -> row.ifPresent(bytes -> put.put(key, bytes)));
        put.forEach((key, bytes) -> {
            byKey.put(key, bytes);
            uniqueKeys.of(bytes).forEach(value -> keyByUnique.put(value, key));
        });
    }

    /** Tells a row's unique values. */
    interface UniqueKeys {
        List<UniqueValue> of(ByteString row);
    }
}
