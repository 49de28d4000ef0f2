package io.github.binlogcapturer.server.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.github.binlogcapturer.TableFilter;
import io.github.binlogcapturer.cluster.BaikalCluster;
import io.github.binlogcapturer.cluster.BinlogLink;
import io.github.binlogcapturer.cluster.ClusterTable;
import io.github.binlogcapturer.event.TableName;
import io.github.binlogcapturer.server.terminal.TextTable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code capturer tables}. */
@Command(
        name = "tables",
        header = "Lists the cluster's tables, and to which binlog table each is linked.",
        footer = {
            "%nExit codes: 0 fine, 1 the cluster cannot be asked, 2 wrong usage or configuration.",
            "%nExample: which tables of the shop are not logged?",
            "  capturer tables 'shop.*' | grep -v bl"
        })
final class TablesCommand extends ProgramCommand {

    @Parameters(
            paramLabel = "PATTERN",
            arity = "0..*",
            description = "Only these, such as 'shop.*' or '!shop.tmp_*'; the last that matches decides.")
    private List<String> patterns = new ArrayList<>();

    @Option(names = "--json", description = "Prints an array of JSON objects.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        TableFilter filter = filter(patterns);
        try (BaikalCluster cluster = Plans.connect(plan().cluster())) {
            List<ClusterTable> all = cluster.tables();
            List<ClusterTable> wanted =
                    all.stream().filter(table -> filter.matches(table.name())).toList();
            if (json) {
                printJson(console(), wanted);
            } else {
                print(console(), wanted, names(all));
            }
        }
        return ExitCodes.FINE;
    }

    static TableFilter filter(List<String> patterns) {
        try {
            return patterns.isEmpty() ? TableFilter.of("*.*") : TableFilter.of(patterns);
        } catch (IllegalArgumentException e) {
            throw CommandException.usage(String.valueOf(e.getMessage()));
        }
    }

    /** Returns names by id. */
    static Map<Long, TableName> names(List<ClusterTable> tables) {
        Map<Long, TableName> names = new HashMap<>();
        tables.forEach(table -> names.put(table.tableId(), table.name()));
        return names;
    }

    static void print(Console console, List<ClusterTable> tables, Map<Long, TableName> names) {
        TextTable text = TextTable.of("namespace", "table", "id", "partitions", "linked to");
        for (ClusterTable table : tables) {
            text.row(
                    table.namespace(),
                    table.name().toString(),
                    String.valueOf(table.tableId()),
                    String.valueOf(table.partitions()),
                    table.binlog() ? "(a binlog table)" : links(table, names));
        }
        text.print(console.out(), console.colours());
    }

    static String links(ClusterTable table, Map<Long, TableName> names) {
        return table.links().isEmpty()
                ? "-"
                : table.links().stream().map(link -> link(link, names)).collect(Collectors.joining(", "));
    }

    private static String link(BinlogLink link, Map<Long, TableName> names) {
        TableName known = names.get(link.binlogTableId());
        return (known == null ? "table id " + link.binlogTableId() : known.toString())
                + link.field().map(field -> " by " + field).orElse("")
                + (link.samePartition() ? " (same partition)" : "");
    }

    private static void printJson(Console console, List<ClusterTable> tables) throws IOException {
        try (JsonGenerator json = new JsonFactory().createGenerator(console.out())) {
            json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
            json.writeStartArray();
            for (ClusterTable table : tables) {
                write(json, table);
            }
            json.writeEndArray();
        }
        console.out().println();
    }

    private static void write(JsonGenerator json, ClusterTable table) throws IOException {
        json.writeStartObject();
        json.writeStringField("namespace", table.namespace());
        json.writeStringField("database", table.name().database());
        json.writeStringField("table", table.name().table());
        json.writeNumberField("tableId", table.tableId());
        json.writeBooleanField("binlog", table.binlog());
        json.writeNumberField("partitions", table.partitions());
        json.writeArrayFieldStart("links");
        for (BinlogLink link : table.links()) {
            json.writeStartObject();
            json.writeNumberField("binlogTableId", link.binlogTableId());
            json.writeStringField("field", link.field().orElse(null));
            json.writeBooleanField("samePartition", link.samePartition());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }
}
