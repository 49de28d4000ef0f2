package io.github.binlogcapturer.format.internal.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import io.github.binlogcapturer.event.CommitTs;
import io.github.binlogcapturer.format.MessageBuffer;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * Appends the messages of one encoder to its buffer. A message that breaks off leaves objects open and bytes behind, so the generator is
 * then replaced by a fresh one. Owned by one thread.
 */
final class JsonOutput {

    /** The fast writer gives the shortest digits, which Double.toString of Java 17 does not always. */
    private static final JsonFactory FACTORY = new JsonFactoryBuilder()
            .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
            .enable(JsonWriteFeature.WRITE_NAN_AS_STRINGS)
            .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
            .rootValueSeparator((String) null)
            .build();

    /** Writes one message, or returns false and writes nothing. */
    interface Body {

        boolean write(JsonGenerator json) throws IOException;
    }

    private final String format;
    private final MessageBuffer buffer;
    private JsonGenerator json;

    JsonOutput(String format, MessageBuffer buffer) {
        this.format = format;
        this.buffer = buffer;
        this.json = generator(buffer);
    }

    /**
     * Appends a message of a transaction or a schema change.
     *
     * @throws io.github.binlogcapturer.error.DataException if a value has no form
     */
    boolean message(CommitTs commitTs, Body body) {
        try {
            return append(body);
        } catch (NoFormException e) {
            throw e.in(format, commitTs);
        }
    }

    /**
     * Appends the key of a row.
     *
     * @throws io.github.binlogcapturer.error.DataException if a value has no form
     */
    boolean key(Body body) {
        try {
            return append(body);
        } catch (NoFormException e) {
            throw e.inKey(format);
        }
    }

    private boolean append(Body body) {
        try {
            boolean written = body.write(json);
            json.flush();
            return written;
        } catch (IOException e) {
            throw new UncheckedIOException("A generator over memory does no I/O", e);
        } finally {
            if (!json.getOutputContext().inRoot()) {
                json = generator(buffer);
            }
        }
    }

    /** Returns a text as a string of JSON. */
    static String quoted(String text) {
        return '"' + String.valueOf(JsonStringEncoder.getInstance().quoteAsString(text)) + '"';
    }

    private static JsonGenerator generator(MessageBuffer buffer) {
        try {
            return FACTORY.createGenerator(buffer);
        } catch (IOException e) {
            throw new UncheckedIOException("A generator over memory does no I/O", e);
        }
    }
}
