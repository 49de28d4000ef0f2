package io.github.binlogcapturer.internal.meta;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Addresses of servers as {@code host:port}. */
public final class Addresses {

    private static final Pattern HOST_AND_PORT = Pattern.compile("[^\\s:]+:\\d{1,5}|\\[[0-9a-fA-F:.]+]:\\d{1,5}");

    private Addresses() {}

    /**
     * Returns the address of a leader as servers name it, or null where they know none. Some answers carry a raft peer,
     * {@code ip:port:index}; {@code 0.0.0.0:0} with or without an index stands for nobody.
     */
    public static @Nullable String ofLeader(String leader) {
        String[] parts = leader.split(":", 3);
        if (parts.length < 2 || parts[0].equals("0.0.0.0") || parts[1].equals("0")) {
            return null;
        }
        String address = parts[0] + ":" + parts[1];
        return isHostAndPort(address) ? address : null;
    }

    /** Returns whether a text is {@code host:port}; an IPv6 host stands in brackets. */
    public static boolean isHostAndPort(String text) {
        return HOST_AND_PORT.matcher(text).matches()
                && Integer.parseInt(text.substring(text.lastIndexOf(':') + 1)) <= 65_535;
    }
}
