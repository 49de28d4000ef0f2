package io.github.binlogcapturer.server.cli;

import io.github.binlogcapturer.error.CapturerException;
import io.github.binlogcapturer.server.logging.SecretMask;
import io.github.binlogcapturer.server.terminal.SafeText;
import io.github.binlogcapturer.server.terminal.Style;
import io.github.binlogcapturer.spi.SinkFinding;
import java.util.List;
import java.util.Optional;

/** Prints findings as they come, one line each, and counts what is wrong. Not thread-safe. */
final class CheckList {

    /** One look at something that may not be reachable. */
    interface Look<T> {
        T at() throws InterruptedException;
    }

    private final Console console;
    private int wrong;

    CheckList(Console console) {
        this.console = console;
    }

    void title(String text) {
        console.out().println(console.colours().paint(Style.BOLD, SafeText.of(text)));
    }

    void ok(String what) {
        console.out().println(console.colours().paint(Style.GREEN, "OK ") + "  " + shown(what));
        console.out().flush();
    }

    void bad(String what, String remedy) {
        wrong++;
        console.out().println(console.colours().paint(Style.RED, "BAD") + "  " + shown(what) + " -> " + shown(remedy));
        console.out().flush();
    }

    void add(List<SinkFinding> findings) {
        for (SinkFinding finding : findings) {
            if (finding.ok()) {
                ok(finding.what());
            } else {
                bad(finding.what(), finding.remedy());
            }
        }
    }

    /** Looks at something; an exception is a finding, and empty is returned. */
    <T> Optional<T> look(String what, String remedy, Look<T> look) throws InterruptedException {
        try {
            return Optional.of(look.at());
        } catch (CapturerException e) {
            bad(what + ": " + e.getMessage(), remedy);
            return Optional.empty();
        }
    }

    int wrong() {
        return wrong;
    }

    private static String shown(String text) {
        return SafeText.of(SecretMask.mask(text.replaceAll("\\s*\\R\\s*", " ")));
    }
}
