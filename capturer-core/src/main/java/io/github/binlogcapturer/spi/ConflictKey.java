package io.github.binlogcapturer.spi;

import java.util.List;
import java.util.Objects;

/**
 * One key whose equal values conflict. A NULL in any part makes the key count for nothing in that image, as in SQL.
 *
 * @param name what is unique at the target, such as {@code shop.orders.PRIMARY}; keys of one name share their values, whichever table
 *     of the source they come from
 * @param parts its parts in order, at least one
 * @param role what the row is to the value
 */
public record ConflictKey(String name, List<KeyPart> parts, Role role) {

    public ConflictKey {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(role, "role");
        parts = List.copyOf(parts);
        if (parts.isEmpty()) {
            throw new IllegalArgumentException("Conflict key " + name + " has no parts");
        }
    }

    /** What a row is to a value of a key. */
    public enum Role {
        /** The row holds the value: changes of rows with it are in order. */
        OWN,
        /** The row refers to the value, as a foreign key does: in order with changes that own it, not with others that refer to it. */
        REFER
    }
}
