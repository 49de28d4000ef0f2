package io.github.binlogcapturer.spi;

import io.github.binlogcapturer.event.CommitTs;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.CRC32C;

/**
 * The text form of a checkpoint, version 1. ASCII, every line ends with a line feed, in this order:
 *
 * <pre>{@code
 * binlogcapturer-checkpoint v1
 * capture=orders
 * savedAt=1795246763325
 * position.default=57000267173068801
 * region.4711=0
 * region.4712=57000267171495937
 * crc32c=0f1e2d3c
 * }</pre>
 *
 * <p>{@code savedAt} is in Unix milliseconds. There is one {@code position} line per subscriber, ascending by name. In names the
 * backslash, {@code =} and all that is not printable ASCII are written as {@code \}{@code uXXXX}, a UTF-16 unit each. There is one
 * {@code region} line per region, ascending by id, with the timestamp behind which it begins; files of earlier releases have none. The
 * checksum covers every byte before its own line.
 */
final class CheckpointFormat {

    private static final String MAGIC = "binlogcapturer-checkpoint v";
    private static final int VERSION = 1;
    private static final String CAPTURE = "capture=";
    private static final String SAVED_AT = "savedAt=";
    private static final String POSITION = "position.";
    private static final String REGION = "region.";
    private static final String CHECKSUM = "crc32c=";
    /** The checksum's line: its key, eight digits, a line feed. */
    private static final int CHECKSUM_LENGTH = CHECKSUM.length() + 9;

    private CheckpointFormat() {}

    static byte[] format(Checkpoint checkpoint) {
        StringBuilder text = new StringBuilder(MAGIC).append(VERSION).append('\n');
        text.append(CAPTURE).append(escape(checkpoint.capture())).append('\n');
        text.append(SAVED_AT).append(checkpoint.savedAt().toEpochMilli()).append('\n');
        checkpoint
                .positions()
                .forEach((subscriber, position) -> text.append(POSITION)
                        .append(escape(subscriber))
                        .append('=')
                        .append(position.value())
                        .append('\n'));
        checkpoint
                .regions()
                .forEach((id, beginningTs) -> text.append(REGION)
                        .append(id)
                        .append('=')
                        .append(beginningTs)
                        .append('\n'));
        return text.append(checksumLine(text.toString())).toString().getBytes(StandardCharsets.US_ASCII);
    }

    /**
     * Reads what {@link #format} wrote, and nothing else.
     *
     * @throws IllegalArgumentException saying what is wrong
     */
    static Checkpoint parse(byte[] content) {
        String text = new String(content, StandardCharsets.ISO_8859_1);
        requireVersion(text);
        int end = text.length() - CHECKSUM_LENGTH;
        if (end < 0 || !text.startsWith(CHECKSUM, end)) {
            throw new IllegalArgumentException("it is cut off, since it does not end with a checksum");
        }
        if (!text.substring(end).equals(checksumLine(text.substring(0, end)))) {
            throw new IllegalArgumentException("its checksum does not fit, so it is damaged or was edited");
        }
        // from here on only a file that somebody made with a right checksum can be wrong
        List<String> lines = text.substring(0, end).lines().toList();
        if (lines.size() < 3) {
            throw new IllegalArgumentException("it lacks capture or savedAt");
        }
        int regionsAt = 3;
        while (regionsAt < lines.size() && lines.get(regionsAt).startsWith(POSITION)) {
            regionsAt++;
        }
        SortedMap<String, CommitTs> positions = new TreeMap<>();
        lines.subList(3, regionsAt).forEach(line -> addPosition(positions, line));
        SortedMap<Long, Long> regions = new TreeMap<>();
        lines.subList(regionsAt, lines.size()).forEach(line -> addRegion(regions, line));
        return new Checkpoint(
                unescape(valueOf(lines.get(1), CAPTURE)),
                positions,
                regions,
                Instant.ofEpochMilli(number(valueOf(lines.get(2), SAVED_AT))));
    }

    private static void requireVersion(String text) {
        if (text.isEmpty()) {
            throw new IllegalArgumentException("it is empty");
        }
        if (!text.startsWith(MAGIC)) {
            throw new IllegalArgumentException(
                    MAGIC.startsWith(text) ? "it is cut off" : "it is no checkpoint of this library");
        }
        int end = text.indexOf('\n');
        if (end < 0) {
            throw new IllegalArgumentException("it is cut off");
        }
        String version = text.substring(MAGIC.length(), end);
        if (!version.equals(Integer.toString(VERSION))) {
            throw new IllegalArgumentException("its format version is \"" + version
                    + "\", but this release reads version " + VERSION + " only; a newer release may have written it");
        }
    }

    private static void addPosition(SortedMap<String, CommitTs> positions, String line) {
        String entry = valueOf(line, POSITION);
        int equals = entry.indexOf('=');
        if (equals < 0) {
            throw new IllegalArgumentException("a position has no value");
        }
        CommitTs position = CommitTs.of(number(entry.substring(equals + 1)));
        if (positions.put(unescape(entry.substring(0, equals)), position) != null) {
            throw new IllegalArgumentException("a subscriber is there twice");
        }
    }

    private static void addRegion(SortedMap<Long, Long> regions, String line) {
        String entry = valueOf(line, REGION);
        int equals = entry.indexOf('=');
        if (equals < 0) {
            throw new IllegalArgumentException("a region has no beginning");
        }
        long id = number(entry.substring(0, equals));
        if (regions.put(id, number(entry.substring(equals + 1))) != null) {
            throw new IllegalArgumentException("a region is there twice");
        }
    }

    private static String valueOf(String line, String key) {
        if (!line.startsWith(key)) {
            throw new IllegalArgumentException("a line does not begin with \"" + key + "\"");
        }
        return line.substring(key.length());
    }

    private static long number(String digits) {
        try {
            return Long.parseLong(digits);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("\"" + digits + "\" is no number", e);
        }
    }

    private static String checksumLine(String text) {
        CRC32C checksum = new CRC32C();
        checksum.update(text.getBytes(StandardCharsets.ISO_8859_1));
        return CHECKSUM + HexFormat.of().toHexDigits((int) checksum.getValue()) + "\n";
    }

    private static String escape(String name) {
        StringBuilder escaped = new StringBuilder(name.length());
        for (int i = 0; i < name.length(); i++) {
            char unit = name.charAt(i);
            if (unit < ' ' || unit > '~' || unit == '\\' || unit == '=') {
                escaped.append("\\u").append(HexFormat.of().toHexDigits(unit));
            } else {
                escaped.append(unit);
            }
        }
        return escaped.toString();
    }

    private static String unescape(String escaped) {
        StringBuilder name = new StringBuilder(escaped.length());
        for (int i = 0; i < escaped.length(); i++) {
            if (escaped.charAt(i) != '\\') {
                name.append(escaped.charAt(i));
            } else if (i + 6 <= escaped.length() && escaped.charAt(i + 1) == 'u') {
                name.append((char) HexFormat.fromHexDigits(escaped, i + 2, i + 6));
                i += 5;
            } else {
                throw new IllegalArgumentException("a name has a broken escape");
            }
        }
        return name.toString();
    }
}
