package io.github.binlogcapturer.sink.mysql.internal.session;

import io.github.binlogcapturer.error.ConfigurationException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A JDBC URL whose user and password were taken out of it. */
public record TargetUrl(
        String url,
        @Nullable String user,
        @Nullable Secret password,
        @Nullable String database) {

    /**
     * Takes a URL apart.
     *
     * @throws ConfigurationException if it is of neither driver; the message does not show it
     */
    public static TargetUrl parse(String text) {
        String given = text.strip();
        DriverKind.of(given);
        int hosts = given.indexOf("//");
        if (hosts < 0) {
            throw new ConfigurationException(
                    "The URL of the target has the form jdbc:mysql://host:port/database, but the given one has no \"//\"");
        }
        int query = given.indexOf('?', hosts);
        String place = query < 0 ? given : given.substring(0, query);
        Parts parts = new Parts();
        String bare = parts.withoutAccount(place, hosts + 2);
        String rest = query < 0 ? "" : parts.withoutSecrets(given.substring(query + 1));
        int slash = bare.indexOf('/', hosts + 2);
        String name = slash < 0 ? "" : bare.substring(slash + 1);
        return new TargetUrl(bare + rest, parts.user, parts.password, name.isEmpty() ? null : decoded(name));
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return text; // a percent sign that stands for itself
        }
    }

    /** Returns the URL without an account. */
    @Override
    public String toString() {
        return url;
    }

    private static final class Parts {

        private @Nullable String user;
        private @Nullable Secret password;

        /** Takes {@code user:password@} from in front of the host. */
        String withoutAccount(String place, int from) {
            int slash = place.lastIndexOf('/');
            int at = place.lastIndexOf('@', slash >= from ? slash : place.length());
            if (at < from) {
                return place;
            }
            String account = place.substring(from, at);
            int colon = account.indexOf(':');
            user = decoded(colon < 0 ? account : account.substring(0, colon));
            if (colon >= 0) {
                password = new Secret(decoded(account.substring(colon + 1)));
            }
            return place.substring(0, from) + place.substring(at + 1);
        }

        /** Takes user and password from among the parameters; gives back the others with their question mark. */
        String withoutSecrets(String parameters) {
            List<String> kept = new ArrayList<>();
            for (String parameter : parameters.split("&", -1)) {
                int equals = parameter.indexOf('=');
                String name = equals < 0 ? parameter : parameter.substring(0, equals);
                String value = equals < 0 ? "" : parameter.substring(equals + 1);
                switch (name.strip().toLowerCase(Locale.ROOT)) {
                    case "user" -> user = decoded(value);
                    case "password" -> password = new Secret(decoded(value));
                    default -> kept.add(parameter);
                }
            }
            return kept.isEmpty() ? "" : "?" + String.join("&", kept);
        }
    }
}
