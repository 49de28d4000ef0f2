package io.github.binlogcapturer.sink.mysql.internal.session;

import io.github.binlogcapturer.error.ConfigurationException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A JDBC URL whose user and password were taken out of it. Its parameters may still hold secrets, so {@link #shown} leaves them out. */
public record TargetUrl(
        String url,
        @Nullable String user,
        @Nullable Secret password,
        @Nullable String database) {

    /**
     * Takes a URL apart.
     *
     * @throws ConfigurationException if it is of neither driver, or of a form in which an account may hide; the message does not show it
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
        String bare = parts.withoutAccounts(place, hosts + 2);
        String rest = query < 0 ? "" : parts.withoutSecrets(given.substring(query + 1));
        if (bare.indexOf('@') >= 0 || rest.indexOf('@') >= 0) {
            throw new ConfigurationException("The URL of the target has an @ that belongs to no account. Give user and"
                    + " password by user(...) and password(...), and properties with an @ by property(name, value)");
        }
        int slash = bare.indexOf('/', hosts + 2);
        String name = slash < 0 ? "" : bare.substring(slash + 1);
        return new TargetUrl(bare + rest, parts.user, parts.password, name.isEmpty() ? null : decoded(name));
    }

    /** Returns what of a parsed URL may be shown: scheme, hosts and database. */
    static String shown(String url) {
        int query = url.indexOf('?');
        return query < 0 ? url : url.substring(0, query);
    }

    /** Returns the value of a parameter, whatever the case of its name, or null. */
    public @Nullable String parameter(String name) {
        int query = url.indexOf('?');
        for (String parameter :
                query < 0 ? new String[0] : url.substring(query + 1).split("&", -1)) {
            int equals = parameter.indexOf('=');
            if (equals >= 0 && parameter.substring(0, equals).strip().equalsIgnoreCase(name)) {
                return decoded(parameter.substring(equals + 1));
            }
        }
        return null;
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return text; // a percent sign that stands for itself
        }
    }

    /** Returns scheme, hosts and database. */
    @Override
    public String toString() {
        return shown(url);
    }

    private static final class Parts {

        private static final Pattern HOST = Pattern.compile("(\\[[^\\]]*\\]|[^:\\[\\]]*)(:\\d{0,5})?");

        private @Nullable String user;
        private @Nullable Secret password;

        /** Takes {@code user:password@} from in front of the hosts, or of each of them. */
        String withoutAccounts(String place, int from) {
            int slash = place.lastIndexOf('/');
            int end = slash >= from ? slash : place.length();
            String[] hosts = place.substring(from, end).split(",", -1);
            for (int i = 0; i < hosts.length; i++) {
                hosts[i] = withoutAccount(hosts[i], i == 0);
            }
            return place.substring(0, from) + String.join(",", hosts) + place.substring(end);
        }

        private String withoutAccount(String text, boolean first) {
            int at = text.lastIndexOf('@');
            String host = text.substring(at + 1);
            if (host.indexOf('(') >= 0 || !HOST.matcher(host).matches()) {
                throw new ConfigurationException("The hosts in the URL of the target have the form host:port, with"
                        + " commas in between; forms with parentheses are not taken. Give user and password by"
                        + " user(...) and password(...)");
            }
            if (at >= 0) {
                take(text.substring(0, at), first);
            }
            return host;
        }

        private void take(String account, boolean first) {
            int colon = account.indexOf(':');
            String name = decoded(colon < 0 ? account : account.substring(0, colon));
            Secret secret = colon < 0 ? null : new Secret(decoded(account.substring(colon + 1)));
            if (!first && !(name.equals(user) && isSame(secret))) {
                throw new ConfigurationException("The URL of the target has different accounts, or a comma inside of"
                        + " one. Give user and password by user(...) and password(...)");
            }
            user = name;
            password = secret;
        }

        private boolean isSame(@Nullable Secret other) {
            return Objects.equals(text(password), text(other));
        }

        private static @Nullable String text(@Nullable Secret secret) {
            return secret == null ? null : secret.value();
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
