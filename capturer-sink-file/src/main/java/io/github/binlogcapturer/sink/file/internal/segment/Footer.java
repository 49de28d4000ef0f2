package io.github.binlogcapturer.sink.file.internal.segment;

import java.util.ArrayList;
import java.util.List;

/** What a reader takes from a footer to begin in the midst of a file; {@link Contents} writes it. */
record Footer(long coveredTs, List<Long> schemaOffsets, List<Contents.Place> index) {

    static Footer read(ByteCursor cursor) {
        for (int count = 0; count < Contents.COUNTS_BEFORE_COVERED_TS; count++) {
            cursor.readVarint();
        }
        long coveredTs = cursor.readVarint();
        cursor.readInt();
        List<Long> schemaOffsets = new ArrayList<>();
        long offset = 0;
        for (int left = cursor.readCount(); left > 0; left--) {
            offset += cursor.readVarint();
            schemaOffsets.add(offset);
        }
        List<Contents.Place> index = new ArrayList<>();
        Contents.Place last = new Contents.Place(0, 0);
        for (int left = cursor.readCount(); left > 0; left--) {
            last = new Contents.Place(last.offset() + cursor.readVarint(), last.ts() + cursor.readVarint());
            index.add(last);
        }
        return new Footer(coveredTs, schemaOffsets, index);
    }

    /** Returns the last place in front of which nothing is above a commit ts; the given one where there is none. */
    long placeBehind(long ts, long otherwise) {
        long found = otherwise;
        for (Contents.Place place : index) {
            if (place.ts() <= ts) {
                found = place.offset();
            }
        }
        return found;
    }
}
