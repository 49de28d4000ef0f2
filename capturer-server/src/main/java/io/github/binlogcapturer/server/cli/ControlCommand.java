package io.github.binlogcapturer.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.binlogcapturer.server.terminal.SafeText;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A command that speaks to the running program. */
abstract class ControlCommand extends ProgramCommand {

    static final String TOKEN = "CAPTURER_TOKEN";

    @Option(
            names = "--url",
            paramLabel = "URL",
            description = "Where the program listens, http://HOST:PORT; by default as the configuration has it.")
    private @Nullable String url;

    /** Returns what speaks to it; the token comes from the environment or the configuration, never from the command line, which others see. */
    final ControlClient client() {
        Optional<String> token = Optional.ofNullable(System.getenv(TOKEN)).filter(text -> !text.isEmpty());
        if (url != null) {
            if (!url.matches("https?://[^\\s/]+/?")) {
                throw CommandException.usage("--url has to be http://HOST:PORT, but got " + url);
            }
            return new ControlClient(url.replaceFirst("/$", ""), token);
        }
        return ControlClient.of(plan().http(), token);
    }

    /** {@code capturer status}. */
    @Command(
            name = "status",
            header = "Tells how the running program's targets are.",
            footer = {
                "%nExit codes: 0 it runs, 1 it does not answer as it should, 2 wrong usage or configuration, 3 it does not run.",
                "%nExample:",
                "  capturer status --config conf/config.cfg"
            })
    static final class Status extends ControlCommand {

        @Option(names = "--json", description = "Prints the JSON of /api/status.")
        private boolean json;

        @Override
        public Integer call() throws IOException, InterruptedException {
            JsonNode status = client().status();
            if (json) {
                console().out().println(status.toPrettyString());
            } else {
                new StatusText(console().out(), console().colours()).print(status);
            }
            return ExitCodes.FINE;
        }
    }

    /** One that has something done with a target. */
    abstract static class OnTarget extends ControlCommand {

        @Parameters(index = "0", paramLabel = "TARGET", description = "The target's name.")
        private String target = "";

        final String target() {
            return target;
        }

        /** Has it done, and prints the sentence that says so. */
        final Integer carryOut(ControlClient client, String action, String query)
                throws IOException, InterruptedException {
            console().out().println(SafeText.of(client.target(target, action, query)));
            return ExitCodes.FINE;
        }
    }

    /** {@code capturer pause}. */
    @Command(
            name = "pause",
            header = "Stops a target of the running program until it is resumed, over a restart too.",
            footer = {
                "%nThe token of http.token is taken from the configuration, or from CAPTURER_TOKEN in the environment.",
                "%nExit codes: 0 paused, 1 refused, 2 wrong usage or configuration, 3 the program does not run.",
                "%nExample:",
                "  capturer pause mysql"
            })
    static final class Pause extends OnTarget {

        @Override
        public Integer call() throws IOException, InterruptedException {
            return carryOut(client(), "pause", "");
        }
    }

    /** {@code capturer resume}. */
    @Command(
            name = "resume",
            header = "Starts a target of the running program that is paused, waits or has failed.",
            footer = {
                "%nThe token of http.token is taken from the configuration, or from CAPTURER_TOKEN in the environment.",
                "%nExit codes: 0 resumed, 1 refused, 2 wrong usage or configuration, 3 the program does not run.",
                "%nExample:",
                "  capturer resume mysql"
            })
    static final class Resume extends OnTarget {

        @Override
        public Integer call() throws IOException, InterruptedException {
            return carryOut(client(), "resume", "");
        }
    }

    /** {@code capturer skip}. */
    @Command(
            name = "skip",
            header = "Leaves out the transaction at which a target has failed, and starts the target again.",
            description = "%nThe transaction is lost for this target. 'capturer status' names it.",
            footer = {
                "%nThe token of http.token is taken from the configuration, or from CAPTURER_TOKEN in the environment.",
                "%nExit codes: 0 skipped, 1 refused, 2 wrong usage or configuration, 3 the program does not run.",
                "%nExample:",
                "  capturer skip mysql 57000267173068801"
            })
    static final class Skip extends OnTarget {

        @Parameters(
                index = "1",
                paramLabel = "COMMIT_TS",
                description = "The transaction's commit ts, as the failure names it.")
        private long commitTs;

        @Option(
                names = {"-y", "--yes"},
                description = "Does not ask.")
        private boolean yes;

        @Override
        public Integer call() throws IOException, InterruptedException {
            if (commitTs <= 0) {
                throw CommandException.usage("A commit ts is greater than 0, but got " + commitTs);
            }
            ControlClient client = client();
            console()
                    .confirm(
                            "Leave out the transaction at commit ts " + commitTs + "? It is lost for " + target() + ".",
                            yes);
            String query = "?commitTs=" + commitTs + "&confirm=" + commitTs;
            return carryOut(client, "skip", query);
        }
    }
}
