package io.github.binlogcapturer;

import io.github.binlogcapturer.event.TableName;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class TableFilterTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "shop.orders            | shop  | orders   | true",
                "shop.orders            | shop  | Orders   | false",
                "shop.orders            | shop  | orders2  | false",
                "shop.*                 | shop  | anything | true",
                "shop.*                 | shops | anything | false",
                "s*p.t?                 | shop  | t1       | true",
                "s*p.t?                 | shop  | t        | false",
                "s*p.t?                 | shop  | t12      | false",
                "*.t[0-9a]              | x     | t5       | true",
                "*.t[0-9a]              | x     | ta       | true",
                "*.t[0-9a]              | x     | tb       | false",
                "*.t[!0-9]              | x     | tb       | true",
                "*.t[!0-9]              | x     | t5       | false",
                "*.t[a\\]\\-]           | x     | t]       | true",
                "*.t[a\\]\\-]           | x     | t-       | true",
                "*.t[a-]                | x     | t-       | true",
                "*.t[&^]                | x     | t&       | true",
                "`my-db`.`a.b`          | my-db | a.b      | true",
                "\"my-db\".\"a*\"       | my-db | a*       | true",
                "\"my-db\".\"a*\"       | my-db | ab       | false",
                "`a``b`.\"c\"\"d\"      | a`b   | c\"d     | true",
                "my\\-db.a\\.b          | my-db | a.b      | true",
                "pre`-`*.t              | pre-1 | t        | true",
                "数据库.表*             | 数据库 | 表一    | true",
                "数据库.?               | 数据库 | 😀      | true",
                "/shop_\\d+/.*          | shop_1 | t       | true",
                "/shop_\\d+/.*          | my_shop_1 | t    | false",
                "~/a|b/./x.y\\/z/~ | b     | x.y/z    | true",
                "$a_1.t                 | $a_1  | t        | true",
            })
    void shouldMatchByTheSyntax(String rule, String database, String table, boolean expected) {
        assertThat(TableFilter.of(rule).matches(new TableName(database, table))).isEqualTo(expected);
    }

    @Test
    void shouldLetTheLastMatchingRuleDecide() {
        TableFilter filter = TableFilter.of("shop.*", "!shop.log*", "shop.log_kept");
        assertThat(filter.matches(TableName.parse("shop.orders"))).isTrue();
        assertThat(filter.matches(TableName.parse("shop.log_1"))).isFalse();
        assertThat(filter.matches(TableName.parse("shop.log_kept"))).isTrue();
        assertThat(filter.matches(TableName.parse("other.t"))).isFalse();
    }

    @Test
    void shouldExcludeEverythingWithoutRules() {
        assertThat(TableFilter.of().matches(TableName.parse("a.b"))).isFalse();
        assertThat(TableFilter.of("!a.c").matches(TableName.parse("a.b"))).isFalse();
    }

    @Test
    void shouldPassOverBlankRulesAndComments() {
        TableFilter filter = TableFilter.of("", "  ", "# shop.*", " a.b ");
        assertThat(filter.rules()).containsExactly("a.b");
        assertThat(filter).hasToString("[a.b]");
    }

    @Test
    void shouldIgnoreCaseInACopy() {
        TableFilter filter = TableFilter.of("Shop.ORD[a-e]RS", "!shop./x/", "Größe.*");
        TableFilter ignoring = filter.ignoringCase();
        assertThat(ignoring.matches(TableName.parse("shop.ordErs"))).isTrue();
        assertThat(ignoring.matches(TableName.parse("GRÖßE.t"))).isTrue();
        assertThat(filter.matches(TableName.parse("shop.ordErs"))).isFalse();
        assertThat(ignoring.exactDatabases()).isEmpty();
        assertThat(ignoring.exactTables()).isEmpty();
    }

    @Test
    void shouldNameExactTablesWithoutTheExcludedOnes() {
        TableFilter filter = TableFilter.of("a.x", "`a-b`.y", "a.z", "a.x", "!*.z");
        assertThat(filter.exactTables()).contains(List.of(new TableName("a", "x"), new TableName("a-b", "y")));
        assertThat(filter.exactDatabases()).contains(Set.of("a", "a-b"));
    }

    @Test
    void shouldNameExactDatabasesAlone() {
        TableFilter filter = TableFilter.of("a.*", "b.x", "!/.*/.y");
        assertThat(filter.exactTables()).isEmpty();
        assertThat(filter.exactDatabases()).contains(Set.of("a", "b"));
        assertThat(TableFilter.of("a*.x").exactDatabases()).isEmpty();
        assertThat(TableFilter.of("/a/.x").exactDatabases()).isEmpty();
    }

    @Test
    void shouldReadAFileAndImportsOfOne() throws IOException {
        Path file = Files.writeString(folder.resolve("rules.txt"), "# tables\nshop.*\n\n!shop.log\n");
        assertThat(TableFilter.ofFile(file).rules()).containsExactly("shop.*", "!shop.log");
        assertThat(TableFilter.of("a.b", "@" + file, "c.d").rules())
                .containsExactly("a.b", "shop.*", "!shop.log", "c.d");
    }

    @Test
    void shouldNameFileAndLineOfAWrongRule() throws IOException {
        Path file = Files.writeString(folder.resolve("rules.txt"), "a.b\nshop\n");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TableFilter.of("@" + file))
                .withMessageContaining("\"shop\", line 2 of " + file)
                .withMessageContaining("dot");
    }

    @Test
    void shouldRefuseAnImportInAnImport() throws IOException {
        Path file = Files.writeString(folder.resolve("rules.txt"), "@other.txt\n");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TableFilter.ofFile(file))
                .withMessageContaining("cannot import another");
    }

    @Test
    void shouldRefuseAnImportOfWhatIsNoPath() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TableFilter.of("@a\0b"))
                .withMessageContaining("this is no path");
    }

    @Test
    void shouldNameAFileThatCannotBeRead() throws IOException {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TableFilter.of("@" + folder.resolve("absent")))
                .withMessageContaining("absent")
                .withCauseInstanceOf(IOException.class);
        Path latin = Files.write(folder.resolve("latin"), "ä.b".getBytes(StandardCharsets.ISO_8859_1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TableFilter.ofFile(latin))
                .withMessageContaining("UTF-8");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "shop          | 5  | the dot between database and table is missing",
                "shop.         | 6  | the table is missing",
                ".t            | 1  | the database is missing",
                "!.t           | 2  | the database is missing",
                "``.t          | 1  | the database is missing",
                "a.b.c         | 4  | a second dot",
                "my-db.t       | 3  | '-' does not stand for itself",
                "a b.t         | 2  | ' ' does not stand for itself",
                "a.`b          | 3  | the closing ` is missing",
                "a.[b          | 3  | the closing ] is missing",
                "a.[]          | 3  | there is nothing between the brackets",
                "a.[!]         | 3  | there is nothing between the brackets",
                "a.[z-a]       | 4  | the range z-a runs backwards",
                "a.b\\         | 4  | nothing follows the backslash",
                "a.\\b         | 3  | a backslash stands in front of punctuation only",
                "/a.b          | 1  | the regular expression has no closing slash",
                "a./(/         | 5  | the regular expression is wrong",
                "/a/b.c        | 4  | a regular expression is the whole side",
            })
    void shouldNameRuleAndPlaceAndWhatIsWrong(String rule, int place, String what) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TableFilter.of("ok.ok", rule))
                .withMessageContaining("\"" + rule + "\"")
                .withMessageContaining("at character " + place + ", " + what);
    }
}
