package io.github.binlogcapturer.sink.mysql.internal.verify;

import io.github.binlogcapturer.sink.mysql.ColumnSelection;
import io.github.binlogcapturer.sink.mysql.TableRoutes;

/** What a verifier was built with. */
public record VerifySettings(
        TableRoutes routes,
        ColumnSelection columns,
        int chunkRows,
        int maxDifferences,
        long maxRowsWithoutKey,
        String timeZone) {}
