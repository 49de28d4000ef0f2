package io.github.binlogcapturer.internal.conflict;

import java.lang.Character.UnicodeScript;
import java.text.Normalizer;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reduces a character to what every collation agrees on: base letters in lower case, digits, and for most scripts nothing at all.
 * Letters of Latin are found by their Unicode names, which cover the many variants that collations take for equal.
 */
final class BaseLetters {

    private static final Set<UnicodeScript> KEPT = Set.of(
            UnicodeScript.GREEK,
            UnicodeScript.CYRILLIC,
            UnicodeScript.HAN,
            UnicodeScript.HIRAGANA,
            UnicodeScript.KATAKANA,
            UnicodeScript.HANGUL);

    /** Words in names of Latin letters that stand for others, and those that look like letters but stand for none. */
    private static final Map<String, String> WORDS =
            Map.of("ETH", "d", "THORN", "th", "ENG", "n", "WITH", "", "BY", "", "OF", "");

    /** Characters beyond the rules, each with its base; some are too new for the names that Java 17 knows. */
    private static final String SINGLES =
            "æ=a œ=o ß=s ʣ=dz ʪ=ls ʫ=lz ƍ=zw ʦ=ts ƾ=ts ȸ=db ȹ=qp ⅍=a/s ᵎ=i ↅ=6 🆛=3d 🆝=2k 🆞=4k 🆟=8k ґ=г ꙩ=о ꙫ=о ꙭ=о ꙮ=о ꚙ=о ꚛ=о \ua7c0=a \ua7c1=a \ua7d8=s \ua7d9=s "
                    + "\ua7f2=c \ua7f3=f \ua7f4=q \u1acc=g \u1acd=r \u1ace=t";

    /** Radicals, each with its ideograph. */
    private static final String RADICALS = "⺏尣⺳罓⻍辶⻱龜⻲龜⺀丶⺁厂⺂乛⺃乚⺄乙⺅亻⺆冂⺇几⺈刀⺉刂⺊卜⺋卩⺌小⺍小⺎尢⺐尢⺑尣⺒巳⺓幺⺔彑⺕彐⺖忄⺗心⺘扌⺙攵⺛旡⺜日⺝月⺞歺⺠民"
            + "⺡氵⺢氺⺣灬⺤爫⺥爫⺦丬⺧牛⺨犭⺩王⺪疋⺫目⺬示⺭礻⺮竹⺯糹⺰纟⺱罓⺲罒⺴罓⺵罒⺶羊⺷羊⺸羋⺹耂⺺肀⺻聿⺼肉⺽臼⺾艹⺿艹"
            + "⻀艹⻁虎⻂衤⻃覀⻄西⻅见⻆角⻇角⻈讠⻉贝⻊足⻋车⻌辶⻎辶⻏邑⻐钅⻑長⻒镸⻓长⻔门⻕阜⻖阝⻗雨⻘青⻙韦⻚页⻛风⻜飞⻝食⻞飠"
            + "⻟飠⻠饣⻡首⻢马⻣骨⻤鬼⻥鱼⻦鸟⻧鹵⻨麦⻩黄⻪黾⻫齊⻬齐⻭齒⻮齿⻯龍⻰龙";

    /** Small kana, each with its large one. */
    private static final String SMALL_KANA = "ァアィイゥウェエォオッツャヤュユョヨヮワヵカヶケㇰクㇱシㇲスㇳトㇴヌㇵハㇶヒㇷフㇸヘㇹホㇺムㇻラㇼリㇽルㇾレㇿロ";

    private static final String COMBINING_CYRILLIC = "COMBINING CYRILLIC LETTER ";

    private static final Map<Integer, String> BASES = bases();

    private BaseLetters() {}

    /** Returns the units of a character beyond ASCII; empty where it does not count. */
    static String of(int c) {
        if (c == TextFolding.BEYOND) {
            return Character.toString(c);
        }
        StringBuilder units = new StringBuilder();
        decompose(Character.toString(c)).codePoints().forEach(part -> {
            String cased = isMark(part) ? Character.toString(part) : caseless(Character.toString(part));
            decompose(cased).codePoints().forEach(letter -> append(units, letter));
        });
        return units.toString();
    }

    private static void append(StringBuilder units, int c) {
        String base = BASES.get(c);
        if (c < 128) {
            units.append((char) c);
        } else if (base != null) {
            units.append(base);
        } else {
            appendByName(units, c, Character.getName(c));
        }
    }

    private static void appendByName(StringBuilder units, int c, @Nullable String name) {
        if (name == null) {
            return;
        }
        if (isLatin(c, name)) {
            units.append(latin(name));
        } else if (name.startsWith(COMBINING_CYRILLIC)) {
            units.append(cyrillic(name.substring(COMBINING_CYRILLIC.length())));
        } else if (Character.isLetter(c) && KEPT.contains(UnicodeScript.of(c)) && !isRare(c)) {
            units.appendCodePoint(c);
        } else if (digits(c) >= 0) {
            units.append(digits(c));
        }
    }

    private static boolean isLatin(int c, String name) {
        return UnicodeScript.of(c) == UnicodeScript.LATIN
                || (name.contains("LATIN ") && name.contains("LETTER "))
                || name.contains("SQUARED ");
    }

    /** Takes the first word of one or two letters, or of up to four in a square: LATIN SMALL LETTER INSULAR D, SQUARED 3D. */
    private static String latin(String name) {
        int longest = name.contains("LATIN ") ? 2 : 4;
        String[] words = name.substring(Math.max(0, Math.max(name.indexOf("LATIN "), name.indexOf("SQUARED "))))
                .split(" ", -1);
        for (int i = 1; i < words.length; i++) {
            String letters = WORDS.get(words[i]);
            if (letters == null && words[i].length() <= longest) {
                letters = words[i].toLowerCase(Locale.ROOT);
            }
            if (letters != null) {
                return letters;
            }
        }
        return "";
    }

    private static String cyrillic(String letter) {
        try {
            return of(Character.codePointOf("CYRILLIC SMALL LETTER " + letter));
        } catch (IllegalArgumentException noSuchLetter) {
            return "";
        }
    }

    /** Letters of old Cyrillic, and those that have odd twins as marks, as iota has. */
    private static boolean isRare(int c) {
        return "ιєъь".indexOf(c) >= 0 || (UnicodeScript.of(c) == UnicodeScript.CYRILLIC && c > 'џ');
    }

    // digits of all scripts are wanted; letters do not come here
    @SuppressWarnings("CharacterGetNumericValue")
    private static int digits(int c) {
        if (c >= 0xf2a && c <= 0xf33) {
            // Tibetan "half one" to "half zero"
            return (c - 0xf2a + 1) % 10;
        }
        if (c >= 0x9f4 && c <= 0x9f7) {
            // Bengali numerators
            return c - 0x9f4 + 1;
        }
        return Character.getNumericValue(c);
    }

    private static boolean isMark(int c) {
        int type = Character.getType(c);
        return type == Character.NON_SPACING_MARK
                || type == Character.ENCLOSING_MARK
                || type == Character.COMBINING_SPACING_MARK;
    }

    private static String caseless(String text) {
        return text.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
    }

    private static String decompose(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFKD);
    }

    private static Map<Integer, String> bases() {
        Map<Integer, String> bases = new HashMap<>();
        for (String single : SINGLES.split(" ", -1)) {
            int equals = single.indexOf('=');
            bases.put(single.codePointAt(0), single.substring(equals + 1));
        }
        for (String pairs : new String[] {RADICALS, SMALL_KANA}) {
            for (int i = 0; i < pairs.length(); i += 2) {
                bases.put((int) pairs.charAt(i), pairs.substring(i + 1, i + 2));
            }
        }
        for (int hiragana = 'ぁ'; hiragana <= 'ゖ'; hiragana++) {
            String katakana = Character.toString(hiragana + ('ァ' - 'ぁ'));
            bases.put(hiragana, bases.getOrDefault((int) katakana.charAt(0), katakana));
        }
        return bases;
    }
}
