package io.github.binlogcapturer.testkit.simulated;

import com.google.protobuf.ByteString;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * The committed rows of a table. Thread-safe per row; that two writers do not meet at one row or unique value is up to the locks.
 */
final class TableRows {

    /** A value of a unique key. */
    record UniqueValue(String index, List<@Nullable Object> values) {}

    /** What a transaction made of a row; null where it is gone. */
    record Write(@Nullable ByteString row) {}

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

    /** Puts what a transaction made of rows. */
    void apply(Map<List<@Nullable Object>, Write> written, UniqueKeys uniqueKeys) {
        // first all that goes, since a unique value may move from one row to another
        for (List<@Nullable Object> key : written.keySet()) {
            ByteString old = byKey.remove(key);
            if (old != null) {
                uniqueKeys.of(old).forEach(keyByUnique::remove);
            }
        }
        written.forEach((key, write) -> {
            ByteString row = write.row();
            if (row != null) {
                byKey.put(key, row);
                uniqueKeys.of(row).forEach(value -> keyByUnique.put(value, key));
            }
        });
    }

    /** Tells a row's unique values. */
    interface UniqueKeys {
        List<UniqueValue> of(ByteString row);
    }
}
