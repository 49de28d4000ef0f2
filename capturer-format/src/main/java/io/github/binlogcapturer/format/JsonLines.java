package io.github.binlogcapturer.format;

import io.github.binlogcapturer.format.internal.json.JsonEncoders;

/**
 * Our own JSON: one object per message, with everything that the capturer knows. Immutable and thread-safe.
 *
 * <pre>{@code
 * {"type":"update","commitTs":…,"startTs":…,"txnId":…,"index":0,"count":2,"last":false,"db":"shop","table":"item","schemaVersion":3,
 *  "before":{"id":1,"name":"nut"},"after":{"id":1,"name":"bolt"}}
 * {"type":"begin","commitTs":…,"startTs":…,"txnId":…,"executeTime":"2026-11-21T07:39:23.325Z","user":"root","count":2}
 * {"type":"commit","commitTs":…,"startTs":…,"txnId":…,"count":2}
 * {"type":"schema","commitTs":…,"db":"shop","table":"item","schemaVersion":4,"columns":[{"name":…,"type":…,"nullable":…,"key":…}],"sql":[…]}
 * {"type":"watermark","commitTs":…}
 * }</pre>
 *
 * <p>Types of changes are insert, update, upsert and delete; {@code before} is left out of insert and upsert, {@code after} of delete.
 * Every value has a form, so no message fails: integers are numbers with all digits, also beyond 2^63; floats have the shortest digits
 * that name them, NaN and infinities are strings; dates and times are the text of {@link io.github.binlogcapturer.event.Row#text(int)};
 * bytes are Base64 with padding; a text whose bytes are not valid in the table's charset is {@code {"$base64":"…"}}. NULL is null.
 */
public final class JsonLines implements MessageFormat {

    private static final JsonLines INSTANCE = new JsonLines();

    private JsonLines() {}

    /** Returns the format. */
    public static JsonLines create() {
        return INSTANCE;
    }

    /** Returns {@code json-lines}. */
    @Override
    public String name() {
        return "json-lines";
    }

    @Override
    public MessageEncoder encoder(MessageBuffer out) {
        return JsonEncoders.lines(out);
    }
}
