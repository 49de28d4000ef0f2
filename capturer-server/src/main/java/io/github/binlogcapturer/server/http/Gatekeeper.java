package io.github.binlogcapturer.server.http;

import com.sun.net.httpserver.Headers;
import io.github.binlogcapturer.server.config.HttpSettings;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Decides who may control. With a token configured, whoever shows it. Without one, only who calls a loopback address by a loopback name
 * and does not come from another page: a web page that some browser of this machine has open can send requests here too, under
 * its own origin, or under a name of its own that it lets point to 127.0.0.1.
 */
final class Gatekeeper {

    private static final List<String> LOOPBACK_NAMES = List.of("localhost", "127.0.0.1", "[::1]");
    private static final String SCHEME = "bearer ";

    private final HttpSettings settings;
    private final boolean loopback;

    Gatekeeper(HttpSettings settings) {
        this.settings = settings;
        this.loopback = isLoopback(settings.bind());
    }

    static boolean isLoopback(String address) {
        try {
            return InetAddress.getByName(address).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false; // then listening there fails too, and says so
        }
    }

    /** Returns why a request may not control, or empty if it may. */
    Optional<Answer> refuse(Headers headers) {
        Optional<String> token = settings.token();
        if (token.isPresent()) {
            return showsToken(headers, token.get())
                    ? Optional.empty()
                    : Optional.of(Answer.error(
                                    401,
                                    "Control needs the token of the configuration (http.token); send it as"
                                            + " \"Authorization: Bearer TOKEN\"")
                            .with("WWW-Authenticate", "Bearer"));
        }
        if (!loopback) {
            return Optional.of(Answer.error(
                    403,
                    "Control is refused, since this listens beyond this machine and has no token; configure http.token and"
                            + " send it as \"Authorization: Bearer TOKEN\", or bind to 127.0.0.1"));
        }
        return isLocal(headers)
                ? Optional.empty()
                : Optional.of(Answer.error(
                        403,
                        "Control without a token is for callers of http://127.0.0.1 or http://localhost, and not for other"
                                + " pages or through proxies; configure http.token for those"));
    }

    private static boolean showsToken(Headers headers, String token) {
        String shown = first(headers, "Authorization");
        if (!shown.toLowerCase(Locale.ROOT).startsWith(SCHEME)) {
            return false;
        }
        // hashes are of one length, so that the time taken tells nothing of the token's
        return MessageDigest.isEqual(hash(shown.substring(SCHEME.length()).strip()), hash(token));
    }

    private static byte[] hash(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    private static boolean isLocal(Headers headers) {
        List<String> origins = headers.getOrDefault("Origin", List.of());
        List<String> hosts = headers.getOrDefault("Host", List.of());
        return hosts.size() == 1
                && LOOPBACK_NAMES.contains(name(hosts.get(0)))
                && origins.stream().allMatch(origin -> isOf(hosts.get(0), origin))
                && !first(headers, "Sec-Fetch-Site").equals("cross-site");
    }

    /** Without the port. */
    private static String name(String host) {
        int colon = host.lastIndexOf(':');
        String name = colon > host.lastIndexOf(']') ? host.substring(0, colon) : host;
        return name.toLowerCase(Locale.ROOT);
    }

    private static boolean isOf(String host, String origin) {
        try {
            return host.equalsIgnoreCase(URI.create(origin).getRawAuthority());
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static String first(Headers headers, String name) {
        String value = headers.getFirst(name);
        return value == null ? "" : value;
    }
}
