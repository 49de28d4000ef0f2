package io.github.binlogcapturer.internal.conflict;

import io.github.binlogcapturer.event.Column;
import io.github.binlogcapturer.event.ColumnType;
import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.event.Piece;
import io.github.binlogcapturer.event.Row;
import io.github.binlogcapturer.event.RowChange;
import io.github.binlogcapturer.event.Statement;
import io.github.binlogcapturer.event.TableName;
import io.github.binlogcapturer.event.TableSchema;
import io.github.binlogcapturer.event.Transaction;
import io.github.binlogcapturer.spi.ConflictKey;
import io.github.binlogcapturer.spi.ConflictRules;
import io.github.binlogcapturer.spi.KeyPart;
import io.github.binlogcapturer.spi.KeyPart.Comparison;
import java.lang.management.ManagementFactory;
import java.math.BigInteger;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assumptions.assumeThat;

class ConflictKeysTest {

    private static final TableSchema USER = TableSchema.builder(1, new TableName("db", "user"))
            .column("id", ColumnType.INT64)
            .column("mail", ColumnType.STRING)
            .column("note", ColumnType.STRING)
            .primaryKey("id")
            .uniqueKey("mail", List.of("mail"))
            .build();

    @Test
    void shouldTakeTheKeysOfBothImages() throws Exception {
        Row before = Row.of(USER, 1, "a@x", "old");
        Row after = Row.of(USER, 1, "b@x", "new");
        Set<Long> both = new TreeSet<>(ofSource(insert(before)));
        both.addAll(ofSource(insert(after)));
        assertThat(ofSource(update(before, after))).isEqualTo(both).hasSize(3);
        assertThat(ofSource(delete(before))).isEqualTo(ofSource(insert(before)));
        assertThat(ofSource(update(null, after))).isEqualTo(ofSource(insert(after)));
    }

    @Test
    void shouldCountAnUnchangedKeyOnce() throws Exception {
        TableSchema plain = TableSchema.builder(1, new TableName("db", "t"))
                .column("id", ColumnType.INT64)
                .column("note", ColumnType.STRING)
                .primaryKey("id")
                .build();
        assertThat(ofSource(update(Row.of(plain, 1, "a"), Row.of(plain, 1, "b"))))
                .hasSize(1);
    }

    @Test
    void shouldPassOverAKeyWithANull() throws Exception {
        ConflictRules rules =
                new ConflictRules("t", ConflictRules.ofSource(USER).keys(), false);
        assertThat(keys(rules, insert(Row.of(USER, 1, null, "x")))).hasSize(1);
        assertThat(keys(rules, insert(Row.of(USER, 1, "", "x")))).hasSize(2);
    }

    @Test
    void shouldTakeTheWholeRowWhereNoKeyIsLeft() throws Exception {
        ConflictRules rules = new ConflictRules("t", List.of(own("mail", KeyPart.of(1, Comparison.EXACT))), false);
        Set<Long> one = keys(rules, insert(Row.of(USER, 1, null, "x")));
        assertThat(one).hasSize(1).isEqualTo(keys(rules, delete(Row.of(USER, 1, null, "x"))));
        assertThat(keys(rules, insert(Row.of(USER, 2, null, "x")))).doesNotContainAnyElementsOf(one);
        assertThat(keys(rules, insert(Row.of(USER, 1, "m", "x")))).hasSize(1).doesNotContainAnyElementsOf(one);
    }

    @Test
    void shouldTakeTheWholeRowWhereOnlyReferredKeysAreLeft() throws Exception {
        ConflictKey parent =
                new ConflictKey("parent", List.of(KeyPart.of(0, Comparison.EXACT)), ConflictKey.Role.REFER);
        KeySet found = collect(new ConflictRules("t", List.of(parent), true), insert(Row.of(USER, 1, null, "x")));
        assertThat(found.referredCount()).isEqualTo(1);
        assertThat(found.ownedCount()).isEqualTo(1);
        found = collect(
                new ConflictRules("t", List.of(parent, own("mail", KeyPart.of(1, Comparison.EXACT))), false),
                insert(Row.of(USER, 1, null, "x")));
        assertThat(found.ownedCount()).isEqualTo(1);
    }

    @Test
    void shouldShareAReferredValueWithItsOwner() throws Exception {
        KeyPart id = KeyPart.of(0, Comparison.EXACT);
        KeySet child = collect(
                new ConflictRules(
                        "t", List.of(new ConflictKey("p.PRIMARY", List.of(id), ConflictKey.Role.REFER)), true),
                insert(Row.of(USER, 5, null, null)));
        KeySet parent = collect(
                new ConflictRules("p", List.of(own("p.PRIMARY", id)), false), insert(Row.of(USER, 5, null, null)));
        assertThat(child.referred(0)).isEqualTo(parent.owned(0));
    }

    @Test
    void shouldTakeTheWholeRowOfATableWithoutKeys() throws Exception {
        TableSchema log = TableSchema.builder(1, new TableName("db", "log"))
                .column("at", ColumnType.DATETIME)
                .column("text", ColumnType.STRING)
                .build();
        TableSchema swapped = TableSchema.builder(2, new TableName("db", "log"))
                .column("text", ColumnType.STRING)
                .column("at", ColumnType.DATETIME)
                .column("added", ColumnType.INT32)
                .build();
        Row row = Row.of(log, "2026-01-02 03:04:05", "x");
        assertThat(ofSource(insert(row)))
                .hasSize(1)
                .isEqualTo(ofSource(insert(Row.of(swapped, "x", "2026-01-02 03:04:05", null))))
                .doesNotContainAnyElementsOf(ofSource(insert(Row.of(log, "2026-01-02 03:04:05", "y"))))
                .doesNotContainAnyElementsOf(ofSource(insert(Row.of(log, "2026-01-02 03:04:05", null))));
    }

    @Test
    void shouldHashIntegersOfAnyWidthByTheirValue() throws Exception {
        Set<Long> five = hash(ColumnType.INT64, 5, Comparison.EXACT);
        for (ColumnType type : List.of(
                ColumnType.INT8,
                ColumnType.INT16,
                ColumnType.INT32,
                ColumnType.UINT8,
                ColumnType.UINT16,
                ColumnType.UINT32,
                ColumnType.UINT64,
                ColumnType.FLOAT,
                ColumnType.DOUBLE)) {
            assertThat(hash(type, 5, Comparison.EXACT)).as("%s", type).isEqualTo(five);
        }
        assertThat(hash(ColumnType.INT32, -5, Comparison.EXACT))
                .isEqualTo(hash(ColumnType.INT8, -5, Comparison.EXACT))
                .isNotEqualTo(five);
        assertThat(hash(ColumnType.UINT64, new BigInteger("18446744073709551615"), Comparison.EXACT))
                .isNotEqualTo(five);
        assertThat(hash(ColumnType.BOOL, true, Comparison.EXACT)).isEqualTo(hash(ColumnType.INT8, 1, Comparison.EXACT));
    }

    @Test
    void shouldFoldFloats() throws Exception {
        assertThat(hash(ColumnType.DOUBLE, -0.0, Comparison.EXACT))
                .isEqualTo(hash(ColumnType.FLOAT, 0.0f, Comparison.EXACT));
        assertThat(hash(ColumnType.DOUBLE, 1.5, Comparison.EXACT))
                .isEqualTo(hash(ColumnType.FLOAT, 1.5f, Comparison.EXACT))
                .isNotEqualTo(hash(ColumnType.DOUBLE, 1.25, Comparison.EXACT));
        assertThat(hash(ColumnType.DOUBLE, Double.longBitsToDouble(0x7ff8_0000_0000_0001L), Comparison.EXACT))
                .isEqualTo(hash(ColumnType.FLOAT, Float.NaN, Comparison.EXACT));
    }

    @Test
    void shouldHashDatesByTheirDigits() throws Exception {
        Set<Long> day = hash(ColumnType.DATETIME, "2026-01-02 00:00:00", Comparison.EXACT);
        assertThat(hash(ColumnType.DATE, "2026-01-02", Comparison.EXACT)).isEqualTo(day);
        assertThat(hash(ColumnType.TIMESTAMP, "2026-01-02 00:00:00", Comparison.EXACT))
                .isEqualTo(day);
        assertThat(hash(ColumnType.DATETIME, "2026-01-02 00:00:00.000001", Comparison.EXACT))
                .isNotEqualTo(day);
        assertThat(hash(ColumnType.TIMESTAMP, "0000-00-00 00:00:00", Comparison.EXACT))
                .isEqualTo(hash(ColumnType.DATETIME, "0000-00-00 00:00:00", Comparison.EXACT));
        assertThat(hash(ColumnType.TIME, "-01:00:00", Comparison.EXACT))
                .isNotEqualTo(hash(ColumnType.TIME, "01:00:00", Comparison.EXACT));
    }

    @ParameterizedTest
    @CsvSource({
        "BINARY_TEXT, 0, 'abc', 'abc  ', true",
        "BINARY_TEXT, 0, 'abc', ' abc', false",
        "BINARY_TEXT, 0, 'abc', 'ABC', false",
        "BINARY_TEXT, 0, 'ä', 'ä ', true",
        "BINARY_TEXT, 0, 'a b', 'a  b', false",
        "BINARY_TEXT, 3, 'abcd', 'abce', true",
        "BINARY_TEXT, 3, 'ab c', 'ab d', true",
        "BINARY_TEXT, 2, '😀a1', '😀a2', true",
        "BINARY_TEXT, 2, '😀ab', '😀bb', false",
        "BINARY_TEXT, 0, '', '   ', true",
        "EXACT, 0, 'abc', 'abc ', false",
        "EXACT, 0, 'abcdefgh', 'abcdefgh', true",
        "EXACT, 8, 'abcdefgh1', 'abcdefgh2', true",
        "EXACT, 0, 'abcdefgh1', 'abcdefgh2', false",
        "FOLDED_TEXT, 0, 'Straße', 'STRASSE ', true",
        "FOLDED_TEXT, 0, 'Müller', 'mueller', true",
        "FOLDED_TEXT, 0, 'Müller', 'MULLER', true",
        "FOLDED_TEXT, 0, 'é', 'é', true",
        "FOLDED_TEXT, 0, 'ﾊﾟ', 'は', true",
        "FOLDED_TEXT, 0, '１Ａ', '1a', true",
        "FOLDED_TEXT, 0, '中文', '中国', false",
        "FOLDED_TEXT, 0, 'order-1', 'order-2', false",
        "FOLDED_TEXT, 0, 'order-1', 'order-11', false",
        "FOLDED_TEXT, 0, 'a-b', 'a_b', false",
        "FOLDED_TEXT, 0, 'kunde', 'hunde', false",
        "FOLDED_TEXT, 3, 'abcX', 'ABCy', true",
        "UNKNOWN, 0, 'a', 'b', true"
    })
    void shouldCompareTexts(Comparison comparison, int prefix, String one, String other, boolean equal)
            throws Exception {
        KeyPart part = new KeyPart(0, comparison, prefix);
        Set<Long> hashes = hash(text(), one, part);
        if (equal) {
            assertThat(hash(text(), other, part)).isEqualTo(hashes);
        } else {
            assertThat(hash(text(), other, part)).doesNotContainAnyElementsOf(hashes);
        }
    }

    @Test
    void shouldKeepBasicLettersAndDigitsApartWhenFolding() throws Exception {
        KeyPart part = KeyPart.of(0, Comparison.FOLDED_TEXT);
        Set<Long> seen = new TreeSet<>();
        // y counts as u
        String apart = "abcdefghijklmnopqrstuvwxz0123456789-_.:/@#";
        for (int i = 0; i < apart.length(); i++) {
            String c = apart.substring(i, i + 1);
            seen.addAll(hash(text(), "k" + c + "k", part));
        }
        assertThat(seen).hasSize(apart.length());
    }

    @Test
    void shouldGiveTextsBeyondTheBmpAHashForOldAndNewCollations() throws Exception {
        KeyPart part = KeyPart.of(0, Comparison.FOLDED_TEXT);
        Set<Long> boldA = hash(text(), "\ud835\udc00", part);
        Set<Long> boldB = hash(text(), "\ud835\udc01", part);
        Set<Long> plainA = hash(text(), "a", part);
        assertThat(boldA).hasSize(2).containsAnyElementsOf(boldB).containsAll(plainA);
        assertThat(boldB).doesNotContainAnyElementsOf(plainA);
    }

    @Test
    void shouldTryEveryMixtureOfOldAndNewInOneKey() throws Exception {
        ConflictRules rules = new ConflictRules(
                "t",
                List.of(own("k", KeyPart.of(1, Comparison.FOLDED_TEXT), KeyPart.of(2, Comparison.FOLDED_TEXT))),
                false);
        Set<Long> bold = keys(rules, insert(Row.of(USER, 1, "\ud835\udc00", "\ud835\udc00")));
        assertThat(bold).hasSize(4);
        assertThat(keys(rules, insert(Row.of(USER, 1, "\ud835\udc01", "a")))).containsAnyElementsOf(bold);
        assertThat(keys(rules, insert(Row.of(USER, 1, "a", "\ud835\udc01")))).containsAnyElementsOf(bold);
        assertThat(keys(rules, insert(Row.of(USER, 1, "b", "a")))).doesNotContainAnyElementsOf(bold);
    }

    @Test
    void shouldHashOneTextAlikeInEveryCharset() throws Exception {
        TableSchema gbk = TableSchema.builder(2, new TableName("db", "t2"))
                .charset(Charset.forName("GBK"))
                .column("s", ColumnType.STRING)
                .build();
        for (Comparison comparison : List.of(Comparison.BINARY_TEXT, Comparison.FOLDED_TEXT)) {
            for (String value : List.of("中文", "abc", "")) {
                assertThat(hash(gbk, value, KeyPart.of(0, comparison)))
                        .isEqualTo(hash(text(), value, KeyPart.of(0, comparison)));
            }
        }
    }

    @Test
    void shouldNotGuessWhichTextBytesAre() throws Exception {
        TableSchema bytes = TableSchema.builder(2, new TableName("db", "t2"))
                .column(new Column(0, "b", 1, ColumnType.STRING, true, true, false, null))
                .build();
        KeyPart folded = KeyPart.of(0, Comparison.FOLDED_TEXT);
        assertThat(hash(bytes, new byte[] {1}, folded)).isEqualTo(hash(bytes, new byte[] {2}, folded));
        KeyPart exact = new KeyPart(0, Comparison.EXACT, 1);
        assertThat(hash(bytes, new byte[] {1, 2}, exact)).isEqualTo(hash(bytes, new byte[] {1, 3}, exact));
        KeyPart whole = KeyPart.of(0, Comparison.EXACT);
        assertThat(hash(bytes, new byte[] {1, 0}, whole))
                .isEqualTo(hash(bytes, new byte[] {1}, whole))
                .isNotEqualTo(hash(bytes, new byte[] {0, 1}, whole));
    }

    @Test
    void shouldCountAnUnknownPartEvenIfItIsNull() throws Exception {
        KeyPart unknown = KeyPart.of(1, Comparison.UNKNOWN);
        ConflictRules rules = new ConflictRules("t", List.of(own("k", unknown)), false);
        assertThat(keys(rules, insert(Row.of(USER, 1, null, "x"))))
                .isEqualTo(keys(rules, insert(Row.of(USER, 2, "m", "y"))))
                .isEqualTo(keys(
                        new ConflictRules("t", List.of(own("k", KeyPart.unknown())), false),
                        insert(Row.of(USER, 3, "n", "z"))));
    }

    @Test
    void shouldShareKeysOfOneNameAndNoOthers() throws Exception {
        KeyPart id = KeyPart.of(0, Comparison.EXACT);
        RowChange change = insert(Row.of(USER, 1, null, null));
        Set<Long> one = keys(new ConflictRules("t", List.of(own("dw.t.PRIMARY", id)), false), change);
        assertThat(keys(new ConflictRules("t2", List.of(own("dw.t.PRIMARY", id)), false), change))
                .isEqualTo(one);
        assertThat(keys(new ConflictRules("t", List.of(own("dw.u.PRIMARY", id)), false), change))
                .doesNotContainAnyElementsOf(one);
    }

    @Test
    void shouldAskForTheRulesAgainOnceForgotten() throws Exception {
        List<TableSchema> asked = new ArrayList<>();
        ConflictKeys keys = new ConflictKeys(table -> {
            asked.add(table);
            return ConflictRules.ofSource(table);
        });
        Transaction transaction = transaction(insert(Row.of(USER, 1, "a", "b")));
        KeySet found = new KeySet();
        keys.collect(transaction, found);
        keys.collect(transaction, found);
        assertThat(asked).hasSize(1);
        keys.forgetAll();
        keys.collect(transaction, found);
        assertThat(asked).hasSize(2);
    }

    @Test
    void shouldStopCollectingWhereThereAreTooManyKeys() throws Exception {
        RowChange[] changes = LongStream.range(0, 1000)
                .mapToObj(id -> insert(Row.of(USER, id, null, null)))
                .toArray(RowChange[]::new);
        KeySet found = new KeySet(100);
        new ConflictKeys(ConflictRules::ofSource).collect(transaction(changes), found);

        assertThat(found.isTooLarge()).isTrue();
        assertThat(found.size()).isLessThan(110);
    }

    @Test
    void shouldRefuseRulesForAColumnThatIsNotThere() {
        ConflictRules rules = new ConflictRules("t", List.of(own("k", KeyPart.of(3, Comparison.EXACT))), false);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> keys(rules, insert(Row.of(USER, 1, null, null))))
                .withMessageContaining("names column 3, but db.user v1 has 3 columns");
    }

    @Test
    void shouldAllocateNothingOnceWarm() throws Exception {
        assumeThat(ManagementFactory.getThreadMXBean()).isInstanceOf(com.sun.management.ThreadMXBean.class);
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        ConflictKeys keys = new ConflictKeys(ConflictRules::ofSource);
        Transaction transaction = transaction(update(Row.of(USER, 1, "Some.Body@x", "n"), Row.of(USER, 1, "b@x", "n")));
        KeySet found = new KeySet();
        ConflictDetector detector = new ConflictDetector(16);
        Predecessors predecessors = new Predecessors();
        long allocated = 0;
        for (int i = 0; i < 20_000; i++) {
            if (i == 10_000) {
                allocated =
                        threads.getThreadAllocatedBytes(Thread.currentThread().getId());
            }
            keys.collect(transaction, found);
            detector.add(i, found, Math.max(0, i - 16), predecessors);
        }
        allocated = threads.getThreadAllocatedBytes(Thread.currentThread().getId()) - allocated;
        assertThat(allocated).isLessThan(100_000);
    }

    private static TableSchema text() {
        return TableSchema.builder(1, new TableName("db", "t"))
                .column("s", ColumnType.STRING)
                .build();
    }

    private static Set<Long> hash(ColumnType type, Object value, Comparison comparison) throws Exception {
        TableSchema table = TableSchema.builder(1, new TableName("db", "t"))
                .column("v", type)
                .build();
        return hash(table, value, KeyPart.of(0, comparison));
    }

    private static Set<Long> hash(TableSchema table, Object value, KeyPart part) throws Exception {
        return keys(new ConflictRules("t", List.of(own("k", part)), false), insert(Row.of(table, value)));
    }

    private static ConflictKey own(String name, KeyPart... parts) {
        return new ConflictKey(name, List.of(parts), ConflictKey.Role.OWN);
    }

    private static Set<Long> ofSource(RowChange change) throws Exception {
        return keys(ConflictRules.ofSource(change.schema()), change);
    }

    private static Set<Long> keys(ConflictRules rules, RowChange change) throws Exception {
        KeySet found = collect(rules, change);
        Set<Long> all = new TreeSet<>();
        for (int i = 0; i < found.ownedCount(); i++) {
            all.add(found.owned(i));
        }
        return all;
    }

    private static KeySet collect(ConflictRules rules, RowChange change) throws Exception {
        KeySet found = new KeySet();
        found.addOwned(1);
        new ConflictKeys(table -> rules).collect(transaction(change), found);
        return found;
    }

    private static Transaction transaction(RowChange... changes) {
        Piece piece = new Piece(new TableName("db", "binlog"), 0, 1, CommitTs.of(1), CommitTs.of(2));
        return new Transaction(1, "", "", List.of(piece), List.of(changes), 1);
    }

    private static RowChange insert(Row after) {
        return new RowChange.Insert(after, Statement.unknown());
    }

    private static RowChange update(@Nullable Row before, Row after) {
        return new RowChange.Update(before, after, Statement.unknown());
    }

    private static RowChange delete(Row before) {
        return new RowChange.Delete(before, Statement.unknown());
    }
}
