package io.github.binlogcapturer.server.config;

import io.github.binlogcapturer.AbsentColumns;
import io.github.binlogcapturer.BinlogCapturerBuilder;
import io.github.binlogcapturer.Flashback;
import io.github.binlogcapturer.StartPosition;
import io.github.binlogcapturer.TableFilter;
import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.server.config.ChoiceKind.Choice;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.BiConsumer;

/** What can be set of a capture: section {@code capture} of a configuration, and of each target. */
final class CaptureOptions {

    static final String TABLES = "tables";
    static final String IGNORE_CASE = "tablesIgnoreCase";
    static final String START = "start";
    static final String REGION = "binlogRegion";
    static final String ROW_FILTER = "rowFilter";

    private static final Kind<Choice> START_KIND =
            ChoiceKind.of("earliest", "latest").or("time", Kinds.INSTANT).or("commitTs", Kinds.COMMIT_TS);

    private static final OptionTable<Object> COLUMN_RULE = OptionTable.of(
            Option.asked("table", Kinds.TEXT, "", "a table rule such as shop.orders")
                    .needed(),
            Option.asked("columns", Kinds.TEXTS, "", "names of columns").needed());

    private static final Kind<List<Settings<Object>>> COLUMN_RULES = new ListKind<>(NestedKind.of(COLUMN_RULE));

    private static final OptionTable<Draft<Flashback>> FLASHBACK = OptionTable.of(
            Option.of("user", Kinds.TEXT, "any", "the SQL user", (all, user) -> all.change(each -> each.user(user))),
            Option.of(
                    "userIp",
                    Kinds.TEXT,
                    "any",
                    "the address the user came from",
                    (all, ip) -> all.change(each -> each.userIp(ip))),
            Option.of(
                    "tables",
                    Kinds.TEXTS,
                    "any",
                    "tables as database.table",
                    (all, names) -> all.change(each -> each.tables(names.toArray(String[]::new)))),
            Option.of(
                    "signs",
                    new ListKind<>(Kinds.BITS),
                    "any",
                    "digests of statements",
                    (all, signs) -> all.change(each -> each.signs(signs.toArray(Long[]::new)))),
            Option.of(
                    "txnIds",
                    new ListKind<>(Kinds.LONG),
                    "any",
                    "transaction ids",
                    (all, ids) -> all.change(each -> each.txnIds(ids.toArray(Long[]::new)))));

    static final OptionTable<BinlogCapturerBuilder> TABLE = OptionTable.of(
            Option.of(
                    TABLES,
                    Kinds.TEXTS,
                    "those of source.tables",
                    "rules such as \"shop.*\" and \"!shop.tmp_*\", of which the last that matches decides",
                    (builder, rules) -> builder.tables(TableFilter.of(rules))),
            Option.asked(IGNORE_CASE, Kinds.BOOL, "false", "whether rules for tables ignore the case of letters"),
            Option.of(
                    START,
                    START_KIND,
                    "latest",
                    "where to begin without a checkpoint; with one, reading goes on there",
                    (builder, start) -> builder.startFrom(StartPosition.checkpointOr(start(start)))),
            Option.of(
                    "partitions",
                    new ListKind<>(Kinds.LONG),
                    "all",
                    "the partitions of the binlog tables to read; what others hold of a transaction is missing then",
                    (builder, numbers) -> builder.partitions(numbers.toArray(Long[]::new))),
            Option.asked(
                    REGION,
                    Kinds.LONG,
                    "all",
                    "a region of the binlog table, whose partition alone is read, as binlogRegionID of the original"),
            Option.of(
                    "columns",
                    COLUMN_RULES,
                    "all",
                    "which columns of a table are delivered",
                    (builder, rules) -> rules.forEach(rule -> builder.columns(rule.text("table"), columns(rule)))),
            Option.of(
                    "excludedColumns",
                    COLUMN_RULES,
                    "none",
                    "which columns of a table are left out",
                    (builder, rules) ->
                            rules.forEach(rule -> builder.excludedColumns(rule.text("table"), columns(rule)))),
            Option.of(
                    "monitoredColumns",
                    COLUMN_RULES,
                    "the delivered ones",
                    "an UPDATE that changes none of these is dropped",
                    (builder, rules) ->
                            rules.forEach(rule -> builder.monitoredColumns(rule.text("table"), columns(rule)))),
            Option.of(
                    ROW_FILTER,
                    new FilterKind(),
                    "none",
                    "a file of rules for rows, in the form of the original's filter_rule.txt; it sees the delivered columns",
                    BinlogCapturerBuilder::transform),
            Option.of(
                    "loopbackMark",
                    Kinds.TEXT,
                    "none",
                    "a mark table as database.table: transactions that insert into it are dropped",
                    BinlogCapturerBuilder::loopbackMark),
            Option.of(
                    "flashback",
                    new NestedKind<>(FLASHBACK, () -> new Draft<>(Flashback.any())),
                    "all transactions",
                    "only transactions that meet conditions",
                    (builder, conditions) -> builder.flashback(flashback(conditions))),
            Option.of(
                    "absentColumns",
                    Kinds.oneOf(AbsentColumns.class),
                    "as-null",
                    "what a column is whose field an image lacks",
                    BinlogCapturerBuilder::absentColumns),
            Option.of(
                    "timestampZone",
                    Kinds.ZONE,
                    "+08:00",
                    "the zone in which TIMESTAMP columns are rendered",
                    BinlogCapturerBuilder::timestampZone),
            Option.of(
                    "memoryLimit",
                    Kinds.SIZE,
                    "256MiB",
                    "memory for binlog entries of one target, at least 4MiB",
                    BinlogCapturerBuilder::memoryLimit),
            Option.of(
                    "maxBatchBytes",
                    Kinds.SIZE,
                    "8MiB",
                    "size at which a batch is closed",
                    BinlogCapturerBuilder::maxBatchBytes),
            Option.of(
                    "readRows",
                    Kinds.INT,
                    "1000",
                    "rows that a read asks for at first",
                    BinlogCapturerBuilder::readRows),
            Option.of(
                    "duplicateWindow",
                    Kinds.INT,
                    "32768",
                    "transactions of each region that are remembered to notice one logged twice",
                    BinlogCapturerBuilder::duplicateWindow),
            time(
                    "checkpointInterval",
                    "3s",
                    "how often positions are saved",
                    BinlogCapturerBuilder::checkpointInterval),
            time(
                    "refreshInterval",
                    "10s",
                    "how often schemas and regions are asked for",
                    BinlogCapturerBuilder::refreshInterval),
            time("heartbeats", "none", "how often a heartbeat is delivered", BinlogCapturerBuilder::heartbeats),
            time("pollInterval", "100ms", "pause after a region had nothing new", BinlogCapturerBuilder::pollInterval),
            time("readTimeout", "30s", "how long a read of a region may take", BinlogCapturerBuilder::readTimeout),
            time("metaTimeout", "5s", "how long a call to a meta server may take", BinlogCapturerBuilder::metaTimeout),
            time(
                    "regionsTimeout",
                    "1m",
                    "how long the start waits for the regions of a binlog table",
                    BinlogCapturerBuilder::regionsTimeout),
            time("closeTimeout", "10s", "how long the end of a capture may take", BinlogCapturerBuilder::closeTimeout),
            time(
                    "hedgeAfter",
                    "2s",
                    "how long one peer of a region is waited for before another is asked too",
                    BinlogCapturerBuilder::hedgeAfter),
            time(
                    "reportStallsAfter",
                    "10s",
                    "how long a region may show nothing new before it is told why",
                    BinlogCapturerBuilder::reportStallsAfter),
            time(
                    "retentionWarning",
                    "1h",
                    "headroom below which it is warned that a position may expire",
                    BinlogCapturerBuilder::retentionWarning));

    private CaptureOptions() {}

    private static Option<BinlogCapturerBuilder, Duration> time(
            String key, String byDefault, String meaning, BiConsumer<BinlogCapturerBuilder, Duration> apply) {
        return Option.of(key, Kinds.DURATION, byDefault, meaning, apply);
    }

    private static String[] columns(Settings<Object> rule) {
        return rule.texts("columns").toArray(String[]::new);
    }

    private static Flashback flashback(Settings<Draft<Flashback>> conditions) {
        Draft<Flashback> all = new Draft<>(Flashback.any());
        conditions.applyTo(all);
        return all.get();
    }

    /** Returns the position that a choice stands for. */
    static StartPosition start(Choice choice) {
        if (choice.argument() instanceof Instant instant) {
            return StartPosition.at(instant);
        }
        if (choice.argument() instanceof CommitTs ts) {
            return StartPosition.after(ts);
        }
        return choice.name().equals("earliest") ? StartPosition.earliest() : StartPosition.latest();
    }
}
