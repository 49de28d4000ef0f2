package io.github.binlogcapturer.server.config;

import java.util.Optional;
import java.util.regex.Pattern;

/** A JDBC URL without an account in it, since it is shown. */
record JdbcUrlKind() implements Kind<String> {

    private static final Pattern ACCOUNT = Pattern.compile("@|[?&](user|password)=", Pattern.CASE_INSENSITIVE);

    @Override
    public String form() {
        return "a URL such as jdbc:mysql://host:3306/database, without an account";
    }

    @Override
    public Optional<String> read(Node node, Reading reading) {
        Optional<String> url = Kinds.TEXT.read(node, reading);
        if (url.isPresent() && ACCOUNT.matcher(url.get()).find()) {
            reading.error(
                    node,
                    "holds an account or an @, which would be shown; give user and password as keys of their own");
            return Optional.empty();
        }
        return url;
    }

    @Override
    public Object plain(String value) {
        return value;
    }
}
