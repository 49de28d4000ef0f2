package io.github.binlogcapturer.server.http;

import com.fasterxml.jackson.core.JsonGenerator;
import io.github.binlogcapturer.RegionStatus;
import io.github.binlogcapturer.Stall;
import io.github.binlogcapturer.server.capture.Sample;
import io.github.binlogcapturer.server.capture.ServiceStatus;
import io.github.binlogcapturer.server.capture.TargetStatus;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Status and history as JSON. Field names are those of the records; they only ever grow in number. */
final class StatusJson {

    private StatusJson() {}

    static byte[] status(ServiceStatus status) {
        return Json.write(json -> {
            json.writeStartObject();
            json.writeStringField("name", status.name());
            json.writeStringField("version", status.version());
            Json.instant(json, "startedAt", status.startedAt());
            Json.instant(json, "at", status.at());
            json.writeNumberField("heapUsedBytes", status.heapUsedBytes());
            json.writeNumberField("heapMaxBytes", status.heapMaxBytes());
            json.writeArrayFieldStart("targets");
            for (TargetStatus target : status.targets()) {
                target(json, target, status.at());
            }
            json.writeEndArray();
            json.writeEndObject();
        });
    }

    private static void target(JsonGenerator json, TargetStatus target, Instant at) throws IOException {
        json.writeStartObject();
        json.writeStringField("name", target.name());
        json.writeStringField("kind", target.kind());
        json.writeStringField("description", target.description());
        json.writeStringField("state", target.state().name().toLowerCase(Locale.ROOT));
        json.writeStringField("explain", target.explain());
        Json.commitTs(json, "position", target.position());
        Json.commitTs(json, "watermark", target.watermark());
        Json.seconds(json, "lagSeconds", target.lag());
        Json.seconds(json, "catchUpSeconds", target.catchUp());
        Json.seconds(json, "retentionHeadroomSeconds", target.retentionHeadroom());
        counts(json, target);
        json.writeArrayFieldStart("regions");
        for (RegionStatus region : target.regions()) {
            region(json, region, at);
        }
        json.writeEndArray();
        failure(json, target);
        json.writeEndObject();
    }

    private static void counts(JsonGenerator json, TargetStatus target) throws IOException {
        Json.number(json, "transactionsPerSecond", target.transactionsPerSecond());
        Json.number(json, "changesPerSecond", target.changesPerSecond());
        json.writeNumberField("transactions", target.transactions());
        json.writeNumberField("changes", target.changes());
        json.writeNumberField("lanes", target.lanes());
        json.writeNumberField("inFlight", target.inFlight());
        json.writeNumberField("conflicts", target.conflicts());
        json.writeNumberField("refused", target.refused());
        json.writeNumberField("bufferBytes", target.bufferBytes());
        json.writeNumberField("bufferLimitBytes", target.bufferLimitBytes());
    }

    private static void failure(JsonGenerator json, TargetStatus target) throws IOException {
        json.writeNumberField("restarts", target.restarts());
        Json.text(json, "lastError", target.lastError());
        Json.instant(json, "lastErrorAt", target.lastErrorAt());
        Json.commitTs(json, "failedAt", target.failedAt());
        Json.instant(json, "nextTryAt", target.nextTryAt());
    }

    private static void region(JsonGenerator json, RegionStatus region, Instant at) throws IOException {
        json.writeStartObject();
        json.writeNumberField("regionId", region.region().regionId());
        json.writeStringField("binlogTable", region.region().binlogTable().toString());
        json.writeNumberField("partition", region.region().partition());
        Json.commitTs(json, "watermark", region.watermark());
        Json.seconds(json, "lagSeconds", Duration.between(region.watermark().instant(), at));
        Json.seconds(json, "quietSeconds", region.quietFor());
        json.writeBooleanField("holdsMerge", region.holdsMerge());
        Json.text(json, "stall", stall(region.stall()));
        json.writeEndObject();
    }

    private static @Nullable String stall(@Nullable Stall stall) {
        if (stall == null) {
            return null;
        }
        String cause = switch (stall.cause()) {
            case PENDING_PREWRITE -> "a transaction is prepared and neither committed nor rolled back";
            case UNREACHABLE -> "no peer answers";
            case NOT_READABLE -> "its peers have more, but reading it fails or is slow";
            case UNKNOWN -> "the cause is not known";
        };
        return "nothing new for " + stall.since().toSeconds() + " s: " + cause;
    }

    static byte[] history(String target, List<Sample> samples) {
        return Json.write(json -> {
            json.writeStartObject();
            json.writeStringField("target", target);
            json.writeArrayFieldStart("samples");
            for (Sample sample : samples) {
                json.writeStartObject();
                Json.instant(json, "at", sample.at());
                Json.number(json, "lagSeconds", sample.lagSeconds());
                Json.number(json, "changesPerSecond", sample.changesPerSecond());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        });
    }
}
