package io.github.binlogcapturer.server.original;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class LiteralParserTest {

    private static final long SEED = Long.getLong("seed", 1);

    private static Literal parse(String text) {
        return LiteralParser.parse(text, 0);
    }

    @Test
    void shouldReadNumbers() {
        assertThat(parse("3")).isEqualTo(Literal.integer(3));
        assertThat(parse("-3")).isEqualTo(Literal.integer(-3));
        assertThat(parse("- -3L")).isEqualTo(Literal.integer(3));
        assertThat(parse("0x1F")).isEqualTo(Literal.integer(31));
        assertThat(parse("017")).isEqualTo(Literal.integer(15));
        assertThat(parse("0b101")).isEqualTo(Literal.integer(5));
        assertThat(parse("0")).isEqualTo(Literal.integer(0));
        assertThat(parse("-2.5e1")).isEqualTo(Literal.real(-25));
        assertThat(parse(".5")).isEqualTo(Literal.real(0.5));
        assertThat(parse("18446744073709551615").toString()).isEqualTo("18446744073709551615");
    }

    @Test
    void shouldReadNames() {
        assertThat(parse("None")).isEqualTo(Literal.NONE);
        assertThat(parse(" True ")).isEqualTo(Literal.bool(true));
        assertThat(parse("False")).isEqualTo(Literal.bool(false));
    }

    @Test
    void shouldReadTexts() {
        assertThat(parse("'a\"b'")).isEqualTo(Literal.Text.of("a\"b"));
        assertThat(parse("\"it's\"")).isEqualTo(Literal.Text.of("it's"));
        assertThat(parse("'\\x41\\101\\n\\t\\\\\\''")).isEqualTo(Literal.Text.of("AA\n\t\\'"));
        assertThat(parse("u'\\u00e9'")).isEqualTo(Literal.Text.of("é"));
        assertThat(parse("'\\u00e9'")).isEqualTo(Literal.Text.of("\\u00e9"));
        assertThat(parse("b'\\xff'")).isEqualTo(new Literal.Text("\u00ff"));
        assertThat(parse("r'a\\nb'")).isEqualTo(Literal.Text.of("a\\nb"));
        assertThat(parse("'中' \"文\"")).isEqualTo(Literal.Text.of("中文"));
    }

    @Test
    void shouldReadTuplesAndLists() {
        assertThat(parse("(1,)")).isEqualTo(new Literal.Sequence(true, List.of(Literal.integer(1))));
        assertThat(parse("(1)")).isEqualTo(Literal.integer(1));
        assertThat(parse("()")).isEqualTo(new Literal.Sequence(true, List.of()));
        assertThat(parse("[1, 'a', (None,),]"))
                .isEqualTo(new Literal.Sequence(
                        false,
                        List.of(
                                Literal.integer(1),
                                Literal.Text.of("a"),
                                new Literal.Sequence(true, List.of(Literal.NONE)))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "3 and x",
                "__import__('os').system('ls')",
                "'a",
                "(1",
                "(1 2)",
                "(,)",
                "[1)",
                "1.2.3",
                "3x",
                "1e999",
                "'\\x4'",
                "u'\\U00110000'",
                "3 == 3",
                "{1: 2}",
                "lambda: 1",
                "1 if 1 else 2",
                "3j",
                "--",
                "none"
            })
    void shouldRefuseWhatIsNoLiteral(String text) {
        assertThatThrownBy(() -> parse(text))
                .isInstanceOf(RuleSyntaxException.class)
                .hasMessageStartingWith("column ");
    }

    @Test
    void shouldRefuseTooDeepNesting() {
        assertThatThrownBy(() -> parse("(".repeat(100_000))).hasMessageContaining("in one another");
    }

    @Test
    void shouldReadBackWhatIsWritten() {
        Random random = new Random(SEED);
        for (int i = 0; i < 3000; i++) {
            Literal value = any(random, 3);
            String text = python(value, random);
            assertThat(parse(text)).as("seed %d: %s", SEED, text).isEqualTo(value);
        }
    }

    @Test
    void shouldFailOnlyAsDeclaredWhateverIsGiven() {
        Random random = new Random(SEED);
        String alphabet = "()[],'\"\\ux0123456789.eE+-LbrNoneTrueFalse \t中{}=<>";
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int length = random.nextInt(12); length > 0; length--) {
                text.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            try {
                parse(text.toString());
            } catch (RuleSyntaxException e) {
                assertThat(e.column()).as("seed %d: %s", SEED, text).isBetween(1, text.length() + 1);
            }
        }
    }

    private static Literal any(Random random, int depth) {
        return switch (random.nextInt(depth > 0 ? 6 : 5)) {
            case 0 -> Literal.NONE;
            case 1 -> Literal.bool(random.nextBoolean());
            case 2 -> Literal.integer(random.nextLong() >> random.nextInt(64));
            case 3 -> Literal.real(random.nextGaussian() * Math.pow(10, random.nextInt(20) - 10));
            case 4 -> text(random);
            default -> sequence(random, depth);
        };
    }

    private static Literal text(Random random) {
        StringBuilder bytes = new StringBuilder();
        for (int length = random.nextInt(6); length > 0; length--) {
            bytes.append((char) random.nextInt(256));
        }
        return new Literal.Text(bytes.toString());
    }

    private static Literal sequence(Random random, int depth) {
        List<Literal> items = new ArrayList<>();
        for (int length = random.nextInt(4); length > 0; length--) {
            items.add(any(random, depth - 1));
        }
        return new Literal.Sequence(random.nextBoolean(), items);
    }

    private static String python(Literal value, Random random) {
        if (value instanceof Literal.Text text) {
            StringBuilder out = new StringBuilder(random.nextBoolean() ? "'" : "b'");
            text.bytes().chars().forEach(each -> out.append(String.format("\\x%02x", each)));
            return out.append('\'').toString();
        }
        if (value instanceof Literal.Sequence sequence) {
            StringBuilder out = new StringBuilder(sequence.tuple() ? "(" : "[");
            sequence.items()
                    .forEach(each -> out.append(python(each, random)).append(random.nextBoolean() ? "," : " , "));
            return out.append(sequence.tuple() ? ')' : ']').toString();
        }
        if (value instanceof Literal.Numeric number && number.kind() == Literal.NumberKind.FLOAT) {
            return Double.toString(number.value().doubleValue());
        }
        return value.toString();
    }
}
