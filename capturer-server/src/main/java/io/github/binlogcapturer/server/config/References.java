package io.github.binlogcapturer.server.config;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Fills in {@code ${env:NAME}} and {@code ${file:PATH}}, so that secrets need not stand in the file. A doubled dollar sign keeps the text. */
final class References {

    private static final Pattern REFERENCE = Pattern.compile("\\$\\$\\{|\\$\\{([^}]*)(}?)");
    private static final int MAX_BYTES = 1 << 20;

    private final Reading reading;
    private final List<String> faults = new ArrayList<>();

    References(Reading reading) {
        this.reading = reading;
    }

    /** Returns a scalar with its references filled in; what cannot be is reported, without any value. */
    Node.Scalar fill(Node.Scalar raw) {
        if (!raw.text().contains("${")) {
            return raw;
        }
        StringBuilder out = new StringBuilder();
        Matcher matcher = REFERENCE.matcher(raw.text());
        while (matcher.find()) {
            matcher.appendReplacement(out, Matcher.quoteReplacement(replacement(matcher)));
        }
        matcher.appendTail(out);
        faults.forEach(fault -> reading.error(raw, fault));
        faults.clear();
        return new Node.Scalar(out.toString(), raw.shown(), raw.empty(), raw.path(), raw.line());
    }

    private String replacement(Matcher matcher) {
        String inner = matcher.group(1);
        if (inner == null) {
            return "${";
        }
        if (inner.startsWith("env:") && !matcher.group(2).isEmpty()) {
            return variable(inner.substring("env:".length()));
        }
        if (inner.startsWith("file:") && !matcher.group(2).isEmpty()) {
            return content(inner.substring("file:".length()));
        }
        return fault(
                "${" + inner + " is no reference; allowed are ${env:NAME} and ${file:PATH}, and $${ for the text ${");
    }

    private String variable(String name) {
        String value = reading.environment().apply(name);
        return value != null ? value : fault("environment variable " + name + " is not set");
    }

    private String content(String path) {
        try {
            Path file = reading.folder().resolve(path);
            if (Files.size(file) > MAX_BYTES) {
                return fault("file " + file + " is larger than 1 MiB, so it holds no setting");
            }
            return new String(Files.readAllBytes(file), StandardCharsets.UTF_8).replaceFirst("\\R$", "");
        } catch (IOException | InvalidPathException e) {
            return fault("file " + path + " cannot be read (" + e.getClass().getSimpleName()
                    + "); it has to exist and this account has to be allowed to read it");
        }
    }

    private String fault(String what) {
        faults.add(what);
        return "";
    }
}
