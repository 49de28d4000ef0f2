package io.github.binlogcapturer.server.original;

import io.github.binlogcapturer.event.ColumnType;
import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.event.Piece;
import io.github.binlogcapturer.event.Row;
import io.github.binlogcapturer.event.RowChange;
import io.github.binlogcapturer.event.Statement;
import io.github.binlogcapturer.event.TableName;
import io.github.binlogcapturer.event.TableSchema;
import io.github.binlogcapturer.event.Transaction;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class FilterRulesTest {

    @TempDir
    Path folder;

    private final Problems problems = new Problems();

    private Optional<FilterRules> rules(String text) throws IOException {
        return FilterRules.read(Files.writeString(folder.resolve("filter_rule.txt"), text), problems);
    }

    private static Row row(String database, long id, String state) {
        TableSchema schema = TableSchema.builder(1, new TableName(database, "orders"))
                .column("id", ColumnType.INT64)
                .column("state", ColumnType.STRING)
                .primaryKey("id")
                .build();
        return Row.of(schema, id, state);
    }

    private static RowChange insert(String database, long id, String state) {
        return new RowChange.Insert(row(database, id, state), Statement.unknown());
    }

    private static Transaction transaction(RowChange... changes) {
        Piece piece = new Piece(new TableName("cdc", "bl"), 0, 1, CommitTs.of(5), CommitTs.of(6));
        return new Transaction(1, "", "", List.of(piece), List.of(changes), 10);
    }

    @Test
    void shouldKeepChangesForWhichAllRulesOfTheirDatabaseHold() throws IOException {
        FilterRules rules = rules("shop\tid\t>\t1\nshop\tstate\t==\t'new'\n").orElseThrow();
        RowChange good = insert("shop", 2, "new");
        RowChange other = insert("bank", 1, "old");
        Transaction filtered =
                rules.transform(transaction(insert("shop", 1, "new"), good, insert("shop", 2, "old"), other));
        assertThat(filtered).isNotNull();
        assertThat(filtered.changes()).containsExactly(good, other);
    }

    @Test
    void shouldLookAtTheNewImageAndAtTheOldOneOfADelete() throws IOException {
        FilterRules rules = rules("shop\tstate\t==\t'new'\n").orElseThrow();
        RowChange becomes = new RowChange.Update(row("shop", 1, "old"), row("shop", 1, "new"), Statement.unknown());
        RowChange was = new RowChange.Update(row("shop", 1, "new"), row("shop", 1, "old"), Statement.unknown());
        RowChange gone = new RowChange.Delete(row("shop", 1, "new"), Statement.unknown());
        Transaction filtered = rules.transform(transaction(becomes, was, gone));
        assertThat(filtered).isNotNull();
        assertThat(filtered.changes()).containsExactly(becomes, gone);
    }

    @Test
    void shouldDropATransactionThatLosesAllChanges() throws IOException {
        FilterRules rules = rules("shop\tid\t==\t9\n").orElseThrow();
        assertThat(rules.transform(transaction(insert("shop", 1, "new")))).isNull();
        Transaction empty = transaction();
        assertThat(rules.transform(empty)).isSameAs(empty);
    }

    @Test
    void shouldNoteLinesThatTheOriginalIgnored() throws IOException {
        FilterRules rules = rules("\n# a comment\nshop id == 3\nshop\tid\t==\t3\r\na\tb\tc\td\te\n")
                .orElseThrow();
        assertThat(rules.rules()).containsOnlyKeys("shop");
        assertThat(problems.notes()).hasSize(2);
        assertThat(problems.notes().get(0)).contains("filter_rule.txt:3: ").contains("this has 1");
        assertThat(problems.notes().get(1)).contains("filter_rule.txt:5: ").contains("this has 5");
    }

    @Test
    void shouldNameEachLineThatCannotBeRead() throws IOException {
        assertThat(rules("shop\tid\t=\t3\nshop\tid\t==\topen('x')\nshop\tid\tin\t3\nshop\t\t==\t3\n"))
                .isEmpty();
        assertThatThrownBy(problems::throwIfAny)
                .hasMessageContaining("filter_rule.txt:1: column 9: \"=\" is no operator; allowed are ==, !=")
                .hasMessageContaining("filter_rule.txt:2: column 12: \"open('x')\" is no literal; allowed are None")
                .hasMessageContaining("filter_rule.txt:3: column 12: \"in\" looks into a tuple")
                .hasMessageContaining("filter_rule.txt:4: column 6: the column's name is missing");
    }

    @Test
    void shouldSayWhatToDoWithoutTheFile() {
        assertThat(FilterRules.read(folder.resolve("none.txt"), problems)).isEmpty();
        assertThatThrownBy(problems::throwIfAny)
                .hasMessageContaining(
                        "none.txt: the filter rules cannot be read: it does not exist; an empty file stands");
    }
}
