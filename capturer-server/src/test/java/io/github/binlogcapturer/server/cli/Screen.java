package io.github.binlogcapturer.server.cli;

import io.github.binlogcapturer.server.terminal.Colours;
import java.io.BufferedReader;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A console in memory. */
final class Screen {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final Console console;

    private Screen(boolean colours, @Nullable String answers) {
        console = new Console(
                new PrintWriter(out, true),
                new PrintWriter(err, true),
                Colours.of(colours),
                false,
                Optional.ofNullable(answers).map(text -> new BufferedReader(new StringReader(text))));
    }

    /** Returns one where nobody answers. */
    static Screen silent() {
        return new Screen(false, null);
    }

    /** Returns one where somebody types. */
    static Screen answering(String answers) {
        return new Screen(false, answers);
    }

    static Screen coloured() {
        return new Screen(true, null);
    }

    Console console() {
        return console;
    }

    String out() {
        return out.toString();
    }

    String err() {
        return err.toString();
    }
}
