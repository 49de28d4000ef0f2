package io.github.binlogcapturer.server.cli;

import io.github.binlogcapturer.StartPosition;
import io.github.binlogcapturer.event.ChangeType;
import io.github.binlogcapturer.server.config.ServerPlan;
import io.github.binlogcapturer.server.original.RowRule;
import io.github.binlogcapturer.server.terminal.Terminals;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code capturer tail}. */
@Command(
        name = "tail",
        header = "Prints changes live, as a target would get them.",
        description = "%nReads the cluster by itself, beside a running capture, and touches no position.",
        footer = {
            "%nExit codes: 0 done, 1 a problem, 2 wrong usage or configuration, 130 ended by Ctrl-C.",
            "%nExample: which orders become paid?",
            "  capturer tail --table 'shop.orders' --type UPDATE --where \"state == 'paid'\""
        })
final class TailCommand extends ProgramCommand {

    /** In which form; one of them. */
    static final class Form {

        @Option(
                names = "--json",
                description = "Prints a JSON object per change, and per begin and end of a transaction.")
        private boolean json;

        @Option(names = "--sql", description = "Prints a MySQL statement per change.")
        private boolean sql;
    }

    @Option(
            names = "--from",
            paramLabel = "WHEN",
            converter = When.Converter.class,
            description = "Begins there: " + When.FORMS + ". By default latest.")
    private @Nullable When from;

    @Option(
            names = "--table",
            paramLabel = "PATTERN",
            description =
                    "Only these tables, such as 'shop.*' or '!shop.tmp_*'; may be repeated, the last that matches decides.")
    private List<String> tables = new ArrayList<>();

    @Option(
            names = "--type",
            paramLabel = "TYPE",
            split = ",",
            description = "Only these changes: ${COMPLETION-CANDIDATES}; may be repeated.")
    private Set<ChangeType> types = EnumSet.noneOf(ChangeType.class);

    @Option(
            names = "--where",
            paramLabel = "RULE",
            description =
                    "Only changes whose new or old row fits: COLUMN OP LITERAL, as in filter_rule.txt; may be repeated, all have to hold.")
    private List<String> rules = new ArrayList<>();

    @ArgGroup
    private Form form = new Form();

    @Option(names = "--limit", paramLabel = "N", description = "Ends after so many transactions.")
    private @Nullable Long limit;

    @Option(
            names = "--target",
            paramLabel = "NAME",
            description = "By whose settings; by default those of the first target.")
    private @Nullable String target;

    @Option(names = "--no-color", description = "Prints without colours, as NO_COLOR in the environment and a pipe do.")
    private boolean noColor;

    @Override
    public Integer call() throws InterruptedException {
        if (limit != null && limit < 1) {
            throw CommandException.usage("--limit has to be at least 1, but got " + limit);
        }
        ServerPlan plan = plan();
        Console console = noColor ? console().plain() : console();
        ChangeSelection selection = new ChangeSelection(
                TablesCommand.filter(tables),
                types,
                rules.stream().map(TailCommand::rule).toList());
        String name = target == null ? plan.targets().get(0).name() : target;
        new Tail(selection, printer(console), console.out(), limit == null ? 0 : limit)
                .follow(
                        target(plan, name).capture().name(plan.name() + "-tail"),
                        from == null ? StartPosition.latest() : from.position());
        return ExitCodes.FINE;
    }

    private EventPrinter printer(Console console) {
        if (form.json) {
            return FormatPrinter.json(console.out());
        }
        return form.sql
                ? FormatPrinter.sql(console.out(), Terminals.isOutput())
                : new BlockPrinter(console.out(), console.colours(), ZoneId.systemDefault());
    }

    private static RowRule rule(String text) {
        try {
            return RowRule.parse(text);
        } catch (IllegalArgumentException e) {
            throw CommandException.usage("--where: " + e.getMessage());
        }
    }
}
