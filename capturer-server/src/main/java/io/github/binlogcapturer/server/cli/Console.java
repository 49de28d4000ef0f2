package io.github.binlogcapturer.server.cli;

import io.github.binlogcapturer.server.terminal.Colours;
import io.github.binlogcapturer.server.terminal.Progress;
import io.github.binlogcapturer.server.terminal.Terminals;
import io.github.binlogcapturer.spi.CaptureClock;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Optional;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * Where a command prints, and whom it asks.
 *
 * @param colours of what goes to {@code out}
 * @param live whether {@code err} is a terminal, where a progress bar can be drawn
 * @param in where answers come from, empty where nobody is there to answer
 */
record Console(PrintWriter out, PrintWriter err, Colours colours, boolean live, Optional<BufferedReader> in) {

    /** Returns the process's own. */
    static Console system() {
        Optional<BufferedReader> in = Terminals.isInput()
                ? Optional.of(new BufferedReader(new InputStreamReader(System.in, UTF_8)))
                : Optional.empty();
        return new Console(
                new PrintWriter(System.out, true, UTF_8),
                new PrintWriter(System.err, true, UTF_8),
                Colours.of(Terminals.hasColours()),
                Terminals.isError(),
                in);
    }

    /** Returns the same without colours. */
    Console plain() {
        return new Console(out, err, Colours.of(false), live, in);
    }

    /** Begins to show how far a long piece of work is. */
    Progress progress(String unit) {
        return Progress.start(err, live, CaptureClock.system(), unit);
    }

    /**
     * Asks whether to go on.
     *
     * @param agreed whether the command line has said so already
     * @throws CommandException if the answer is no, or nobody is there to answer
     */
    void confirm(String question, boolean agreed) throws IOException {
        if (agreed) {
            return;
        }
        BufferedReader answers = in.orElseThrow(() -> CommandException.usage(
                question + " Nobody is there to answer, since standard input is no terminal; say it with --yes"));
        err.print(question + " [y/N] ");
        err.flush();
        String answer = answers.readLine();
        String said = answer == null ? "" : answer.strip().toLowerCase(Locale.ROOT);
        if (!said.equals("y") && !said.equals("yes")) {
            throw CommandException.problem("Nothing was changed");
        }
    }
}
