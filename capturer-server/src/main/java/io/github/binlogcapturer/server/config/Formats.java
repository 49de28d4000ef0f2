package io.github.binlogcapturer.server.config;

import io.github.binlogcapturer.format.CanalJson;
import io.github.binlogcapturer.format.CanalProtobuf;
import io.github.binlogcapturer.format.DebeziumJson;
import io.github.binlogcapturer.format.JsonLines;
import io.github.binlogcapturer.format.MessageFormat;
import io.github.binlogcapturer.format.SqlText;
import io.github.binlogcapturer.server.config.ChoiceKind.Choice;
import java.util.function.BiFunction;

/** The formats of messages, by name, with their settings. */
final class Formats {

    private static final OptionTable<Draft<CanalJson>> CANAL = OptionTable.of(
            flag("positions", "true", "whether messages have the commit ts and the like", CanalJson::withPositions),
            flag(
                    "replacedBadText",
                    "false",
                    "whether text that is none in its charset is replaced",
                    CanalJson::withReplacedBadText));

    private static final OptionTable<Draft<DebeziumJson>> DEBEZIUM = OptionTable.of(
            Option.of(
                    "name",
                    Kinds.TEXT,
                    "baikaldb",
                    "the connector's logical name",
                    (format, name) -> format.change(each -> each.withName(name))),
            flag("schemas", "false", "whether each message has its schema", DebeziumJson::withSchemas),
            flag("transactions", "true", "whether messages name their transaction", DebeziumJson::withTransactions),
            flag("textValues", "false", "whether all values are texts", DebeziumJson::withTextValues),
            flag(
                    "impossibleDatesAsNull",
                    "false",
                    "whether dates that no calendar has are null",
                    DebeziumJson::withImpossibleDatesAsNull),
            flag(
                    "replacedBadText",
                    "false",
                    "whether text that is none in its charset is replaced",
                    DebeziumJson::withReplacedBadText));

    private static final OptionTable<Draft<SqlText>> SQL = OptionTable.of(flag(
            "qualified",
            "true, for the original's false",
            "whether the database stands before the table",
            SqlText::qualified));

    static final ChoiceKind KIND = ChoiceKind.of(
                    "canal-json", "canal-protobuf", "debezium-json", "json-lines", "sql-text", "sql-text-original")
            .or("canal-json", new NestedKind<>(CANAL, () -> new Draft<>(CanalJson.create())))
            .or("debezium-json", new NestedKind<>(DEBEZIUM, () -> new Draft<>(DebeziumJson.create())))
            .or("sql-text", new NestedKind<>(SQL, () -> new Draft<>(SqlText.create())))
            .or("sql-text-original", new NestedKind<>(SQL, () -> new Draft<>(SqlText.original())));

    private Formats() {}

    private static <F> Option<Draft<F>, Boolean> flag(
            String key, String byDefault, String meaning, BiFunction<F, Boolean, F> with) {
        return Option.of(
                key, Kinds.BOOL, byDefault, meaning, (format, on) -> format.change(each -> with.apply(each, on)));
    }

    static MessageFormat of(Choice choice) {
        return switch (choice.name()) {
            case "canal-protobuf" -> CanalProtobuf.create();
            case "debezium-json" -> changed(DebeziumJson.create(), choice);
            case "json-lines" -> JsonLines.create();
            case "sql-text" -> changed(SqlText.create(), choice);
            case "sql-text-original" -> changed(SqlText.original(), choice);
            default -> changed(CanalJson.create(), choice);
        };
    }

    @SuppressWarnings("unchecked") // the argument was read by the kind of this very format
    private static <F> F changed(F format, Choice choice) {
        Draft<F> result = new Draft<>(format);
        if (!choice.isAlone()) {
            ((Settings<Draft<F>>) choice.argument()).applyTo(result);
        }
        return result.get();
    }
}
