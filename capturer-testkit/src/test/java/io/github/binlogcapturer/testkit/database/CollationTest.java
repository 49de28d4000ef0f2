package io.github.binlogcapturer.testkit.database;

import io.github.binlogcapturer.spi.KeyPart.Comparison;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * What a server takes for equal has equal conflict keys: servers group tens of thousands of texts by each of their collations, and
 * each group must share a hash. By default a sample of collations and ideographs; all with {@code -Dcapturer.collations=all}.
 */
class CollationTest {

    private static final boolean EVERYTHING =
            System.getProperty("capturer.collations", "").equals("all");
    private static final int SAMPLE = 6;

    /** By which a sample is drawn; {@code -Dseed=} asks for another. */
    private static final long SEED = Long.getLong("seed", 1);

    private static final Set<String> ALWAYS = Set.of(
            "utf8mb4_general_ci",
            "utf8mb4_unicode_ci",
            "utf8mb4_0900_ai_ci",
            "utf8mb4_uca1400_ai_ci",
            "utf8mb4_bin",
            "latin1_swedish_ci",
            "latin1_german2_ci",
            "gbk_chinese_ci");

    private record Collation(String charset, String name, Comparison comparison) {}

    @Test
    void shouldHashAlikeWhatMariaDbTakesForEqual() throws Exception {
        assumeTrue(MariaDbServer.isAvailable());
        check(
                MariaDbServer.shared(),
                "SELECT character_set_name, full_collation_name"
                        + " FROM information_schema.collation_character_set_applicability");
    }

    @Test
    void shouldHashAlikeWhatMySqlTakesForEqual() throws Exception {
        assumeTrue(MySqlServer.isAvailable());
        check(MySqlServer.shared(), "SELECT character_set_name, collation_name FROM information_schema.collations");
    }

    private static void check(DatabaseServer server, String collations) throws Exception {
        CollationTexts texts = new CollationTexts(EVERYTHING, SEED);
        try (Connection connection = server.connect(server.createDatabase());
                Statement statement = connection.createStatement()) {
            statement.execute("SET SESSION sql_mode = '', group_concat_max_len = 100000000,"
                    + " tmp_table_size = 268435456, max_heap_table_size = 268435456");
            texts.insert(statement);
            for (Map.Entry<String, List<Collation>> charset :
                    chosen(statement, collations).entrySet()) {
                texts.convert(statement, charset.getKey());
                for (Collation collation : charset.getValue()) {
                    checkGroups(statement, collation, texts);
                }
            }
        }
    }

    private static Map<String, List<Collation>> chosen(Statement statement, String query) throws SQLException {
        List<Collation> all = new ArrayList<>();
        try (ResultSet found = statement.executeQuery(query)) {
            while (found.next()) {
                String charset = found.getString(1);
                String name = found.getString(2);
                Comparison comparison = Comparison.ofCollation(charset, name);
                if (comparison == Comparison.FOLDED_TEXT || comparison == Comparison.BINARY_TEXT) {
                    all.add(new Collation(charset, name, comparison));
                }
            }
        }
        Collections.shuffle(all, new Random(SEED));
        Map<String, List<Collation>> chosen = new TreeMap<>();
        for (int i = 0; i < all.size(); i++) {
            Collation collation = all.get(i);
            if (EVERYTHING || i < SAMPLE || ALWAYS.contains(collation.name())) {
                chosen.computeIfAbsent(collation.charset(), first -> new ArrayList<>())
                        .add(collation);
            }
        }
        return chosen;
    }

    private static void checkGroups(Statement statement, Collation collation, CollationTexts texts)
            throws SQLException {
        List<String> faults = new ArrayList<>();
        String query = "SELECT GROUP_CONCAT(id) FROM converted GROUP BY s COLLATE " + collation.name()
                + " HAVING COUNT(*) > 1";
        try (ResultSet groups = statement.executeQuery(query)) {
            while (groups.next()) {
                texts.fault(groups.getString(1), collation.comparison()).ifPresent(faults::add);
            }
        }
        assertThat(faults)
                .as("%s, texts it takes for equal, seed %d", collation, SEED)
                .isEmpty();
    }
}
