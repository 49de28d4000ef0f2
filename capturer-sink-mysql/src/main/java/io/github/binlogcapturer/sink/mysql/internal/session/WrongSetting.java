package io.github.binlogcapturer.sink.mysql.internal.session;

import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Tells a first connection that no waiting brings about, as with TLS that the server does not have, from a server that is down. */
final class WrongSetting {

    private static final int MAX_CAUSES = 16;
    private static final Set<String> STATES = Set.of("08001", "08S01", "08000");
    private static final String OTHER = "look at the driver's settings, which property(name, value) changes";

    private WrongSetting() {}

    /** Returns what to do about it, or null where the server may just be down. */
    static @Nullable String remedy(SQLException error) {
        List<Throwable> chain = chain(error);
        if (has(chain, UnknownHostException.class::isInstance)) {
            return "check the host's name in the URL";
        }
        if (ErrorTable.codeOf(error) == ErrorTable.HOST_NOT_ALLOWED) {
            return "create the user for the host that the sink connects from";
        }
        if (ErrorTable.codeOf(error) > 0 || !isOfConnecting(chain) || isTrouble(chain)) {
            return null;
        }
        if (says(chain, "public key")) {
            return "connect with TLS, or allow it by property(\"allowPublicKeyRetrieval\", \"true\")";
        }
        boolean tls = has(chain, SSLException.class::isInstance) || says(chain, "ssl") || says(chain, "tls");
        return tls
                ? "check sslMode and the certificates, by property(\"sslMode\", ...) and the driver's properties for them"
                : OTHER;
    }

    private static boolean isOfConnecting(List<Throwable> chain) {
        return has(chain, at -> at instanceof SQLException sql && STATES.contains(String.valueOf(sql.getSQLState())));
    }

    /** A handshake that breaks off has such a cause too, below the TLS one. */
    private static boolean isTrouble(List<Throwable> chain) {
        return has(
                        chain,
                        at -> at instanceof SocketException
                                || at instanceof SocketTimeoutException
                                || at instanceof EOFException)
                || says(chain, "connection refused")
                || (has(chain, IOException.class::isInstance) && !has(chain, SSLException.class::isInstance));
    }

    private static boolean says(List<Throwable> chain, String words) {
        return has(
                chain,
                at -> String.valueOf(at.getMessage()).toLowerCase(Locale.ROOT).contains(words));
    }

    private static boolean has(List<Throwable> chain, Predicate<Throwable> test) {
        return chain.stream().anyMatch(test);
    }

    private static List<Throwable> chain(Throwable error) {
        List<Throwable> chain = new ArrayList<>();
        for (Throwable at = error; at != null && chain.size() < MAX_CAUSES; at = at.getCause()) {
            chain.add(at);
        }
        return chain;
    }
}
