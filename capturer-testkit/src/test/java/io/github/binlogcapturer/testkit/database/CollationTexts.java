package io.github.binlogcapturer.testkit.database;

import io.github.binlogcapturer.event.ColumnType;
import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.event.Piece;
import io.github.binlogcapturer.event.Row;
import io.github.binlogcapturer.event.RowChange;
import io.github.binlogcapturer.event.TableName;
import io.github.binlogcapturer.event.TableSchema;
import io.github.binlogcapturer.event.Transaction;
import io.github.binlogcapturer.internal.conflict.ConflictKeys;
import io.github.binlogcapturer.internal.conflict.KeySet;
import io.github.binlogcapturer.spi.ConflictKey;
import io.github.binlogcapturer.spi.ConflictRules;
import io.github.binlogcapturer.spi.KeyPart;
import io.github.binlogcapturer.spi.KeyPart.Comparison;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.sql.Statement;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/** Texts on which collations have opinions, with their hashes: all of the BMP, and strings of what expands, contracts or vanishes. */
final class CollationTexts {

    private static final int[][] BEYOND_BMP = {
        {0x10000, 0x10100},
        {0x10400, 0x10450},
        {0x1d400, 0x1d800},
        {0x1e900, 0x1e944},
        {0x1f100, 0x1f200},
        {0x1f600, 0x1f640},
        {0x20000, 0x20040},
        {0x2f800, 0x2f880},
        {0xe0100, 0xe0120}
    };
    private static final String PAIRS =
            "abcdefghijklmnopqrstuvwxyz0123456789 ABCSTZ.-_'\t\0" + "äöüßåæøœłđþñéàčšžćğıİőűŵÿǆĳŉſﬁ";
    private static final String KANA = "アァカガヵイキウーゝゞヽヾあかがきんンー々〱はばぱ";
    private static final String THAI = "กขเแโใไฤๅะา็่้์";
    private static final String TRIPLES = "acdeghlnstuzy äß";
    private static final String DIGRAPHS = "cs dz dzs gy ly ny sz ty zs ch ll rr dž lj nj aa ae oe ue th dh ij";
    private static final String MIXED =
            "aäbcsSßzZeEoöØuüyYiıİ ᴬ１Ⅳ①ｱアｶﾞ中ǆlʼ-'\u0301\u0300\u0327\u200d\u00ad\0\t" + "\ud83d\ude00\ud835\udc00";
    private static final Set<Character.UnicodeBlock> LARGE_BLOCKS = Set.of(
            Character.UnicodeBlock.CJK_UNIFIED_IDEOGRAPHS,
            Character.UnicodeBlock.CJK_UNIFIED_IDEOGRAPHS_EXTENSION_A,
            Character.UnicodeBlock.HANGUL_SYLLABLES,
            Character.UnicodeBlock.YI_SYLLABLES,
            Character.UnicodeBlock.PRIVATE_USE_AREA);
    private static final int ROWS_PER_INSERT = 5000;

    private static final TableSchema TABLE = TableSchema.builder(1, new TableName("db", "t"))
            .column("s", ColumnType.STRING)
            .build();
    private static final Piece PIECE = new Piece(new TableName("db", "binlog"), 0, 1, CommitTs.of(1), CommitTs.of(2));

    private final List<String> texts;
    private final Map<Comparison, long[][]> hashes = new HashMap<>();

    /**
     * @param everything whether to take all of the large blocks of ideographs and syllables, and not a sample
     * @param seed by which it is drawn
     */
    CollationTexts(boolean everything, long seed) {
        Random random = new Random(seed);
        Set<String> singles = singles();
        if (!everything) {
            singles.removeIf(text -> isOfLargeBlock(text) && random.nextInt(16) != 0);
        }
        texts = new ArrayList<>(withStrings(singles, random));
    }

    private static boolean isOfLargeBlock(String text) {
        Character.UnicodeBlock block = text.isEmpty() ? null : Character.UnicodeBlock.of(text.codePointAt(0));
        return block != null && LARGE_BLOCKS.contains(block);
    }

    private static Set<String> singles() {
        Set<String> texts = new LinkedHashSet<>();
        texts.add("");
        addRange(texts, 0, Character.MIN_SURROGATE);
        addRange(texts, Character.MAX_SURROGATE + 1, 0x10000);
        Arrays.stream(BEYOND_BMP).forEach(range -> addRange(texts, range[0], range[1]));
        return texts;
    }

    private static Set<String> withStrings(Set<String> texts, Random random) {
        for (String text : List.copyOf(texts)) {
            String parts = Normalizer.normalize(text, Normalizer.Form.NFKD);
            texts.add(parts);
            texts.add(parts.toLowerCase(Locale.ROOT));
            texts.add(parts.toUpperCase(Locale.ROOT));
        }
        addPairs(texts, PAIRS);
        addPairs(texts, KANA);
        addPairs(texts, THAI);
        addTriples(texts);
        addDigraphs(texts);
        addRandom(texts, random);
        return texts;
    }

    private static void addRange(Set<String> texts, int from, int to) {
        for (int c = from; c < to; c++) {
            texts.add(Character.toString(c));
        }
    }

    private static void addPairs(Set<String> texts, String characters) {
        characters
                .codePoints()
                .forEach(first -> characters
                        .codePoints()
                        .forEach(second -> texts.add(Character.toString(first) + Character.toString(second))));
    }

    private static void addTriples(Set<String> texts) {
        Set<String> pairs = new LinkedHashSet<>();
        addPairs(pairs, TRIPLES);
        pairs.forEach(pair -> TRIPLES.chars().forEach(third -> texts.add(pair + (char) third)));
    }

    private static void addDigraphs(Set<String> texts) {
        for (String digraph : DIGRAPHS.split(" ", -1)) {
            String upper = digraph.toUpperCase(Locale.ROOT);
            texts.addAll(List.of(
                    digraph + digraph,
                    digraph.charAt(0) + digraph,
                    digraph + upper,
                    upper.charAt(0) + digraph,
                    digraph + "a",
                    "a" + digraph));
        }
    }

    private static void addRandom(Set<String> texts, Random random) {
        int[] pool = MIXED.codePoints().toArray();
        for (int i = 0; i < 10_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int rest = 2 + random.nextInt(4); rest > 0; rest--) {
                text.appendCodePoint(pool[random.nextInt(pool.length)]);
            }
            texts.add(text.toString());
        }
    }

    /** Puts all texts into a new table. */
    void insert(Statement statement) throws SQLException {
        statement.execute(
                "CREATE TABLE texts (id INT PRIMARY KEY, s VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin)");
        for (int from = 0; from < texts.size(); from += ROWS_PER_INSERT) {
            StringBuilder sql = new StringBuilder("INSERT INTO texts VALUES ");
            for (int i = from; i < Math.min(texts.size(), from + ROWS_PER_INSERT); i++) {
                byte[] bytes = texts.get(i).getBytes(StandardCharsets.UTF_8);
                sql.append(i > from ? "," : "").append('(').append(i).append(",_utf8mb4 x'");
                sql.append(HexFormat.of().formatHex(bytes)).append("')");
            }
            statement.execute(sql.toString());
        }
    }

    /** Puts those texts that a character set can hold into the table {@code converted}. */
    void convert(Statement statement, String charset) throws SQLException {
        String back = "CONVERT(CONVERT(s USING " + charset + ") USING utf8mb4)";
        statement.execute("DROP TABLE IF EXISTS converted");
        statement.execute(
                "CREATE TABLE converted (id INT, s VARCHAR(64) CHARACTER SET " + charset + ") ENGINE = MEMORY");
        statement.execute("INSERT INTO converted SELECT id, s FROM texts WHERE HEX(s) = HEX(" + back + ")");
    }

    /** Returns two texts of a group that share no hash. */
    Optional<String> fault(String group, Comparison comparison) {
        int[] ids =
                Arrays.stream(group.split(",", -1)).mapToInt(Integer::parseInt).toArray();
        long[][] variants = hashes.computeIfAbsent(comparison, this::hash);
        int other = 0;
        for (long[] variant : variants) {
            other = 0;
            while (other < ids.length && variant[ids[other]] == variant[ids[0]]) {
                other++;
            }
            if (other == ids.length) {
                return Optional.empty();
            }
        }
        return Optional.of(shown(ids[0]) + " = " + shown(ids[other]));
    }

    private String shown(int id) {
        StringBuilder shown = new StringBuilder("'" + texts.get(id).strip() + "'");
        texts.get(id).codePoints().forEach(c -> shown.append(String.format(" U+%04X", c)));
        return shown.toString();
    }

    /** A text has one hash or two: with all characters beyond the BMP as what Unicode says, and as one. */
    private long[][] hash(Comparison comparison) {
        ConflictKey key = new ConflictKey("k", List.of(KeyPart.of(0, comparison)), ConflictKey.Role.OWN);
        ConflictKeys keys = new ConflictKeys(table -> new ConflictRules("t", List.of(key), false));
        KeySet found = new KeySet();
        long[][] variants = new long[2][texts.size()];
        for (int i = 0; i < texts.size(); i++) {
            RowChange change = new RowChange.Insert(
                    Row.of(TABLE, texts.get(i)), io.github.binlogcapturer.event.Statement.unknown());
            try {
                keys.collect(new Transaction(1, "", "", List.of(PIECE), List.of(change), 1), found);
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
            variants[0][i] = found.owned(0);
            variants[1][i] = found.owned(found.ownedCount() - 1);
        }
        return variants;
    }
}
